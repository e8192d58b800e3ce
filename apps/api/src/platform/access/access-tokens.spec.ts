import { FakeClock } from '../clock/index.js';
import { testConfig } from '../testing/index.js';
import { AccessTokens, type TokenReading } from './access-tokens.js';
import { ACCESS_TOKEN_SECONDS } from './session-rules.js';

const claims = { sid: 'session', sub: 'account' };
const config = testConfig('postgres://localhost/none');

describe('an access token', () => {
  let clock: FakeClock;
  let tokens: AccessTokens;
  let token: string;
  const read = (audience: 'teacher' | 'student', text: string): Promise<TokenReading> =>
    tokens.read(audience, { cookies: { [`qc_${audience}_at`]: text } });

  beforeEach(() => {
    clock = new FakeClock(new Date('2027-03-01T08:00:00Z'));
    tokens = new AccessTokens(config, clock);
    token = tokens.issue('teacher', claims);
  });

  it('says the same each time it comes', async () => {
    for (let i = 0; i < 3; i += 1) expect(await read('teacher', token)).toEqual({ claims });
  });

  it('ends after ten minutes, however often it came before', async () => {
    clock.advance((ACCESS_TOKEN_SECONDS - 1) * 1000);
    expect(await read('teacher', token)).toEqual({ claims });
    clock.advance(1000);
    expect(await read('teacher', token)).toEqual({ refused: 'expired' });
    expect(await read('teacher', token)).toEqual({ refused: 'expired' });
  });

  it('that one audience knows opens no other', async () => {
    await read('teacher', token);
    expect(await read('student', token)).toEqual({ refused: 'invalid' });
  });

  it('with a single character changed is refused, also beside the one that is known', async () => {
    await read('teacher', token);
    for (const i of [...Array(token.length).keys()].filter((at) => at % 9 === 0 || at === token.length - 1)) {
      const changed = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
      expect(await read('teacher', changed)).toEqual({ refused: 'invalid' });
      expect(await read('teacher', changed)).toEqual({ refused: 'invalid' });
    }
  });

  it('of another key is refused, and the public has none', async () => {
    const other = testConfig('postgres://localhost/none', { JWT_SECRET: Buffer.alloc(32, 9).toString('base64') });
    expect(await read('teacher', new AccessTokens(other, clock).issue('teacher', claims))).toEqual({
      refused: 'invalid',
    });
    expect(await tokens.read('public', { cookies: { qc_public_at: token } })).toEqual({ refused: 'missing' });
    expect(await tokens.read('teacher', {})).toEqual({ refused: 'missing' });
  });
});
