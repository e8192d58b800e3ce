import { describe, expect, it } from 'vitest';
import { messageTarget } from './target.js';

const HERE = { schoolCode: '10001', cohort: 2027 };
const every = (): boolean => true;

describe('where a message leads', () => {
  it('is the agreement, in the workspace that is open', () => {
    expect(messageTarget({ caseId: 'c' }, HERE, every)).toEqual({ name: 'case', params: { ...HERE, id: 'c' } });
    expect(messageTarget({ caseId: 'c' }, null, every)).toBeNull();
  });
  it('is the page of the unit that it is about', () => {
    const about = { kind: 'settlement', id: 's' } as const;
    expect(messageTarget({ about }, null, every)).toEqual({ name: 'schools' });
    expect(messageTarget({ about }, null, () => false)).toBeNull();
    expect(messageTarget({}, HERE, every)).toBeNull();
  });
});
