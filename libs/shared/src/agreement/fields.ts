import { LIMITS } from '../limits.js';
import type { AgreementBlockKey, AgreementValues, EmployerBlock, SchoolBlock, StudentBlock } from './values.js';

/** ONE definition of the form: the invitation, its check, the reading view and the printed sheet all walk this. */

export type FieldType =
  | 'text'
  | 'multiline'
  | 'code'
  | 'region'
  | 'date'
  | 'money'
  | 'int'
  | 'phone'
  | 'tel'
  | 'email'
  | 'postcode'
  | 'creditCode'
  | 'multi'
  | 'bool';

export interface FieldOption {
  value: string;
  label: string;
}

export interface FieldDef {
  key: string;
  label: string;
  type: FieldType;
  /** A code table of `codeTables`. */
  table?: string;
  options?: readonly FieldOption[];
  required: boolean;
  min?: number;
  max?: number;
  unit?: string;
  hint?: string;
  /** Comes from the certified unit; nobody types it here. */
  readonly?: boolean;
  when?: (values: AgreementValues) => boolean;
}

export interface BlockDef {
  key: AgreementBlockKey;
  label: string;
  fields: readonly FieldDef[];
}

export const WORK_HOURS: readonly FieldOption[] = [
  { value: 'standard', label: '标准工时' },
  { value: 'comprehensive', label: '综合计算工时' },
  { value: 'flexible', label: '不定时' },
];

export const INSURANCE: readonly FieldOption[] = [
  { value: 'pension', label: '养老' },
  { value: 'medical', label: '医疗' },
  { value: 'unemployment', label: '失业' },
  { value: 'injury', label: '工伤' },
  { value: 'maternity', label: '生育' },
  { value: 'housing_fund', label: '公积金' },
];

export const ARCHIVE_MODES: readonly FieldOption[] = [
  { value: 'unit', label: '单位接收' },
  { value: 'agency', label: '托管机构接收' },
  { value: 'origin', label: '转回生源地' },
];

export const HUKOU_MODES: readonly FieldOption[] = [
  { value: 'unit', label: '可落单位集体户' },
  { value: 'self', label: '可迁入，学生自行办理' },
  { value: 'none', label: '不迁' },
];

export const EXITS: readonly FieldOption[] = [
  { value: 'further_study', label: '升学' },
  { value: 'civil_service', label: '考取公务员' },
  { value: 'enlistment', label: '入伍' },
];

export const HEALTH: readonly FieldOption[] = [
  { value: '1', label: '健康' },
  { value: '2', label: '一般' },
  { value: '3', label: '有慢性病史' },
  { value: '6', label: '残疾' },
];

const archiveToUnit = (values: AgreementValues): boolean =>
  values.archive.archiveMode === 'unit' || values.archive.archiveMode === 'agency';

const EMPLOYER_FIELDS: readonly FieldDef[] = [
  { key: 'name', label: '单位名称', type: 'text', required: true, readonly: true, max: LIMITS.nameText },
  { key: 'creditCode', label: '统一社会信用代码', type: 'creditCode', required: true, readonly: true },
  { key: 'natureCode', label: '单位性质', type: 'code', table: 'natures', required: true, readonly: true },
  { key: 'industryCode', label: '所属行业', type: 'code', table: 'industries', required: true, readonly: true },
  { key: 'regionCode', label: '单位所在地', type: 'region', required: true, readonly: true },
  {
    key: 'superiorDepartment',
    label: '上级主管部门',
    type: 'text',
    required: false,
    max: LIMITS.nameText,
    hint: '没有人事权的单位填，其他单位不填',
  },
  {
    key: 'contactName',
    label: '联系人',
    type: 'text',
    required: true,
    max: 40,
    hint: '写实际办手续的人，不是法定代表人',
  },
  { key: 'contactPhone', label: '联系电话', type: 'tel', required: true },
  { key: 'contactEmail', label: '邮箱', type: 'email', required: true },
  { key: 'postcode', label: '邮编', type: 'postcode', required: true },
  {
    key: 'address',
    label: '协议寄送地址',
    type: 'text',
    required: true,
    max: LIMITS.addressText,
    hint: '默认带出的是注册地址，请改成实际收件地址',
  },
  {
    key: 'partyOrgUnit',
    label: '党组织关系接收单位',
    type: 'text',
    required: false,
    max: LIMITS.nameText,
    hint: '学生是党员时用得上',
  },
  { key: 'opinion', label: '单位意见', type: 'text', required: true, max: LIMITS.opinionText },
];

const TERMS_FIELDS: readonly FieldDef[] = [
  { key: 'post', label: '岗位', type: 'text', required: true, max: 60 },
  { key: 'jobCategoryCode', label: '职位类别', type: 'code', table: 'jobCategories', required: true },
  { key: 'workRegionCode', label: '工作地点', type: 'region', required: true },
  {
    key: 'workAddress',
    label: '工作地址',
    type: 'text',
    required: false,
    max: LIMITS.addressText,
    hint: '写到门牌号，学生看得更明白',
  },
  { key: 'startDate', label: '到岗日期', type: 'date', required: true },
  {
    key: 'contractYears',
    label: '合同期限',
    type: 'int',
    required: true,
    min: 0,
    max: 20,
    unit: '年',
    hint: '0 表示无固定期限',
  },
  { key: 'probationMonths', label: '试用期', type: 'int', required: true, min: 0, max: 12, unit: '个月' },
  {
    key: 'salaryProbation',
    label: '试用期月薪',
    type: 'money',
    required: true,
    min: 1,
    max: 1_000_000,
    unit: '元',
    when: (values) => (values.terms.probationMonths ?? 0) > 0,
  },
  { key: 'salaryRegular', label: '转正月薪', type: 'money', required: true, min: 1, max: 1_000_000, unit: '元' },
  { key: 'workHoursCode', label: '工时制度', type: 'code', options: WORK_HOURS, required: true },
  { key: 'insurance', label: '社会保险', type: 'multi', options: INSURANCE, required: true },
  { key: 'welfare', label: '食宿等福利', type: 'text', required: false, max: LIMITS.opinionText },
];

