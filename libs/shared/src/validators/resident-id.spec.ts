import fc from 'fast-check';
import { PROVINCES } from '../codes/provinces.js';
import { checkResidentId, residentIdCheck, residentIdFacts } from './resident-id.js';

const TODAY = '2027-04-12';
const reason = (text: string, today: Date | string = TODAY): string => {
  const result = checkResidentId(text, today);
  if (result.ok) throw new Error(`${text} was accepted`);
  expect(result.reason).toMatch(/^[\u4e00-\u9fff].+。$/u);
  return result.reason;
};
const make = (region: string, birth: string, seq: string): string => {
  const body = `${region}${birth}${seq}`;
  return body + residentIdCheck(body);
};

const aBirth = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2027-04-12T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replace(/-/g, ''));
const digits = (n: number) => fc.integer({ min: 0, max: 10 ** n - 1 }).map((value) => String(value).padStart(n, '0'));
const aNumber = fc
  .tuple(fc.constantFrom(...Object.keys(PROVINCES), '83'), digits(4), aBirth, digits(3))
  .map(([province, rest, birth, seq]) => make(province + rest, birth, seq));

test.each(['11010519491231002X', '440524188001010014', '11010120020101004X', '11010120020101012X'])(
  '%s is valid',
  (id) => {
    expect(checkResidentId(id, TODAY)).toEqual({ ok: true, value: id });
  },
);

test.each([
  ['11010519491231002x', '11010519491231002X'],
  [' 110105 19491231 002X ', '11010519491231002X'],
  ['１１０１０５１９４９１２３１００２Ｘ', '11010519491231002X'],
  ['１１０１０５１９４９１２３１００２ｘ', '11010519491231002X'],
  ['\u3000110105\u00a019491231\u200b002X\ufeff', '11010519491231002X'],
])('%j is normalised', (text, value) => {
  expect(checkResidentId(text, TODAY)).toEqual({ ok: true, value });
});

test.each([
  ['110105194912310021', '校验位'],
  ['110101200202280018', '校验位'],
  ['11010120030229001X', '出生日期不存在'],
  ['', '请填写'],
  ['123', '18 位'],
  ['110105491231002', '15 位'],
  ['11010519491231002XX', '18 位'],
  ['1101051949123100XX', '数字或 X'],
  ['1101051949123100²X', '数字或 X'],
  ['无', '18 位'],
])('%j is refused: %s', (text, words) => {
  expect(reason(text)).toContain(words);
});

test('what is no text at all is refused, not thrown at', () => {
  for (const value of [null, undefined, 11010519491231, {}])
    expect(checkResidentId(value as unknown as string, TODAY).ok).toBe(false);
});

test.each([...Object.keys(PROVINCES), '81', '82', '83'])('province %s is known', (province) => {
  expect(checkResidentId(make(`${province}0000`, '20050612', '123'), TODAY).ok).toBe(true);
});

test('every other first pair is refused', () => {
  for (let prefix = 0; prefix < 100; prefix += 1) {
    const text = String(prefix).padStart(2, '0');
    if (Object.hasOwn(PROVINCES, text) || text === '83') continue;
    expect(reason(make(`${text}0101`, '20050612', '123'))).toContain('地区代码');
  }
});

test.each([
  ['20000229', true],
  ['19000229', false],
  ['20040229', true],
  ['20050431', false],
  ['20051301', false],
  ['20050001', false],
  ['20050100', false],
  ['17991231', false],
])('birth date %s: %s', (birth, ok) => {
  expect(checkResidentId(make('110101', birth, '123'), TODAY).ok).toBe(ok);
});

test('born today is possible, tomorrow is not; today is Shanghai’s', () => {
  const id = make('110101', '20270412', '123');
  expect(checkResidentId(id, '2027-04-12').ok).toBe(true);
  expect(reason(id, '2027-04-11')).toContain('晚于今天');
  expect(checkResidentId(id, new Date('2027-04-11T16:00:00Z')).ok).toBe(true);
  expect(reason(id, new Date('2027-04-11T15:59:59Z'))).toContain('晚于今天');
  expect(checkResidentId('11010519491231002X').ok).toBe(true);
});

/** ISO 7064 MOD 11-2 the other way round: the weighted sum of all 18 leaves 1. */
const leavesOne = (id: string): boolean =>
  [...id].reduce((sum, digit, i) => sum + (digit === 'X' ? 10 : Number(digit)) * 2 ** (17 - i), 0) % 11 === 1;

test('all eleven check characters occur and are accepted', () => {
  const seen = new Set<string>();
  for (let seq = 0; seq < 100; seq += 1) {
    const id = make('430102', '20050612', String(seq).padStart(3, '0'));
    expect(checkResidentId(id, TODAY)).toEqual({ ok: true, value: id });
    expect(leavesOne(id)).toBe(true);
    seen.add(id[17] as string);
  }
  expect([...seen].sort()).toEqual([...'0123456789X'].sort());
});

test('any valid number passes, in any writing', () => {
  fc.assert(
    fc.property(aNumber, (id) => {
      expect(checkResidentId(id, TODAY)).toEqual({ ok: true, value: id });
      expect(checkResidentId(id.toLowerCase().replace(/(.{6})/g, '$1 '), TODAY)).toEqual({ ok: true, value: id });
    }),
  );
});

test('one wrong digit is always found', () => {
  fc.assert(
    fc.property(aNumber, fc.nat(17), fc.integer({ min: 1, max: 9 }), (id, index, shift) => {
      const digit = id[index] as string;
      const other = digit === 'X' ? String(shift) : String((Number(digit) + shift) % 10);
      expect(checkResidentId(id.slice(0, index) + other + id.slice(index + 1), TODAY).ok).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test('two neighbours exchanged are found', () => {
  fc.assert(
    fc.property(aNumber, fc.nat(15), (id, index) => {
      const [a, b] = [id[index] as string, id[index + 1] as string];
      fc.pre(a !== b);
      expect(checkResidentId(id.slice(0, index) + b + a + id.slice(index + 2), TODAY).ok).toBe(false);
    }),
  );
});

test('the facts inside a number', () => {
  expect(residentIdFacts('11010519491231002X')).toEqual({
    birthDate: '1949-12-31',
    genderCode: '2',
    provinceCode: '11',
  });
  expect(residentIdFacts('440524188001010014').genderCode).toBe('1');
});
