import { emptySourceValues, type SourceKey, type SourceValues } from '../source/fields.js';
import type { StudentRow } from './rule.js';
import { checkStudentRow } from './run.js';
import { STUDENT_RULE_IDS, studentRule } from './student-rules.js';

const values = (over: Partial<SourceValues> = {}): SourceValues => ({
  ...emptySourceValues(),
  idNo: '110105200504180017',
  genderCode: '1',
  birthDate: '2005-04-18',
  originCode: '110105',
  phone: '13800000021',
  lengthYears: '4',
  enrolledMonth: '202309',
  graduationMonth: '202706',
  trainingModeCode: '1',
  ...over,
});
const row = (over: Partial<SourceValues> = {}, more: Partial<StudentRow> = {}): StudentRow => ({
  values: values(over),
  idType: '居民身份证',
  cohort: 2027,
  today: '2027-04-26',
  registryDiffers: [],
  ...more,
});
const found = (student: StudentRow): string[] => checkStudentRow(student).map(({ rule }) => rule);

it.each<[string, Partial<SourceValues>, string[]]>([
  ['a wrong check digit', { idNo: '110105194912310021' }, ['DC-01']],
  ['another sex than the number says', { genderCode: '2' }, ['DC-04']],
  ['another birthday', { birthDate: '2005-04-19' }, ['DC-04']],
  ['a child', { idNo: '', birthDate: '2012-04-18' }, ['DC-06']],
  ['somebody of fifty', { idNo: '', birthDate: '1977-04-18' }, ['DC-06']],
  ['four years in two', { enrolledMonth: '202509' }, ['DC-07']],
  ['a province that is none', { originCode: '990101' }, ['DC-08']],
  ['another province without a note', { originCode: '430121' }, ['DC-08']],
  ['a directed student without unit', { trainingModeCode: '2' }, ['DC-09']],
  ['a phone of ten digits', { phone: '1380000002' }, ['DC-10']],
  ['no phone', { phone: '' }, ['DC-10']],
])('finds %s', (_, over, rules) => {
  expect(found(row(over))).toEqual(rules);
});

it.each<[string, Partial<SourceValues>, Partial<StudentRow>]>([
  ['somebody whose facts agree', {}, {}],
  ['another province with a note', { originCode: '430121', originNote: '随父母迁户口' }, {}],
  ['a passport', { idNo: 'E1234567', genderCode: '2' }, { idType: '护照' }],
  ['a directed student with a unit', { trainingModeCode: '2', directedUnit: '龙山县教育局' }, {}],
  ['exactly eighteen', { idNo: '', birthDate: '2009-06-30' }, {}],
])('finds nothing of %s', (_, over, more) => {
  expect(found(row(over, more))).toEqual([]);
});

it('names the fields in which the registry is left', () => {
  const [finding] = checkStudentRow(row({}, { registryDiffers: ['name', 'levelCode'] }));
  expect(finding).toMatchObject({ rule: 'DC-05', severity: 'E', detail: '姓名、学历层次和学籍库不一样。' });
});

it('writes no personal value into a finding, for findings are kept in clear', () => {
  const personal: SourceKey[] = ['idNo', 'phone'];
  const student = row({ idNo: '110105194912310021', phone: '1380000002', birthDate: '2012-04-18' });
  for (const { detail } of checkStudentRow(student)) {
    for (const key of personal) expect(detail).not.toContain(student.values[key]);
  }
});

it('has words for every rule', () => {
  for (const id of STUDENT_RULE_IDS) {
    const { title, sentence, source, fields } = studentRule(id);
    expect([title, sentence, source].every((text) => text.length > 3)).toBe(true);
    expect(fields.length).toBeGreaterThan(0);
  }
});
