import { type CodeTable, codesOf, isRegistryField, isSourceKey, type SourceKey, sourceField } from '@qiancheng/shared';
import { type ColumnSpec, defineSheet, type SheetSpec } from '../../../platform/sheets/index.js';

const names = (table: CodeTable): string[] => codesOf(table).map(({ name }) => name);
const CODE_WIDTH = 10;
const EITHER = '代码和名称填一个就行；两个都填时要对得上。';

/** Documents by which somebody is known; a resident's ID card where nothing is written. */
export const ID_TYPES = ['居民身份证', '港澳居民居住证', '台湾居民居住证', '港澳居民来往内地通行证', '护照', '其他'];

/**
 * Columns 1–44 of the national layout in its order (codes-and-fields §8), then what the layout has no column for. A file that
 * another system has exported in that layout is read as it is.
 */
export const ROSTER_SHEET = defineSheet({
  name: '生源信息',
  columns: [
    { key: 'examNo', header: '考生号', width: 18 },
    { key: 'idNo', header: '身份证号', aliases: ['证件号', '证件号码', '身份证号码', '身份证件号'], width: 22 },
    { key: 'name', header: '姓名', aliases: ['学生姓名'], width: 12 },
    { key: 'genderCode', header: '性别代码', width: CODE_WIDTH },
    { key: 'gender', header: '性别', options: names('genders'), width: 8 },
    { key: 'ethnicCode', header: '民族代码', width: CODE_WIDTH },
    { key: 'ethnic', header: '民族', options: names('ethnicities'), width: 12 },
    { key: 'politicalCode', header: '政治面貌代码', width: CODE_WIDTH },
    { key: 'political', header: '政治面貌', options: names('politics'), width: 14 },
    { key: 'schoolCode', header: '院校代码', aliases: ['学校代码'], width: CODE_WIDTH },
    { key: 'schoolName', header: '院校名称', aliases: ['学校名称', '院校', '学校'], width: 20 },
    { key: 'campus', header: '分校名称', aliases: ['分校'], width: 14 },
    { key: 'levelCode', header: '学历代码', aliases: ['学历层次代码'], width: CODE_WIDTH },
    { key: 'level', header: '学历', aliases: ['学历层次', '层次'], options: names('degreeLevels'), width: 14 },
    { key: 'majorCode', header: '专业代码', width: 12 },
    { key: 'major', header: '专业', aliases: ['专业名称'], width: 20 },
    { key: 'majorDirection', header: '专业方向', width: 16 },
    { key: 'trainingModeCode', header: '培养方式代码', width: CODE_WIDTH },
    { key: 'trainingMode', header: '培养方式', options: names('trainingModes'), width: 12 },
    { key: 'directedUnit', header: '定向或委培单位', aliases: ['定向单位', '委培单位'], width: 20 },
    { key: 'originCode', header: '生源所在地代码', aliases: ['生源地代码'], width: 14 },
    { key: 'origin', header: '生源所在地', aliases: ['生源地', '生源所在地名称'], width: 26 },
    { key: 'urbanRuralCode', header: '城乡生源', options: names('sources'), width: 10 },
    { key: 'lengthYears', header: '学制', width: 8 },
    { key: 'enrolledMonth', header: '入学时间', aliases: ['入学年月'], width: 12 },
    { key: 'graduationMonth', header: '毕业时间', aliases: ['毕业年月'], width: 12 },
    { key: 'teacherTrainingCode', header: '师范生类别代码', width: CODE_WIDTH },
    { key: 'teacherTraining', header: '师范生类别', options: names('teacherTrainings'), width: 14 },
    { key: 'hardshipCode', header: '困难生类别代码', width: CODE_WIDTH },
    { key: 'hardship', header: '困难生类别', options: names('hardships'), width: 16 },
    { key: 'college', header: '所在院系', aliases: ['学院', '院系', '所在学院'], width: 18 },
    { key: 'class', header: '所在班级', aliases: ['班级'], width: 18 },
    { key: 'studentNo', header: '学号', required: true, width: 16 },
    { key: 'birthDate', header: '出生日期', kind: 'date', width: 14 },
    { key: 'archiveUnitBefore', header: '入学前档案所在单位', width: 22 },
    { key: 'policeStationBefore', header: '入学前户口所在地派出所', aliases: ['入学前户口派出所'], width: 24 },
    { key: 'householdMovedIn', header: '户口是否转入学校', options: names('movedIn'), width: 12 },
    { key: 'archiveMovedIn', header: '档案是否转入学校', options: names('movedIn'), width: 12 },
    { key: 'phone', header: '手机号码', aliases: ['手机', '手机号', '联系电话'], width: 14 },
    { key: 'email', header: '电子邮箱', aliases: ['邮箱', 'E-mail'], width: 22 },
    { key: 'qq', header: 'QQ', aliases: ['QQ号', 'QQ号码'], width: 12 },
    { key: 'address', header: '家庭住址', aliases: ['家庭地址'], width: 30 },
    { key: 'homePhone', header: '家庭电话', width: 14 },
    { key: 'homePostcode', header: '家庭邮编', aliases: ['邮政编码'], width: 10 },
    { key: 'idType', header: '证件类型', options: ID_TYPES, width: 16 },
    { key: 'originNote', header: '生源地说明', width: 20 },
    { key: 'classCode', header: '班级代码', width: 12 },
    { key: 'emergencyName', header: '紧急联系人', aliases: ['紧急联系人姓名'], width: 12 },
    { key: 'emergencyRelation', header: '与本人关系', options: names('relations'), width: 12 },
    { key: 'emergencyPhone', header: '紧急联系人手机', aliases: ['紧急联系人电话'], width: 16 },
  ],
});
export type RosterKey = (typeof ROSTER_SHEET)['columns'][number]['key'];
export type RosterValues = Record<RosterKey, string>;
export const ROSTER_KEYS = ROSTER_SHEET.columns.map(({ key }) => key);

