import { describe, expect, it } from 'vitest';
import { plainName, typedNameState } from './typed-name.js';

describe('typedNameState', () => {
  it('accepts the registered name however the keyboard writes spaces and dots', () => {
    expect(typedNameState(' 欧阳䶮 ', '欧阳䶮')).toBe('same');
    for (const dot of ['·', '•', '・', '‧', '.', '．']) {
      expect(typedNameState(`买买提${dot}吐尔逊`, '买买提·吐尔逊')).toBe('same');
    }
    expect(plainName('Ｊｏｈｎ　Smith')).toBe('john smith');
  });

  it('does not call a beginning wrong, but another name', () => {
    expect(typedNameState('', '欧阳䶮')).toBe('empty');
    expect(typedNameState('欧', '欧阳䶮')).toBe('typing');
    expect(typedNameState('欧阳龑', '欧阳䶮')).toBe('different');
    expect(typedNameState('欧阳䶮䶮', '欧阳䶮')).toBe('different');
  });

  it('judges nothing while an input method composes', () => {
    expect(typedNameState("ou'yang", '欧阳䶮', true)).toBe('typing');
    expect(typedNameState('欧阳䶮', '欧阳䶮', true)).toBe('typing');
    expect(typedNameState("ou'yang", '欧阳䶮')).toBe('different');
  });
});