const ARCHIVE_FIELDS: readonly FieldDef[] = [
  { key: 'archiveMode', label: '档案接收', type: 'code', options: ARCHIVE_MODES, required: true },
  {
    key: 'archiveUnit',
    label: '档案接收单位',
    type: 'text',
    required: true,
    max: LIMITS.nameText,
    hint: '有档案接收资质的单位',
    when: archiveToUnit,
  },
  {
    key: 'archiveAddress',
    label: '档案接收地址',
    type: 'text',
    required: true,
    max: LIMITS.addressText,
    when: archiveToUnit,
  },
  { key: 'archivePostcode', label: '档案接收邮编', type: 'postcode', required: false, when: archiveToUnit },
  { key: 'archivePhone', label: '档案接收电话', type: 'tel', required: true, when: archiveToUnit },
  { key: 'hukouMode', label: '户口', type: 'code', options: HUKOU_MODES, required: true },
  {
    key: 'hukouAddress',
    label: '落户派出所',
    type: 'text',
    required: true,
    max: LIMITS.addressText,
    when: (values) => values.archive.hukouMode === 'unit',
  },
];

const BREACH_FIELDS: readonly FieldDef[] = [
  {
    key: 'penalty',
    label: '违约金',
    type: 'money',
    required: true,
    min: 0,
    max: 1_000_000,
    unit: '元',
    hint: '没有约定就填 0',
  },
  {
    key: 'serviceYears',
    label: '服务期',
    type: 'int',
    required: true,
    min: 0,
    max: 20,
    unit: '年',
    hint: '没有约定就填 0',
  },
  { key: 'exits', label: '不算违约的情形', type: 'multi', options: EXITS, required: false },
  { key: 'supplement', label: '补充约定', type: 'multiline', required: false, max: LIMITS.supplementText },
];

export const AGREEMENT_BLOCKS: readonly BlockDef[] = [
  { key: 'employer', label: '单位信息', fields: EMPLOYER_FIELDS },
  { key: 'terms', label: '工作条款', fields: TERMS_FIELDS },
  { key: 'archive', label: '档案与户口', fields: ARCHIVE_FIELDS },
  { key: 'breach', label: '违约与补充', fields: BREACH_FIELDS },
];

/** Keys of the employer block that come from the certified unit and are never taken from a request. */
export const CERTIFIED_EMPLOYER_KEYS = EMPLOYER_FIELDS.filter((field) => field.readonly).map(
  (field) => field.key,
) as (keyof EmployerBlock)[];

export interface ViewField<K extends string> {
  key: K;
  label: string;
  type: FieldType;
  table?: string;
  options?: readonly FieldOption[];
  required?: boolean;
}

/** The graduate's part: read-only except health and opinion, which the student gives when accepting. */
export const STUDENT_FIELDS: readonly ViewField<keyof StudentBlock>[] = [
  { key: 'name', label: '姓名', type: 'text' },
  { key: 'studentNo', label: '学号', type: 'text' },
  { key: 'genderCode', label: '性别', type: 'code', table: 'genders' },
  { key: 'ethnicCode', label: '民族', type: 'code', table: 'ethnicities' },
  { key: 'politicalCode', label: '政治面貌', type: 'code', table: 'politics' },
  { key: 'idNo', label: '身份证号', type: 'text' },
  { key: 'levelCode', label: '学历', type: 'code', table: 'degreeLevels' },
  { key: 'lengthYears', label: '学制', type: 'int' },
  { key: 'collegeName', label: '学院', type: 'text' },
  { key: 'majorName', label: '专业', type: 'text' },
  { key: 'className', label: '班级', type: 'text' },
  { key: 'trainingModeCode', label: '培养方式', type: 'code', table: 'trainingModes' },
  { key: 'graduationMonth', label: '毕业时间', type: 'text' },
  { key: 'originCode', label: '生源所在地', type: 'region' },
  { key: 'address', label: '家庭住址', type: 'text' },
  { key: 'phone', label: '手机号码', type: 'phone' },
  { key: 'email', label: '电子邮箱', type: 'email' },
  { key: 'healthCode', label: '健康状况', type: 'code', options: HEALTH, required: true },
  { key: 'opinion', label: '本人应约意见', type: 'multiline', required: true },
];

/** What a reviewer fills in; prefilled from the reviewer's last review. */
export const SCHOOL_FIELDS: readonly ViewField<keyof SchoolBlock>[] = [
  { key: 'contact', label: '学院联系人', type: 'text', required: true },
  { key: 'phone', label: '联系电话', type: 'tel', required: true },
  { key: 'postcode', label: '邮编', type: 'postcode', required: true },
  { key: 'mailingAddress', label: '协议寄送地址', type: 'text', required: true },
  { key: 'collegeOpinion', label: '学院意见', type: 'multiline' },
  { key: 'schoolOpinion', label: '学校意见', type: 'multiline' },
];
