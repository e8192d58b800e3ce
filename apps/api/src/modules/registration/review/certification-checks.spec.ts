import { type CertificationData, creditCodeCheck, EMPTY_CERTIFICATION, organisationCodeCheck } from '@qiancheng/shared';
import { certificationChecks, type CheckFacts, type FieldCheck } from './certification-checks.js';

const DATA: CertificationData = {
  ...EMPTY_CERTIFICATION,
  name: '湘江精密制造股份有限公司',
  creditCode: '91430100MA4QK7T27T',
  natureCode: '31',
  industryCode: '22',
  sizeCode: '4',
  regionCode: '430121',
  address: '星沙产业基地蓝思路 18 号',
  landline: '0731-80001200',
  unitEmail: 'office@example.com',
  recruitEmail: 'hr@example.com',
  postcode: '410100',
};
const NOTHING: CheckFacts = { codeOwner: null, like: [], unitsByPhone: 0 };
const check = (data: Partial<CertificationData>, facts: Partial<CheckFacts> = {}): FieldCheck[] =>
  certificationChecks({ ...DATA, ...data }, { ...NOTHING, ...facts });
const levels = (found: FieldCheck[], field: FieldCheck['field']): string[] =>
  found.filter((one) => one.field === field).map((one) => one.level);

test('a good application says so beside its code, nature and place, and nothing else', () => {
  expect(check({})).toEqual([
    { field: 'creditCode', level: 'ok', text: '校验位对，登记机关：市场监督管理。' },
    { field: 'regionCode', level: 'ok', text: '信用代码在湖南省登记，与所在地相符。' },
    { field: 'natureCode', level: 'ok', text: '国有企业与信用代码的机构类别相符。' },
  ]);
});

test('DC-15: a wrong check character is an error', () => {
  expect(levels(check({ creditCode: '91430100MA4QK7T277' }), 'creditCode')).toEqual(['error']);
});

test('DC-18: what is no name of a unit is an error, a mark before it is doubtful', () => {
  expect(levels(check({ name: '测试公司有限' }), 'name')).toEqual(['error']);
  expect(levels(check({ name: '【湘江】精密制造有限公司' }), 'name')).toEqual(['warn']);
});

test('DC-19: another province than the register is worth a look; units of the centre are registered nowhere', () => {
  expect(levels(check({ regionCode: '110108' }), 'regionCode')).toEqual(['info']);
  const first17 = `12100000MB0A1234${organisationCodeCheck('MB0A1234')}`;
  const central = check({ creditCode: first17 + creditCodeCheck(first17), natureCode: '21', regionCode: '110108' });
  expect(levels(central, 'creditCode')).toEqual(['ok']);
  expect(levels(central, 'regionCode')).toEqual([]);
});

test('DC-20: nature and class of the code do not go together', () => {
  expect(levels(check({ natureCode: '10' }), 'natureCode')).toEqual(['warn']);
});

test('DC-13: a phone of many units', () => {
  expect(levels(check({}, { unitsByPhone: 1 }), 'applicant')).toEqual(['info']);
  expect(levels(check({}, { unitsByPhone: 3 }), 'applicant')).toEqual(['warn']);
});

test('the directory knows the code or the name already', () => {
  const unit = { id: 'x', name: '湘江精密', creditCode: null, status: 'verified', sameName: true };
  expect(levels(check({}, { codeOwner: '湘江精密' }), 'creditCode')).toEqual(['ok', 'error']);
  expect(levels(check({}, { like: [unit] }), 'name')).toEqual(['warn']);
  expect(levels(check({}, { like: [{ ...unit, sameName: false }] }), 'name')).toEqual(['info']);
});
