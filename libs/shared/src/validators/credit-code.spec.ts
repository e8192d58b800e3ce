import fc from 'fast-check';
import { PROVINCES } from '../codes/provinces.js';
import {
  checkCreditCode,
  CREDIT_CODE_ALPHABET,
  CREDIT_CODE_AUTHORITIES,
  creditCodeCheck,
  organisationCodeCheck,
} from './credit-code.js';

const make = (head: string, region: string, body8: string): string => {
  const first17 = `${head}${region}${body8}${organisationCodeCheck(body8)}`;
  return first17 + creditCodeCheck(first17);
};
const reason = (text: string): string => {
  const result = checkCreditCode(text);
  if (result.ok) throw new Error(`${text} was accepted`);
  expect(result.reason).toMatch(/^[\u4e00-\u9fff].+。$/u);
  return result.reason;
};

const aCode = fc
  .tuple(
    fc.constantFrom(...Object.keys(CREDIT_CODE_AUTHORITIES)),
    fc.integer({ min: 1, max: 9 }),
    fc.constantFrom(...Object.keys(PROVINCES), '10'),
    fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4, '0')),
    fc.array(fc.constantFrom(...CREDIT_CODE_ALPHABET), { minLength: 8, maxLength: 8 }).map((chars) => chars.join('')),
  )
  .map(([authority, kind, province, rest, body]) => make(`${authority}${kind}`, province + rest, body));

test.each([
  '91110108551385082Q',
  '91440300708461136T',
  '91350100M000100Y43',
  '12430000448800006E',
  '92430304MA4R000099',
  'N2430304MF0000005G',
  '91430100MA4QK7T27T',
])('%s is valid', (code) => {
  expect(checkCreditCode(code)).toEqual({ ok: true, value: code });
});

test.each([
  ['91110108551385082q', '91110108551385082Q'],
  [' 9111 0108 5513 8508 2Q ', '91110108551385082Q'],
  ['９１１１０１０８５５１３８５０８２Ｑ', '91110108551385082Q'],
])('%j is normalised', (text, value) => {
  expect(checkCreditCode(text)).toEqual({ ok: true, value });
});

test.each([
  ['888888888', '18 位'],
  ['123', '18 位'],
  ['无', '18 位'],
  ['', '请填写'],
  ['91430100MA4QK7T277', '校验位不对'],
  ['91110108551385082O', '没有字母'],
  ['9111010855138508-Q', '只有数字和大写字母'],
  ['01110108551385082Q', '机构类别'],
  ['B1110108551385082Q', '机构类别'],
  ['90110108551385082Q', '机构类别'],
  ['9A110108551385082Q', '机构类别'],
  ['91990108551385082Q', '地区代码'],
  ['911101A8551385082Q', '地区代码'],
])('%j is refused: %s', (text, words) => {
  expect(reason(text)).toContain(words);
});

test('what is no text at all is refused, not thrown at', () => {
  for (const value of [null, undefined, 9111010855138508, {}])
    expect(checkCreditCode(value as unknown as string).ok).toBe(false);
});

test.each(
  Object.keys(CREDIT_CODE_AUTHORITIES).flatMap((a) => [1, 2, 3, 4, 5, 6, 7, 8, 9].map((kind) => `${a}${kind}`)),
)('class %s is accepted', (head) => {
  const code = make(head, '430100', 'MA4QK7T2');
  expect(checkCreditCode(code)).toEqual({ ok: true, value: code });
});

test.each([...Object.keys(PROVINCES), '10'])('province %s is accepted', (province) => {
  expect(checkCreditCode(make('91', `${province}0000`, 'MA4QK7T2')).ok).toBe(true);
});

test('a remainder of 0 gives the check character 0', () => {
  const found: string[] = [];
  for (let n = 0; found.length < 20; n += 1) {
    const first17 = make('91', '430100', String(n).padStart(8, '0')).slice(0, 17);
    const sum = [...first17].reduce((total, char, i) => total + CREDIT_CODE_ALPHABET.indexOf(char) * (3 ** i % 31), 0);
    if (sum % 31 === 0) found.push(`${first17}0`);
  }
  for (const code of found) expect(checkCreditCode(code)).toEqual({ ok: true, value: code });
});

test('all 31 check characters occur and are accepted', () => {
  const seen = new Set<string>();
  for (let n = 0; n < 400; n += 1) {
    const code = make('91', '430100', `MA${String(n).padStart(6, '0')}`);
    expect(checkCreditCode(code).ok).toBe(true);
    seen.add(code[17] as string);
  }
  expect([...seen].sort().join('')).toBe([...CREDIT_CODE_ALPHABET].sort().join(''));
});

test('the body has a check of its own: 10 is X, 11 is 0', () => {
  const checks = new Set<string>();
  for (let n = 0; n < 300; n += 1) checks.add(organisationCodeCheck(String(n).padStart(8, '0')));
  expect([...checks].sort()).toEqual([...'0123456789X'].sort());
  const first17 = '91430100MA4QK7T28';
  expect(reason(first17 + creditCodeCheck(first17))).toContain('主体标识码');
});

test('any valid code passes', () => {
  fc.assert(fc.property(aCode, (code) => expect(checkCreditCode(code)).toEqual({ ok: true, value: code })));
});

test('one wrong character is always found', () => {
  fc.assert(
    fc.property(aCode, fc.nat(17), fc.constantFrom(...CREDIT_CODE_ALPHABET), (code, index, other) => {
      fc.pre(code[index] !== other);
      expect(checkCreditCode(code.slice(0, index) + other + code.slice(index + 1)).ok).toBe(false);
    }),
    { numRuns: 1000 },
  );
});