/** Fields whose code and name stand in two columns: the code's first. */
export const CODE_AND_NAME = {
  genderCode: ['genderCode', 'gender'],
  ethnicCode: ['ethnicCode', 'ethnic'],
  politicalCode: ['politicalCode', 'political'],
  levelCode: ['levelCode', 'level'],
  trainingModeCode: ['trainingModeCode', 'trainingMode'],
  originCode: ['originCode', 'origin'],
  teacherTrainingCode: ['teacherTrainingCode', 'teacherTraining'],
  hardshipCode: ['hardshipCode', 'hardship'],
} as const satisfies Partial<Record<SourceKey, readonly [RosterKey, RosterKey]>>;

/** Where the reader looks for a field of the record. */
export function columnFor(key: SourceKey): RosterKey {
  const pair = (CODE_AND_NAME as Partial<Record<SourceKey, readonly [RosterKey, RosterKey]>>)[key];
  return pair ? pair[1] : (key as RosterKey);
}
const FIELD_OF = new Map<RosterKey, SourceKey>([
  ...ROSTER_KEYS.flatMap((key): [RosterKey, SourceKey][] => (isSourceKey(key) ? [[key, key]] : [])),
  ...Object.entries(CODE_AND_NAME).flatMap(([field, pair]) =>
    pair.map((key): [RosterKey, SourceKey] => [key, field as SourceKey]),
  ),
]);

/** The field of the record that a column is written to; college, major, class and school have none. */
export const fieldOf = (key: RosterKey): SourceKey | undefined => FIELD_OF.get(key);

const FOR_NEW: readonly RosterKey[] = ['name', 'idNo', 'gender', 'trainingMode', 'graduationMonth', 'class'];

/** What a template says beside the columns: what is the registry's here, and which units there are. */
export interface TemplateFacts {
  cohort: number;
  registryFields: readonly string[];
  colleges: readonly string[];
  majors: readonly string[];
  classes: readonly string[];
}

export function rosterTemplate(facts: TemplateFacts): SheetSpec<RosterKey> {
  const lists: Partial<Record<RosterKey, readonly string[]>> = {
    college: facts.colleges,
    major: facts.majors,
    class: facts.classes,
  };
  return {
    name: ROSTER_SHEET.name,
    notes: [
      `${facts.cohort} 届。每人一行，用学号认人：学号已经有的是更新，没有的是新增。`,
      '新增的学生还要有姓名、身份证号、性别、培养方式、毕业时间和班级；学历和学制空着时按班级的专业填。',
      '更新时，空着的格子保持原样，不会清掉原来的内容。',
      '标「学籍」的列以学籍为准，学生看得到、不能改。考生号没有的空着，不能自编。',
      '旧的代码和名称（如毛难族、免费师范生）会换成现在的，检查结果里会写明。',
    ],
    columns: ROSTER_SHEET.columns.map((column): ColumnSpec<RosterKey> => {
      const options = lists[column.key] ?? column.options;
      return {
        ...column,
        required: column.key === 'studentNo' || FOR_NEW.includes(column.key),
        note: noteOf(column.key, facts.registryFields),
        ...(options?.length ? { options } : {}),
        ...exampleOf(column.key),
      };
    }),
  };
}

const OWN_NOTES: Partial<Record<RosterKey, string>> = {
  schoolCode: '可以空着。填了就要是本校。',
  schoolName: '可以空着。填了就要是本校。',
  college: '名称或代码。填了班级就可以空着；填了要和班级对得上。',
  major: '名称或代码。填了班级就可以空着；填了要和班级对得上。',
  majorCode: '专业代码。和专业填一个就行。',
  class: '本届的班级名称。',
  classCode: '本届的班级代码。和所在班级填一个就行。',
  origin: '写到县（区），例如 湖南省长沙市长沙县。',
  originCode: '6 位行政区划代码，到县（区）。',
  idType: '空着就是居民身份证。',
  enrolledMonth: '年月，例如 202309。',
  graduationMonth: '年月，例如 202706。',
};

function noteOf(key: RosterKey, registryFields: readonly string[]): string {
  const field = fieldOf(key);
  const paired = Object.values(CODE_AND_NAME).some((pair) => (pair as readonly RosterKey[]).includes(key));
  return [
    field && isRegistryField(field, registryFields) ? '学籍。' : '',
    OWN_NOTES[key] ?? (field && sourceField(field).hint ? `${sourceField(field).hint}。` : ''),
    paired ? EITHER : '',
  ].join('');
}

function exampleOf(key: RosterKey): { example: string } | object {
  const field = fieldOf(key);
  const example = field === key ? sourceField(field).example : undefined;
  return example ? { example } : {};
}

/** A cohort of the largest schools; more in one file is a mistake. */
export const ROSTER_LIMITS = {
  maxRows: 30_000,
  maxFileBytes: 20 * 1024 * 1024,
  maxUnpackedBytes: 300 * 1024 * 1024,
  timeoutMs: 120_000,
} as const;
