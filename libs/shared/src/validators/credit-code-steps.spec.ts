import { checkCreditCode } from './credit-code.js';
import { CREDIT_CODE_GROUPS, creditCodeProgress, registrarRegion } from './credit-code-steps.js';

const GOOD = '91350100M000100Y43';

test('while it is typed nothing is wrong, only missing', () => {
  for (let length = 0; length < 18; length += 1) {
    expect(creditCodeProgress(GOOD.slice(0, length))).toEqual({
      value: GOOD.slice(0, length),
      missing: 18 - length,
      passed: [],
      wrong: null,
    });
  }
  expect(creditCodeProgress(` ${GOOD.toLowerCase()} `)).toEqual({
    value: GOOD,
    missing: 0,
    passed: ['characters', 'check', 'registrar'],
    wrong: null,
  });
});

test.each([
  ['a letter that codes do not have', `9I35`, 'characters', [1]],
  ['one too many', `${GOOD}3`, 'characters', [18]],
  ['a class that is none', `00${GOOD.slice(2)}`, 'characters', [0, 1]],
  ['one character mistyped', `${GOOD.slice(0, 17)}4`, 'check', [17]],
])('%s', (_what, text, step, at) => {
  expect(creditCodeProgress(text).wrong).toMatchObject({ step, at });
});

test('it agrees with the check that the server makes, for every single slip', () => {
  for (let i = 0; i < 18; i += 1) {
    for (const char of '0189AMQY') {
      const text = GOOD.slice(0, i) + char + GOOD.slice(i + 1);
      const { wrong, passed } = creditCodeProgress(text);
      expect([text, wrong === null && passed.length === 3]).toEqual([text, checkCreditCode(text).ok]);
      if (wrong) expect(wrong.reason).toMatch(/[。]$/);
    }
  }
});

test('groups cover the code; the central government has no place', () => {
  expect(CREDIT_CODE_GROUPS.reduce<number>((sum, length) => sum + length, 0)).toBe(18);
  expect(registrarRegion(GOOD)).toBe('350100');
  expect(registrarRegion('11100000000000000X')).toBeNull();
});
