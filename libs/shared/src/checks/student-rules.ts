import { codeName } from '../codes/index.js';
import { PROVINCES } from '../codes/provinces.js';
import { sourceField } from '../source/fields.js';
import { checkMobile } from '../validators/contact.js';
import { checkResidentId, residentIdFacts } from '../validators/resident-id.js';
import type { StudentRow, StudentRule } from './rule.js';

const RESIDENT = '居民身份证';

/** The facts in the ID number, where it is a resident's and right. */
function idFacts({ values, idType, today }: StudentRow) {
  if (idType !== RESIDENT || !checkResidentId(values.idNo, today).ok) return null;
  return residentIdFacts(values.idNo);
}

function ageAtGraduation({ values }: StudentRow): number | null {
  const { birthDate, graduationMonth } = values;
  if (!birthDate || !/^\d{6}$/.test(graduationMonth)) return null;
  const months =
    (Number(graduationMonth.slice(0, 4)) - Number(birthDate.slice(0, 4))) * 12 +
    Number(graduationMonth.slice(4)) -
    Number(birthDate.slice(5, 7));
  return Math.floor(months / 12);
}

const AGES = {
  min: { label: '最小年龄', unit: '岁', value: 18 },
  max: { label: '最大年龄', unit: '岁', value: 45 },
} as const;
const LENGTH = { tolerance: { label: '允许相差', unit: '个月', value: 6 } } as const;

