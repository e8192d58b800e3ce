import type { CodeTable } from '../codes/index.js';

/** The blocks of the form, in their order. */
export const SOURCE_GROUPS = {
  registry: '学籍信息',
  personal: '个人情况',
  origin: '生源与档案',
  contact: '联系方式',
  family: '家庭',
  emergency: '紧急联系人',
} as const;
export type SourceGroup = keyof typeof SOURCE_GROUPS;

export type SourceKind =
  | 'text'
  | 'name'
  | 'id_no'
  | 'student_no'
  | 'exam_no'
  | 'code'
  | 'region'
  | 'month'
  | 'date'
  | 'years'
  | 'mobile'
  | 'tel'
  | 'email'
  | 'qq'
  | 'postcode'
  | 'address';

export interface SourceField {
  label: string;
  group: SourceGroup;
  kind: SourceKind;
  /** Of the code table that a `code` is one of. */
  table?: CodeTable;
  /** Column of the code in the national layout of 74 columns, 1-based; its name follows where there is one. */
  layout?: number;
  /** A form without it cannot be submitted. */
  required?: true;
  /** Personal: sealed in the database, a mask in lists and on the screens of teachers. */
  personal?: true;
  /** Characters at most; 60 where nothing is said. */
  max?: number;
  /**
   * always: equal to the registry, nobody edits it here (教育部 rule on 考生号, 姓名, 身份证号).
   * usual: of the registry unless the school says otherwise. Left out: the student's own.
   */
  registry?: 'always' | 'usual';
  hint?: string;
  example?: string;
}

/**
 * Source information (生源信息) of one graduate: columns 1–44 of the national layout, and the emergency contact.
 * College, major and class are units of the school's tree and are kept as such. F-043, F-044, F-046.
 */
