import { codesOf } from '../codes/index.js';
import { checkAgreementDraft, checkAgreementForm } from './check.js';
import { AGREEMENT_BLOCKS, CERTIFIED_EMPLOYER_KEYS, SCHOOL_FIELDS, STUDENT_FIELDS } from './fields.js';
import { emptyAgreementValues, type AgreementValues } from './values.js';
import { agreementWarnings, longestProbation } from './warnings.js';

function filled(): AgreementValues {
  return {
    employer: {
      name: '湘江精密制造股份有限公司',
      creditCode: '91430100MA4QK7T27T',
      superiorDepartment: null,
      contactName: '周敏',
      contactPhone: '0731-80004318',
      contactEmail: 'hr@example.cn',
      address: '长沙县星沙产业基地蓝思路18号',
      postcode: '410100',
      natureCode: '31',
      industryCode: '22',
      regionCode: '430121',
      partyOrgUnit: null,
      opinion: '同意接收',
    },
    terms: {
      post: '软件开发工程师（MES）',
      jobCategoryCode: '13',
      workRegionCode: '430121',
      workAddress: null,
      startDate: '2027-07-01',
      contractYears: 3,
      probationMonths: 3,
      salaryProbation: 6800,
      salaryRegular: 8500,
      workHoursCode: 'standard',
      insurance: ['pension', 'medical', 'unemployment', 'injury', 'maternity', 'housing_fund'],
      welfare: null,
    },
    archive: {
      archiveMode: 'agency',
      archiveUnit: '长沙市人才服务中心',
      archiveAddress: '长沙市岳麓区杜鹃路768号',
      archivePostcode: null,
      archivePhone: '0731-80007600',
      hukouMode: 'unit',
      hukouAddress: '长沙县公安局星沙派出所',
    },
    breach: { penalty: 5000, serviceYears: 3, exits: ['further_study'], supplement: null },
  };
}

function changed(path: string, value: unknown): AgreementValues {
  const values = filled();
  const [block, key] = path.split('.') as [keyof AgreementValues, string];
  Object.assign(values[block], { [key]: value });
  return values;
}

test('the field list and the values have the same keys', () => {
  const empty = emptyAgreementValues();
  for (const block of AGREEMENT_BLOCKS) {
    expect(block.fields.map((field) => field.key).sort()).toEqual(Object.keys(empty[block.key]).sort());
  }
  expect(CERTIFIED_EMPLOYER_KEYS).toEqual(['name', 'creditCode', 'natureCode', 'industryCode', 'regionCode']);
  for (const field of [...AGREEMENT_BLOCKS.flatMap((block) => block.fields), ...STUDENT_FIELDS, ...SCHOOL_FIELDS]) {
    if (field.type === 'code' || field.type === 'multi')
      expect(Boolean(field.table) !== Boolean(field.options)).toBe(true);
    if (field.table) expect(codesOf(field.table as 'natures').length).toBeGreaterThan(0);
  }
});

test('a complete form has nothing to say', () => {
  expect(checkAgreementForm(filled())).toEqual([]);
  expect(agreementWarnings(filled())).toEqual([]);
});

test('an empty form names every required field once', () => {
  const paths = checkAgreementForm(emptyAgreementValues()).map((issue) => issue.path);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths).toEqual(
    expect.arrayContaining(['employer.name', 'terms.post', 'archive.archiveMode', 'terms.salaryRegular']),
  );
  expect(paths).not.toContain('terms.salaryProbation');
  expect(paths).not.toContain('archive.archiveUnit');
  expect(checkAgreementDraft(emptyAgreementValues())).toEqual([]);
});

