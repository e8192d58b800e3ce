import { describe, expect, it } from 'vitest';
import { rulesMet } from './passwordRules.js';

const staff = { minLength: 10, kinds: 3, notOwn: true, remembered: 5 };
const others = { minLength: 8, kinds: 0, notOwn: false, remembered: 0 };
const met = (rules: typeof staff, password: string): boolean[] =>
  rulesMet(rules, password, ['college01', '王知微']).map((rule) => rule.met);

describe('what is asked of a password, while it is typed', () => {
  it('is nothing met for nothing typed', () => {
    expect(met(staff, '')).toEqual([false, false, false]);
    expect(met(others, '')).toEqual([false]);
  });

  it.each([
    ['Tulip-9-harbour', [true, true, true]],
    ['tulipharbour', [true, false, true]],
    ['COLLEGE01-x', [true, true, false]],
    ['王知微-Aa1234', [true, true, false]],
    ['Tu-9', [false, true, true]],
  ])('of staff: %s', (password, expected) => expect(met(staff, password)).toEqual(expected));

  it('counts characters as people do', () => {
    expect(met(others, '春眠不觉晓处处闻')).toEqual([true]);
    expect(met(others, '𠮷𠮷𠮷𠮷')).toEqual([false]);
  });
});