export const SOURCE_FIELDS = {
  name: { label: '姓名', group: 'registry', kind: 'name', layout: 3, required: true, registry: 'always', max: 50 },
  studentNo: { label: '学号', group: 'registry', kind: 'student_no', layout: 33, required: true, registry: 'always' },
  idNo: {
    label: '身份证号',
    group: 'registry',
    kind: 'id_no',
    layout: 2,
    required: true,
    personal: true,
    registry: 'always',
  },
  examNo: {
    label: '考生号',
    group: 'registry',
    kind: 'exam_no',
    layout: 1,
    registry: 'always',
    example: '23430000000417',
  },
  genderCode: {
    label: '性别',
    group: 'registry',
    kind: 'code',
    table: 'genders',
    layout: 4,
    required: true,
    registry: 'usual',
  },
  ethnicCode: {
    label: '民族',
    group: 'registry',
    kind: 'code',
    table: 'ethnicities',
    layout: 6,
    required: true,
    registry: 'usual',
  },
  birthDate: { label: '出生日期', group: 'registry', kind: 'date', layout: 34, required: true, registry: 'usual' },
  levelCode: {
    label: '学历层次',
    group: 'registry',
    kind: 'code',
    table: 'degreeLevels',
    layout: 13,
    required: true,
    registry: 'usual',
  },
  majorDirection: { label: '专业方向', group: 'registry', kind: 'text', layout: 17, registry: 'usual' },
  lengthYears: {
    label: '学制',
    group: 'registry',
    kind: 'years',
    layout: 24,
    required: true,
    registry: 'usual',
    example: '4',
  },
  trainingModeCode: {
    label: '培养方式',
    group: 'registry',
    kind: 'code',
    table: 'trainingModes',
    layout: 18,
    required: true,
    registry: 'usual',
  },
  directedUnit: { label: '定向或委培单位', group: 'registry', kind: 'text', layout: 20, registry: 'usual', max: 100 },
  enrolledMonth: {
    label: '入学时间',
    group: 'registry',
    kind: 'month',
    layout: 25,
    required: true,
    registry: 'usual',
    example: '202309',
  },
  graduationMonth: {
    label: '毕业时间',
    group: 'registry',
    kind: 'month',
    layout: 26,
    required: true,
    registry: 'usual',
    example: '202706',
  },
  campus: { label: '分校名称', group: 'registry', kind: 'text', layout: 12, registry: 'usual' },
  politicalCode: {
    label: '政治面貌',
    group: 'personal',
    kind: 'code',
    table: 'politics',
    layout: 8,
    required: true,
  },
  hardshipCode: {
    label: '困难生类别',
    group: 'personal',
    kind: 'code',
    table: 'hardships',
    layout: 29,
    required: true,
  },
  teacherTrainingCode: {
    label: '师范生类别',
    group: 'personal',
    kind: 'code',
    table: 'teacherTrainings',
    layout: 27,
    required: true,
  },
  originCode: {
    label: '生源所在地',
    group: 'origin',
    kind: 'region',
    layout: 21,
    required: true,
    hint: '高考报名时户口所在的县（区），不是现住址',
  },
  originNote: {
    label: '生源地说明',
    group: 'origin',
    kind: 'text',
    max: 100,
    hint: '和身份证号开头的省份不同时写明原因，例如随父母迁户口',
  },
  urbanRuralCode: {
    label: '城乡生源',
    group: 'origin',
    kind: 'code',
    table: 'sources',
    layout: 23,
    required: true,
  },
  policeStationBefore: {
    label: '入学前户口派出所',
    group: 'origin',
    kind: 'text',
    layout: 36,
    required: true,
    example: '龙山县公安局民安派出所',
  },
  householdMovedIn: {
    label: '户口转入学校',
    group: 'origin',
    kind: 'code',
    table: 'movedIn',
    layout: 37,
    required: true,
  },
  archiveMovedIn: {
    label: '档案转入学校',
    group: 'origin',
    kind: 'code',
    table: 'movedIn',
    layout: 38,
    required: true,
  },
  archiveUnitBefore: {
    label: '入学前档案所在单位',
    group: 'origin',
    kind: 'text',
    layout: 35,
    required: true,
    example: '龙山县高级中学',
  },
  phone: { label: '手机', group: 'contact', kind: 'mobile', layout: 39, required: true, personal: true },
  email: { label: '电子邮箱', group: 'contact', kind: 'email', layout: 40, required: true, max: 254 },
  qq: { label: 'QQ', group: 'contact', kind: 'qq', layout: 41 },
  address: {
    label: '家庭住址',
    group: 'family',
    kind: 'address',
    layout: 42,
    required: true,
    personal: true,
    max: 120,
    hint: '寄档案和材料用，写到门牌号',
  },
  homePostcode: { label: '家庭邮编', group: 'family', kind: 'postcode', layout: 44, required: true },
  homePhone: { label: '家庭电话', group: 'family', kind: 'tel', layout: 43, personal: true, example: '0743-6220000' },
  emergencyName: { label: '紧急联系人', group: 'emergency', kind: 'name', required: true, personal: true, max: 50 },
  emergencyRelation: {
    label: '与本人关系',
    group: 'emergency',
    kind: 'code',
    table: 'relations',
    required: true,
  },
  emergencyPhone: { label: '紧急联系人手机', group: 'emergency', kind: 'mobile', required: true, personal: true },
} as const satisfies Record<string, SourceField>;

export type SourceKey = keyof typeof SOURCE_FIELDS;
export const SOURCE_KEYS = Object.keys(SOURCE_FIELDS) as SourceKey[];

/** Every field as text, codes as codes, months YYYYMM, days YYYY-MM-DD; '' where there is nothing. */
export type SourceValues = Record<SourceKey, string>;

export const sourceField = (key: SourceKey): SourceField => SOURCE_FIELDS[key];
export const isSourceKey = (key: string): key is SourceKey => Object.hasOwn(SOURCE_FIELDS, key);

/** Of the registry in a school that has decided nothing else. */
export const USUAL_REGISTRY_FIELDS = SOURCE_KEYS.filter((key) => sourceField(key).registry === 'usual');

const EMPTY = Object.freeze(Object.fromEntries(SOURCE_KEYS.map((key) => [key, '']))) as SourceValues;

export function emptySourceValues(): SourceValues {
  return { ...EMPTY };
}

/** Whether only the school may change it: grey on the student's form (F-046). */
export function isRegistryField(key: SourceKey, registryFields: readonly string[]): boolean {
  return sourceField(key).registry === 'always' || registryFields.includes(key);
}
