import { AppConfig } from '../../../platform/config/index.js';
import { RefreshTokens } from './refresh-tokens.js';

function tokens(secret: string): RefreshTokens {
  return new RefreshTokens(Object.assign(new AppConfig(), { jwtSecret: Buffer.from(secret) }));
}

describe('RefreshTokens', () => {
  const ours = tokens('one secret');
  const token = { sid: '0190a0e4-0000-7000-8000-000000000001', nonce: ours.firstNonce() };

  it('reads back what it wrote', () => {
    expect(ours.decode(ours.encode(token))).toEqual(token);
  });

  it('gives the same successor each time, and another one for another token', () => {
    expect(ours.successor(token)).toEqual(ours.successor(token));
    expect(ours.successor(ours.successor(token)).nonce).not.toEqual(ours.successor(token).nonce);
  });

  it('takes no token that was changed or made elsewhere', () => {
    const text = ours.encode(token);
    expect(ours.decode(tokens('another secret').encode(token))).toBeNull();
    expect(ours.decode(text.replace('0001.', '0002.'))).toBeNull();
    expect(ours.decode(`${text}x`)).toBeNull();
    for (const nothing of [undefined, '', 'a.b.c']) expect(ours.decode(nothing)).toBeNull();
  });
});
