import { describe, expect, it } from 'vitest';
import { groupedHash, shortHash } from './hash.js';
import { stepAfter } from './useSigning.js';

describe('stepAfter', () => {
  it('asks for the password again, and for nothing else', () => {
    expect(stepAfter({ code: 'WRONG_PASSWORD', status: 403 }, 'pad')).toBe('prove');
    expect(stepAfter({ code: 'REAUTH_REQUIRED', status: 403 }, 'typed')).toBe('prove');
  });

  it('lets one write again what the server could not read', () => {
    expect(stepAfter({ code: 'SIGNATURE_TOO_SMALL', status: 422 }, 'pad')).toBe('pad');
    expect(stepAfter({ code: 'TYPED_NAME_MISMATCH', status: 422 }, 'typed')).toBe('typed');
  });

  it('goes back to reading when text, consent or state are another one', () => {
    for (const code of ['HASH_MISMATCH', 'STALE_VERSION', 'CONSENT_OUTDATED', 'WRONG_STATE']) {
      expect(stepAfter({ code, status: 409 }, 'pad')).toBe('read');
    }
  });

  it('stays where it is when only the line was cut', () => {
    expect(stepAfter({ code: 'OFFLINE', status: 0 }, 'pad')).toBe('pad');
    expect(stepAfter({ code: 'INTERNAL', status: 500 }, 'typed')).toBe('typed');
  });
});

describe('fingerprints', () => {
  const hash = 'f59efacbd7ec7f2f98f4bdef4d1c3321271ee0e4c8110223c957d598eae7d50e';
  it('shows both ends, and the whole in groups', () => {
    expect(shortHash(hash)).toBe('f59efacb…eae7d50e');
    expect(groupedHash(hash)).toBe('f59efacb d7ec7f2f 98f4bdef 4d1c3321 271ee0e4 c8110223 c957d598 eae7d50e');
  });
});
