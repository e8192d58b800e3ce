import { PasswordHasher } from '../index.js';
import { type AccountsApp, accountsApp, PASSWORD } from '../testing/accounts-app.js';
import type { Answer } from '../testing/browser.js';
import { makeAccount, STRONG } from '../testing/made-account.js';

const MINUTE = 60_000;

interface Guess {
  account: string;
  password?: string;
  audience?: string;
  address?: string;
  schoolCode?: string;
  headers?: Record<string, string>;
}

const tally = (answers: readonly Answer[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { body } of answers) counts[String(body['code'])] = (counts[String(body['code'])] ?? 0) + 1;
  return counts;
};
const atOnce = <T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)));
const inTurn = async <T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> => {
  const results: T[] = [];
  for (let n = 0; n < count; n += 1) results.push(await work(n));
  return results;
};

/** Hashes are counted here, not computed: thousands of them are asked for. */
function countHashes(kit: AccountsApp): jest.SpiedFunction<PasswordHasher['verify']> {
  return jest
    .spyOn(kit.app.get(PasswordHasher, { strict: false }), 'verify')
    .mockImplementation((stored, typed) =>
      Promise.resolve(stored !== undefined && (typed === STRONG || typed === PASSWORD)),
    );
}

/** As the most diligent attacker would: with a proof of work wherever one is asked for. */
function guesser(kit: AccountsApp) {
  return async ({ audience = 'teacher', address = '10.1.0.1', headers = {}, ...named }: Guess): Promise<Answer> => {
    const send = (body: object): Promise<Answer> =>
      kit.browser().post(`${audience}/session`, body, { remoteAddress: address, headers });
    const body = { password: 'wrong', ...named };
    const answer = await send(body);
    return answer.body['code'] === 'CAPTCHA_REQUIRED' ? send({ ...body, captcha: await kit.captcha() }) : answer;
  };
}

describe('guessing passwords', () => {
  let kit: AccountsApp;
  let guess: ReturnType<typeof guesser>;
  let hashes: ReturnType<typeof countHashes>;

  beforeAll(async () => {
    kit = await accountsApp();
    guess = guesser(kit);
    hashes = countHashes(kit);
  });
  afterAll(() => kit.close());
  beforeEach(() => {
    // budgets and locks of the test before are over
    kit.clock.advance(60 * MINUTE);
    hashes.mockClear();
  });

  const everywhere = (n: number): string => `10.2.${n}.1`;

  it.each([
    ['one address', (): string => '10.1.0.1'],
    ['two hundred addresses', everywhere],
  ])('of one account two hundred times, one after the other from %s, gets five tries', async (_, addressOf) => {
    const { login } = await makeAccount(kit);
    const answers = await inTurn(200, (n) => guess({ account: login, address: addressOf(n) }));
    expect(tally(answers)).toEqual({ BAD_CREDENTIALS: 4, ACCOUNT_LOCKED: 196 });
    expect(hashes).toHaveBeenCalledTimes(5);
    expect((await guess({ account: login, password: STRONG })).body).toMatchObject({ code: 'ACCOUNT_LOCKED' });
    expect(hashes).toHaveBeenCalledTimes(5);
    kit.clock.advance(15 * MINUTE);
    expect((await guess({ account: login, password: STRONG })).status).toBe(200);
  });

  it('of one account two hundred times at once, from as many addresses, tells of four', async () => {
    const { login } = await makeAccount(kit);
    const answers = await atOnce(200, (n) => guess({ account: login, address: everywhere(n) }));
    expect(tally(answers)).toEqual({ BAD_CREDENTIALS: 4, ACCOUNT_LOCKED: 196 });
    expect((await guess({ account: login, password: STRONG })).status).toBe(423);
  });

  it.each(['employer', 'platform'] as const)('of %s gets no tries of its own by naming schools', async (audience) => {
    const { login } = await makeAccount(kit, { audience });
    const answers = await inTurn(12, (n) => guess({ account: login, audience, schoolCode: String(10_000 + n) }));
    expect(tally(answers)).toEqual({ BAD_CREDENTIALS: 4, ACCOUNT_LOCKED: 8 });
    const right = { account: login, audience, password: STRONG };
    expect((await guess(right)).status).toBe(423);
    expect((await guess({ ...right, schoolCode: '54321' })).status).toBe(423);
  });

  it('by upper case and blanks around gets no tries of its own', async () => {
    const { login } = await makeAccount(kit, { login: 'wang.zhiwei' });
    const spellings = [login, login.toUpperCase(), ` ${login} `, `${login}\t`, 'Wang.ZhiWei', login];
    const answers = await inTurn(spellings.length, (n) => guess({ account: String(spellings[n]) }));
    expect(tally(answers)).toEqual({ BAD_CREDENTIALS: 4, ACCOUNT_LOCKED: 2 });
  });

  describe('one password over five hundred accounts', () => {
    it('from one address stops at two hundred, also for the account that it fits', async () => {
      const { login } = await makeAccount(kit);
      const password = STRONG;
      const answers = await inTurn(499, (n) => guess({ account: `spray-${n}`, password }));
      expect(tally(answers)).toEqual({ BAD_CREDENTIALS: 200, TOO_MANY_REQUESTS: 299 });
      const fits = await guess({ account: login, password });
      expect(fits).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } });
      expect(Number(fits.headers['retry-after'])).toBeGreaterThan(0);
      expect(hashes).toHaveBeenCalledTimes(200);
      expect(tally(await atOnce(50, (n) => guess({ account: `burst-${n}` })))).toEqual({ TOO_MANY_REQUESTS: 50 });
      expect(hashes).toHaveBeenCalledTimes(200);
      expect((await guess({ account: login, password, address: '10.1.1.1' })).status).toBe(200);
      kit.clock.advance(10 * MINUTE);
      expect((await guess({ account: login, password })).status).toBe(200);
    });

    it('does a proof of work for each from the fifty-first on, before any hash, whomever it names', async () => {
      const { login } = await makeAccount(kit);
      await inTurn(50, (n) => guess({ account: `fifty-${n}` }));
      hashes.mockClear();
      for (const account of [login, 'nobody']) {
        const body = { account, password: STRONG };
        const answer = await kit.browser().post('teacher/session', body, { remoteAddress: '10.1.0.1' });
        expect(answer.body).toMatchObject({ code: 'CAPTCHA_REQUIRED' });
      }
      expect(hashes).not.toHaveBeenCalled();
      expect((await guess({ account: login, password: STRONG })).status).toBe(200);
    });
  });

  it('takes a proof of work once', async () => {
    const { login } = await makeAccount(kit);
    await inTurn(3, () => guess({ account: login }));
    const body = { account: login, password: 'wrong', captcha: await kit.captcha() };
    const answers = await atOnce(5, () => kit.browser().post('teacher/session', body));
    expect(tally(answers)).toEqual({ BAD_CREDENTIALS: 1, CAPTCHA_FAILED: 4 });
  });

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-client-ip', 'cf-connecting-ip', 'true-client-ip'])(
    'gains nothing by a made-up %s',
    async (name) => {
      const send = (n: number): Promise<Answer> => {
        const address = name === 'forwarded' ? `for=198.51.100.${n}` : `198.51.100.${n}`;
        const options = { remoteAddress: '10.1.2.1', headers: { [name]: address } };
        return kit.browser().post('teacher/session', { account: `${name}-${n}`, password: 'wrong' }, options);
      };
      expect(tally(await inTurn(51, send))).toEqual({ BAD_CREDENTIALS: 50, CAPTCHA_REQUIRED: 1 });
    },
  );
});

