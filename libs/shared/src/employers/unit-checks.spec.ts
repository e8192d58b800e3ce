import { checkUnit, isLegacyCode, type UnitFactsToCheck } from './unit-checks.js';
import { directoryKey, employerNameCore, nameLikeness } from './search-key.js';

const GOOD: UnitFactsToCheck = {
  name: '湘江精密制造股份有限公司',
  creditCode: '91350100M000100Y43',
  natureCode: '31',
  regionCode: '350102',
};
const rulesOf = (change: Partial<UnitFactsToCheck>): string[] => checkUnit({ ...GOOD, ...change }).map((h) => h.rule);

test('a unit whose facts go together has no hint', () => expect(checkUnit(GOOD)).toEqual([]));

test.each<[string, Partial<UnitFactsToCheck>]>([
  ['DC-15', { creditCode: '91350100M000100Y44' }],
  ['DC-16', { otherNames: ['湘江精工有限公司'] }],
  ['DC-17', { otherCodes: ['91430100MA4L000018'] }],
  ['DC-18', { name: '13800000021' }],
  ['DC-18', { name: '.湘江精密制造有限公司' }],
  ['DC-18', { name: '湘江' }],
  ['DC-19', { regionCode: '430121' }],
  ['DC-20', { natureCode: '10' }],
  ['DC-22', { cancelledOn: '2027-03-01' }],
])('%s is found in %j, and says what to do', (rule, change) => {
  expect(rulesOf(change)).toEqual([rule]);
  expect(checkUnit({ ...GOOD, ...change })[0]).toMatchObject({
    title: expect.stringMatching(/.{4,}/),
    sentence: expect.stringMatching(/。$/),
  });
});

test('a branch may work elsewhere, a code that is wrong says nothing about a place, and what is unknown is no fault', () => {
  expect(rulesOf({ regionCode: '430121', isBranch: true })).toEqual([]);
  expect(rulesOf({ creditCode: '91350100M000100Y44', regionCode: '430121' })).toEqual(['DC-15']);
  expect(rulesOf({ creditCode: '', natureCode: '', regionCode: '' })).toEqual([]);
});

test('organisation codes of nine characters are understood by their check character, and flagged', () => {
  expect(isLegacyCode('44488535-7')).toBe(false);
  expect(isLegacyCode('M000100Y-4')).toBe(true);
  expect(rulesOf({ creditCode: 'M000100Y4' })).toEqual(['DC-15']);
  expect(checkUnit({ ...GOOD, creditCode: 'M000100Y4' })[0]?.severity).toBe('warn');
});

test('what is typed and what is stored meet in one writing', () => {
  expect(directoryKey(' 湘江精密(长沙）有限 公司')).toBe('湘江精密长沙有限公司');
  expect(directoryKey('TCL-科技')).toBe('tcl科技');
  expect(employerNameCore('湘江精密制造股份有限公司')).toBe('湘江精密制造');
  expect(employerNameCore('公司')).toBe('公司');
});

test('likeness parts spellings of one unit from neighbours of its trade', () => {
  expect(nameLikeness('湘江精密制造股份有限公司', '湘江精密制造有限公司')).toBe(1);
  expect(nameLikeness('湘江精密制造股份有限公司', '湘江精密机械制造有限公司')).toBeGreaterThanOrEqual(0.75);
  expect(nameLikeness('长沙云麓科技有限公司', '长沙云海科技有限公司')).toBeLessThan(0.75);
  expect(nameLikeness('湘江精密', '北辰云图')).toBe(0);
});
