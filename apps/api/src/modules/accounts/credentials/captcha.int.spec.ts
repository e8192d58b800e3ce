import { publicContext } from '../../../platform/context/index.js';
import { Captcha } from '../index.js';
import { type AccountsApp, accountsApp } from '../testing/accounts-app.js';
import { type Challenge, encode, solve } from '../testing/proof.js';

const decode = (text: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Record<string, unknown>;

describe('captcha', () => {
  let kit: AccountsApp;
  let captcha: Captcha;
  const ctx = publicContext('test', '10.3.0.1');

  beforeAll(async () => {
    kit = await accountsApp();
    captcha = kit.app.get(Captcha, { strict: false });
  });
  afterAll(() => kit.close());

  const challenge = async (): Promise<Challenge> =>
    (await kit.browser().get('public/captcha')).body as unknown as Challenge;
  const verdict = (payload: string | undefined): Promise<string> =>
    captcha.verify(ctx, payload).then(
      () => 'passed',
      (error: { code: string }) => error.code,
    );

  it('accepts a solution once, also of many sent at once', async () => {
    const solution = solve(await challenge());
    const verdicts = await Promise.all(Array.from({ length: 5 }, () => verdict(solution)));
    expect(verdicts.sort()).toEqual([...Array<string>(4).fill('CAPTCHA_FAILED'), 'passed']);
    expect(await verdict(solution)).toBe('CAPTCHA_FAILED');
    expect(await verdict(solve(await challenge()))).toBe('passed');
  });

  it('asks for one where there is none', async () => {
    for (const nothing of [undefined, '']) expect(await verdict(nothing)).toBe('CAPTCHA_REQUIRED');
  });

  it('accepts nothing that is wrong, made up or of another shape', async () => {
    const solution = decode(solve(await challenge()));
    const longer = String(solution['salt']).replace(/expires=\d+/, 'expires=9999999999');
    const wrong = [
      encode({ ...solution, number: Number(solution['number']) + 1 }),
      encode({ ...solution, salt: longer }),
      encode({ ...solution, signature: 'f'.repeat(64) }),
      encode({ ...solution, algorithm: 'SHA-1' }),
      encode({ ...solution, number: '1' }),
      encode([]),
      'not base64 !',
      Buffer.from('null').toString('base64'),
    ];
    for (const payload of wrong) expect(await verdict(payload)).toBe('CAPTCHA_FAILED');
    expect(await verdict(encode(solution))).toBe('passed');
  });

  it('accepts no solution after ten minutes', async () => {
    const solution = solve(await challenge());
    kit.clock.advance(10 * 60_000 + 1_000);
    expect(await verdict(solution)).toBe('CAPTCHA_FAILED');
  });
});