describe('guessing passwords behind a proxy of ours', () => {
  let kit: AccountsApp;

  beforeAll(async () => {
    kit = await accountsApp({ TRUSTED_PROXIES: '10.9.9.9,10.9.8.0/24' });
    countHashes(kit);
  });
  afterAll(() => kit.close());

  const send = (remoteAddress: string, headers: Record<string, string>): Promise<Answer> =>
    kit.browser().post('teacher/session', { account: 'x'.repeat(9), password: 'wrong' }, { remoteAddress, headers });
  /** So many wrong passwords as an address has free, each of another account; then one more. */
  const fill = (from: string, headersOf: (n: number) => Record<string, string>): Promise<Answer[]> =>
    inTurn(51, (n) =>
      kit
        .browser()
        .post(
          'teacher/session',
          { account: `${from}-${n}`, password: 'wrong' },
          { remoteAddress: from, headers: headersOf(n) },
        ),
    );
  const STOPPED = { BAD_CREDENTIALS: 50, CAPTCHA_REQUIRED: 1 };

  it('counts by the address that the proxy names last, not by what the client wrote before it', async () => {
    const answers = await fill('10.9.9.9', (n) => ({ 'x-forwarded-for': `198.51.100.${n}, 203.0.113.5` }));
    expect(tally(answers)).toEqual(STOPPED);
    expect((await send('10.9.9.9', { 'x-forwarded-for': '203.0.113.6' })).status).toBe(401);
  });

  it.each([
    ['follows a chain of proxies of ours, and no further', '10.9.9.9', 'x-forwarded-for', ', 203.0.113.7, 10.9.8.3'],
    ['believes nobody but the proxy', '10.9.9.10', 'x-forwarded-for', ''],
    ['reads no other header than the one', '10.9.8.7', 'x-real-ip', ''],
  ])('%s', async (_, from, name, rest) => {
    expect(tally(await fill(from, (n) => ({ [name]: `198.51.100.${n}${rest}` })))).toEqual(STOPPED);
  });

  it('is not put out by an address that is none', async () => {
    for (const text of ['', 'unknown', '::', '_hidden', '1.2.3.4.5', 'a'.repeat(5000), "'; drop table session; --"]) {
      const { status } = await send('10.9.9.9', { 'x-forwarded-for': text });
      expect([text.slice(0, 20), status < 500]).toEqual([text.slice(0, 20), true]);
    }
  });
});