test.each([
  ['employer.contactName', '', 'REQUIRED'],
  ['employer.contactName', '   ', 'REQUIRED'],
  ['employer.contactName', '周'.repeat(41), 'TOO_LONG'],
  ['employer.contactEmail', 'hr', 'FORMAT'],
  ['employer.postcode', '41010', 'FORMAT'],
  ['employer.creditCode', '91430100MA4QK7T277', 'FORMAT'],
  ['employer.natureCode', '98', 'UNKNOWN_CODE'],
  ['terms.workRegionCode', '990000', 'UNKNOWN_CODE'],
  ['terms.startDate', '2027-02-30', 'FORMAT'],
  ['terms.startDate', '2027/07/01', 'FORMAT'],
  ['terms.contractYears', 2.5, 'FORMAT'],
  ['terms.probationMonths', 13, 'RANGE'],
  ['terms.salaryRegular', 0, 'RANGE'],
  ['terms.salaryRegular', 8500.555, 'FORMAT'],
  ['terms.salaryRegular', '8500', 'FORMAT'],
  ['terms.salaryRegular', Number.NaN, 'FORMAT'],
  ['terms.salaryProbation', null, 'REQUIRED'],
  ['terms.workHoursCode', 'nights', 'UNKNOWN_CODE'],
  ['terms.insurance', [], 'REQUIRED'],
  ['terms.insurance', ['pension', 'pension'], 'UNKNOWN_CODE'],
  ['terms.insurance', 'pension', 'UNKNOWN_CODE'],
  ['terms.post', '工程师\u202e师', 'FORMAT'],
  ['terms.post', '工程师\n二', 'FORMAT'],
  ['terms.post', '工程师\u0000', 'FORMAT'],
  ['breach.supplement', '一\u0007二', 'FORMAT'],
  ['archive.hukouAddress', null, 'REQUIRED'],
  ['breach.penalty', -1, 'RANGE'],
])('%s = %j is refused: %s', (path, value, code) => {
  const issues = checkAgreementForm(changed(path, value));
  expect(issues).toMatchObject([{ path, code }]);
  expect(issues[0]?.message).toMatch(/。$/);
});

test('what another field makes needless is not asked for', () => {
  const values = changed('archive.archiveMode', 'origin');
  Object.assign(values.archive, { archiveUnit: null, archiveAddress: null, archivePhone: null });
  expect(checkAgreementForm(values)).toEqual([]);
  const whole = changed('terms.probationMonths', 0);
  whole.terms.salaryProbation = null;
  expect(checkAgreementForm(whole)).toEqual([]);
});

test('a draft may be half written, not absurd', () => {
  expect(checkAgreementDraft(changed('employer.contactEmail', 'hr@'))).toEqual([]);
  expect(checkAgreementDraft(changed('terms.salaryRegular', 0))).toEqual([]);
  expect(checkAgreementDraft(changed('terms.salaryRegular', 'much'))).toMatchObject([{ code: 'FORMAT' }]);
  expect(checkAgreementDraft(changed('employer.address', '长'.repeat(201)))).toMatchObject([{ code: 'TOO_LONG' }]);
  expect(checkAgreementDraft(changed('employer.contactEmail', { evil: true }))).toMatchObject([{ code: 'FORMAT' }]);
  expect(checkAgreementDraft(changed('terms.insurance', ['gold']))).toMatchObject([{ code: 'UNKNOWN_CODE' }]);
});

test.each([
  ['breach.penalty', 5001, 'breach.penalty'],
  ['terms.salaryProbation', 6799, 'terms.salaryProbation'],
  ['terms.salaryProbation', 9000, 'terms.salaryProbation'],
  ['terms.probationMonths', 7, 'terms.probationMonths'],
  ['terms.contractYears', 2, 'terms.probationMonths'],
  ['terms.insurance', ['pension'], 'terms.insurance'],
])('%s = %j warns and never blocks', (path, value, at) => {
  const values = changed(path, value);
  expect(agreementWarnings(values).map((warning) => warning.path)).toContain(at);
  expect(checkAgreementForm(values)).toEqual([]);
});

test('limits of a warning: the school’s own penalty, exactly 80 %, public institutions', () => {
  expect(agreementWarnings(changed('breach.penalty', 8000), 8000)).toEqual([]);
  expect(agreementWarnings(changed('terms.salaryProbation', 6800))).toEqual([]);
  const school = changed('employer.natureCode', '22');
  school.terms.probationMonths = 12;
  expect(agreementWarnings(school)).toEqual([]);
  expect([0, 0.5, 1, 2, 3, 5].map((years) => longestProbation(years))).toEqual([6, 1, 2, 2, 6, 6]);
});