/** Rules of one student: DC-01 … DC-11, ★2. Sentences name no personal value: findings are kept in clear. */
export const STUDENT_RULES = {
  'DC-01': {
    kind: 'row',
    title: '身份证号校验位错误',
    sentence: '居民身份证号的位数、地区、日期和校验位要对得上。',
    severity: 'E',
    fields: ['idNo'],
    source: 'GB 11643',
    test: ({ values, idType, today }) => {
      if (idType !== RESIDENT || values.idNo === '') return null;
      const checked = checkResidentId(values.idNo, today);
      return checked.ok ? null : checked.reason;
    },
  },
  'DC-02': {
    kind: 'set',
    title: '身份证号重复',
    sentence: '同一届里每个人的身份证号都不相同。',
    severity: 'E',
    fields: ['idNo'],
    source: '数据核查',
    key: 'idNo',
    finding: (others) => `本届还有 ${others} 人用同一个身份证号。`,
  },
  'DC-03': {
    kind: 'set',
    title: '考生号为空或重复',
    sentence: '每个人都有考生号，并且都不相同；没有的以学籍为准补上，不能自编。',
    severity: 'E',
    fields: ['examNo'],
    source: '教育部就业数据报送要求',
    key: 'examNo',
    missing: '没有考生号。',
    finding: (others) => `本届还有 ${others} 人用同一个考生号。`,
  },
  'DC-04': {
    kind: 'row',
    title: '性别、出生日期与身份证不符',
    sentence: '性别和出生日期要和身份证号里的一致。',
    severity: 'E',
    fields: ['genderCode', 'birthDate'],
    source: 'GB 11643',
    test: (student) => {
      const facts = idFacts(student);
      if (!facts) return null;
      const { genderCode, birthDate } = student.values;
      const wrong = [
        genderCode !== '' && genderCode !== facts.genderCode ? '性别' : '',
        birthDate !== '' && birthDate !== facts.birthDate ? '出生日期' : '',
      ].filter(Boolean);
      return wrong.length > 0 ? `${wrong.join('、')}和身份证号里的不一样。` : null;
    },
  },
  'DC-05': {
    kind: 'row',
    title: '学籍字段与学籍库不一致',
    sentence: '学籍字段要和最近一次导入的学籍一致。',
    severity: 'E',
    fields: ['name', 'idNo', 'examNo', 'levelCode', 'lengthYears'],
    source: '教育部就业数据报送要求',
    test: ({ registryDiffers }) =>
      registryDiffers.length > 0
        ? `${registryDiffers.map((key) => sourceField(key).label).join('、')}和学籍库不一样。`
        : null,
  },
  'DC-06': {
    kind: 'row',
    title: '毕业年龄异常',
    sentence: '毕业时的年龄一般在 18 到 45 岁之间。',
    severity: 'W',
    fields: ['birthDate', 'graduationMonth'],
    source: '数据核查',
    thresholds: AGES,
    test: (student) => {
      const age = ageAtGraduation(student);
      if (age === null || (age >= AGES.min.value && age <= AGES.max.value)) return null;
      return `毕业时 ${age} 岁，请核对出生日期和毕业时间。`;
    },
  },
  'DC-07': {
    kind: 'row',
    title: '学制与入学、毕业时间矛盾',
    sentence: '从入学到毕业的时间和学制相差不超过半年。',
    severity: 'W',
    fields: ['lengthYears', 'enrolledMonth', 'graduationMonth'],
    source: '数据核查',
    thresholds: LENGTH,
    test: ({ values: { enrolledMonth: from, graduationMonth: end, lengthYears } }) => {
      if (!/^\d{6}$/.test(from) || !/^\d{6}$/.test(end) || lengthYears === '') return null;
      const months =
        (Number(end.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(end.slice(4)) - Number(from.slice(4));
      // September to June is four years less three months
      const off = Math.abs(months - 12 * Number(lengthYears));
      if (off <= LENGTH.tolerance.value) return null;
      return `入学到毕业是 ${months} 个月，和学制 ${lengthYears} 年相差 ${off} 个月。`;
    },
  },
  'DC-08': {
    kind: 'row',
    title: '生源地无效，或和身份证不同省',
    sentence: '生源地是有效的区划代码；和身份证号开头不同省时要写说明。',
    severity: 'W',
    fields: ['originCode', 'originNote'],
    source: 'GB/T 2260',
    test: (student) => {
      const { originCode, originNote } = student.values;
      if (originCode === '') return null;
      const province = originCode.slice(0, 2);
      if (!/^\d{6}$/.test(originCode) || !PROVINCES[province]) return '生源地的代码不是有效的区划代码。';
      const facts = idFacts(student);
      if (!facts || !PROVINCES[facts.provinceCode] || facts.provinceCode === province || originNote !== '') return null;
      return `生源地在${PROVINCES[province]}，和身份证号开头的省份不同，没有写说明。`;
    },
  },
  'DC-09': {
    kind: 'row',
    title: '定向、委培未填定向单位',
    sentence: '定向和委培的学生要有定向或委培单位。',
    severity: 'E',
    fields: ['directedUnit', 'trainingModeCode'],
    source: '教育部就业数据报送要求',
    test: ({ values: { trainingModeCode: mode, directedUnit } }) =>
      (mode === '2' || mode === '4') && directedUnit === ''
        ? `培养方式是${codeName('trainingModes', mode)}，没有填定向或委培单位。`
        : null,
  },
  'DC-10': {
    kind: 'row',
    title: '手机号格式错误',
    sentence: '手机号是 11 位，以 13 到 19 开头。',
    severity: 'E',
    fields: ['phone'],
    source: '数据核查',
    test: ({ values: { phone } }) => {
      if (phone === '') return '没有手机号。';
      const checked = checkMobile(phone);
      return checked.ok ? null : checked.reason;
    },
  },
  'DC-11': {
    kind: 'set',
    title: '多名学生共用手机号',
    sentence: '同一届里每个人用自己的手机号。',
    severity: 'W',
    fields: ['phone'],
    source: '数据核查',
    key: 'phone',
    finding: (others) => `本届还有 ${others} 人用同一个手机号。`,
  },
} as const satisfies Record<string, StudentRule>;

export type StudentRuleId = keyof typeof STUDENT_RULES;
export const STUDENT_RULE_IDS = Object.keys(STUDENT_RULES) as StudentRuleId[];
export const studentRule = (id: StudentRuleId): StudentRule => STUDENT_RULES[id];
