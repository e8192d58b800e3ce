import { emptyAgreementValues } from '@qiancheng/shared';
import { describe, expect, it } from 'vitest';
import { changedPaths, conflictsOf, mergeValues, valuesOf } from './values.js';

describe('versions of a draft', () => {
  it('finds what changed, lists by content', () => {
    const a = emptyAgreementValues();
    const b = valuesOf(a);
    expect(changedPaths(a, b)).toEqual([]);
    b.terms.insurance = ['pension'];
    b.breach.penalty = 3000;
    expect(changedPaths(a, b)).toEqual(['terms.insurance', 'breach.penalty']);
  });

  it('two people who changed a field to the same value do not disagree', () => {
    const base = emptyAgreementValues();
    const mine = valuesOf(base);
    const theirs = valuesOf(base);
    mine.terms.post = theirs.terms.post = '会计';
    expect(conflictsOf(base, mine, theirs)).toEqual([]);
  });

  it('merging keeps both sides’ own changes and follows the choice where they clash', () => {
    const base = emptyAgreementValues();
    const mine = valuesOf(base);
    const theirs = valuesOf(base);
    mine.terms.post = 'A';
    theirs.terms.post = 'B';
    mine.breach.penalty = 100;
    theirs.archive.archiveUnit = 'C';
    const merged = mergeValues(base, mine, theirs, { 'terms.post': 'mine' });
    expect(merged.terms.post).toBe('A');
    expect(merged.breach.penalty).toBe(100);
    expect(merged.archive.archiveUnit).toBe('C');
  });

  it('is a copy all the way down', () => {
    const a = emptyAgreementValues();
    valuesOf(a).terms.insurance.push('x');
    expect(a.terms.insurance).not.toContain('x');
  });
});
