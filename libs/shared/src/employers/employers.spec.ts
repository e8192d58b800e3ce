import { certificatesFor, papersAdded } from './certificates.js';
import {
  checkCertification,
  checkEmployerName,
  EMPTY_CERTIFICATION,
  normaliseCertification,
  type CertificationData,
} from './certification-data.js';
import { natureHint } from './nature-hint.js';
import { checkReviewReasons, reviewReasonsFor, reviewSentence, REVIEW_SUBJECTS } from './review-reasons.js';
import {
  checkServices,
  normaliseServices,
  RECRUITING_SERVICES,
  serviceSentence,
  type ServiceCode,
} from './services.js';

const GOOD: CertificationData = {
  name: '湘江精密制造股份有限公司',
  creditCode: '91350100M000100Y43',
  natureCode: '31',
  industryCode: '22',
  sizeCode: '5',
  registeredCapital: 12_000,
  tags: ['listed'],
  regionCode: '430121',
  address: '星沙产业基地蓝思路 18 号',
  landline: '0731-80004318',
  unitEmail: 'office@example.com',
  recruitEmail: 'hr@example.com',
  postcode: '410100',
  mergedLicence: true,
};

test('complete data has no problem, empty data one for each field that is asked for', () => {
  expect(checkCertification(GOOD)).toEqual({});
  const missing = Object.keys(checkCertification(EMPTY_CERTIFICATION)).sort();
  const optional = ['mergedLicence', 'registeredCapital', 'tags'];
  expect(missing).toEqual(
    Object.keys(GOOD)
      .filter((field) => !optional.includes(field))
      .sort(),
  );
});

test.each([
  ['natureCode', '98'],
  ['sizeCode', 'constructor'],
  ['tags', ['listed', 'best']],
  ['regionCode', '990000'],
  ['postcode', '4101'],
  ['registeredCapital', -1],
  ['registeredCapital', Number.NaN],
  ['registeredCapital', 120_000_000],
  ['creditCode', '888888888'],
  ['landline', 'call me'],
  ['unitEmail', 'office'],
])('%s %p is refused', (field, value) => {
  expect(Object.keys(checkCertification({ ...GOOD, [field]: value }))).toEqual([field]);
});

test.each(['', '公司', '12345', '某某公司测试', '待定单位名称'])('%p is no full name of a unit', (name) => {
  expect(checkEmployerName(name)).toMatch(/。$/);
});

test('data is stored in one way of writing', () => {
  const stored = normaliseCertification({
    ...GOOD,
    name: ' 湘江 精密（长沙)有限公司',
    creditCode: '91350100m000100y43 ',
    tags: ['industry500', 'listed', 'listed'],
    unitEmail: ' office@example.com ',
  });
  expect(stored.name).toBe('湘江精密（长沙）有限公司');
  expect(stored.creditCode).toBe('91350100M000100Y43');
  expect(stored.tags).toEqual(['listed', 'industry500']);
  expect(stored.unitEmail).toBe('office@example.com');
});

const asked = (change: Partial<CertificationData>) =>
  certificatesFor({ ...GOOD, ...change })
    .filter((paper) => paper.required)
    .map((paper) => paper.kind);

test('the papers follow the nature', () => {
  expect(asked({})).toEqual(['licence']);
  expect(asked({ mergedLicence: false })).toEqual(['licence', 'orgCode']);
  expect(asked({ natureCode: '22' })).toEqual(['licence', 'schoolLicence']);
  expect(asked({ industryCode: '42' })).toEqual(['licence', 'schoolLicence']);
});

test('a state school has no running licence to show, and may show one', () => {
  const papers = certificatesFor({ ...GOOD, natureCode: '21', creditCode: '12430000448800006E' });
  expect(papers.map((paper) => [paper.kind, paper.required])).toEqual([
    ['licence', true],
    ['orgCode', false],
    ['schoolLicence', false],
  ]);
});

test('becoming a school asks for one more paper, becoming a bank for none', () => {
  expect(papersAdded(GOOD, { ...GOOD, industryCode: '42' })).toEqual(['schoolLicence']);
  expect(papersAdded(GOOD, { ...GOOD, industryCode: '35' })).toEqual([]);
  expect(papersAdded({ ...GOOD, industryCode: '42' }, GOOD)).toEqual([]);
});

test.each([
  ['11430000000000000X', '31', true],
  ['11430000000000000X', '10', false],
  ['92430304MA4R000099', '31', true],
  ['92430304MA4R000099', '33', false],
  ['91350100M000100Y43', '33', true],
  ['91350100M000100Y43', '', false],
  ['Y1350100M000100Y43', '31', false],
])('%s with nature %s hints: %s', (code, nature, hints) => {
  expect(natureHint(code, nature) !== null).toBe(hints);
});

test('every subject has reasons, and one for what nobody thought of', () => {
  for (const subject of REVIEW_SUBJECTS) {
    const codes = reviewReasonsFor(subject).map((reason) => reason.code);
    expect(codes).toContain('other');
    expect(new Set(codes).size).toBe(codes.length);
  }
});

test('a reviewer’s words are passed on', () => {
  expect(reviewSentence({ field: 'authorisation', code: 'no_seal', text: '' })).toBe('没有盖公章');
  expect(reviewSentence({ field: 'name', code: 'mismatch', text: '少了“股份”' })).toBe('和证件不一致：少了“股份”');
  expect(reviewSentence({ field: 'whole', code: 'other', text: '请来电' })).toBe('请来电');
  expect(checkReviewReasons([{ field: 'authorisation', code: 'no_seal', text: '' }])).toBeNull();
  expect(checkReviewReasons([{ field: 'name', code: 'no_seal', text: '' }])).toMatch(/没有这种原因/);
  expect(checkReviewReasons([{ field: 'whole', code: 'untrue', text: ' ' }])).toMatch(/请写明/);
});

test('services ask for what the school needs', () => {
  expect(checkServices([])).toHaveProperty('services');
  expect(checkServices([{ code: 'signing', answers: { headcount: '12' } }])).toEqual({});
  expect(Object.keys(checkServices([{ code: 'signing', answers: { headcount: '0' } }]))).toEqual(['signing.headcount']);
  expect(Object.keys(checkServices([{ code: 'talk', answers: { date: '2027-02-30', seats: '80' } }]))).toEqual([
    'talk.date',
  ]);
  expect(checkServices([{ code: 'party' as ServiceCode, answers: {} }])).toHaveProperty('party');
  expect(
    checkServices([
      { code: 'signing', answers: { headcount: '1' } },
      { code: 'signing', answers: { headcount: '2' } },
    ]),
  ).toHaveProperty('signing');
});

test('answers that nobody asked for are not stored', () => {
  const stored = normaliseServices([{ code: 'fair', answers: { booths: ' 2 ', posts: '', admin: 'yes' } }]);
  expect(stored).toEqual([{ code: 'fair', answers: { booths: '2' } }]);
  expect(serviceSentence(stored[0] as (typeof stored)[number])).toBe('双选会展位（展位 2 个）');
  expect(RECRUITING_SERVICES.map((service) => service.code)).toContain('signing');
});
