import { describe, expect, it } from 'vitest';
import { messageTarget } from './messages.js';

describe('messageTarget', () => {
  it('leads to my agreement, and to an invitation that is none', () => {
    expect(messageTarget({ caseId: 'a' }, 'a')).toEqual({ name: 'agreement' });
    expect(messageTarget({ caseId: 'b' }, 'a')).toEqual({ name: 'invitation', params: { id: 'b' } });
  });
  it('leads from the result of a review to the source information, and from anything else nowhere', () => {
    expect(messageTarget({ about: { kind: 'source', id: 's' } }, undefined)).toEqual({ name: 'source' });
    expect(messageTarget({ about: { kind: 'account', id: 's' } }, undefined)).toBeNull();
    expect(messageTarget({}, 'a')).toBeNull();
  });
});
