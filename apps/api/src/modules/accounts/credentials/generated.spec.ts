import { DEFAULT_POLICY } from '@qiancheng/shared';
import { activationCode, plainInitial, strongPassword } from './generated.js';
import { problemsOf } from './password-rules.js';

describe('generated secrets', () => {
  const many = <T>(make: () => T): T[] => Array.from({ length: 300 }, make);

  it('makes passwords of sixteen signs that the strictest rules accept', () => {
    for (const password of many(strongPassword)) {
      expect(password).toMatch(/^[\x21-\x7e]{16}$/);
      expect(password).not.toMatch(/[0O1Il2Z5S8B]/);
      for (const kind of [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z\d]/]) expect(password).toMatch(kind);
      expect(problemsOf('teacher', password, { login: 'college01', name: '王知微' }, DEFAULT_POLICY.security)).toEqual(
        [],
      );
    }
    expect(new Set(many(strongPassword)).size).toBe(300);
  });

  it('makes activation codes that can be read from paper', () => {
    for (const code of many(activationCode)) expect(code).toMatch(/^[AC-HJ-NP-RT-Y34679]{5}-[AC-HJ-NP-RT-Y34679]{5}$/);
    expect(new Set(many(activationCode)).size).toBe(300);
  });

  it.each(['ACDEF-3GH46', 'acdef3gh46', ' ACDEF 3GH46 ', 'ａｃｄｅｆ－３ＧＨ４６', 'AC DE F—3G H4 6'])(
    'reads %s as the same code',
    (typed) => expect(plainInitial(typed)).toBe('ACDEF3GH46'),
  );
});
