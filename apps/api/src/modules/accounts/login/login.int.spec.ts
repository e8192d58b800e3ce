import { type AccountsApp, accountsApp, PASSWORD } from '../testing/accounts-app.js';
import type { Answer, Browser } from '../testing/browser.js';
import { makeAccount, STRONG } from '../testing/made-account.js';

const MINUTE = 60_000;

describe('log-in', () => {
  let kit: AccountsApp;

  beforeAll(async () => {
    kit = await accountsApp();
  });
  afterAll(() => kit.close());

  let network = 0;
  /** Each test from an address of its own: the budgets of addresses are another matter. */
  beforeEach(() => {
    network += 1;
  });
  const from = (): { remoteAddress: string } => ({ remoteAddress: `10.0.${network}.1` });

  const login = (browser: Browser, audience: string, body: object, options = from()): Promise<Answer> =>
    browser.post(`${audience}/session`, body, options);
  /** As the page does once it is asked: with a proof of work. */
  const prove = async (browser: Browser, audience: string, body: object, options = from()): Promise<Answer> =>
    login(browser, audience, { ...body, captcha: await kit.captcha() }, options);
  const tell = ({ status, body: { requestId: _id, ...rest } }: Answer): unknown => ({ status, ...rest });
  const clearFailures = (): Promise<unknown> => kit.database.owner.query('delete from login_failure');
  const actions = async (type: string, id: string): Promise<string[]> => {
    const { rows } = await kit.database.owner.query<{ action: string }>(
      `select body->>'action' as action from audit_entry where aggregate_type = $1 and aggregate_id = $2 order by seq`,
      [type, id],
    );
    return rows.map((row) => row.action);
  };

  it('answers who you are and sets cookies that scripts cannot read', async () => {
    const browser = kit.browser();
    const answer = await login(browser, 'teacher', { account: 'Counsellor', password: PASSWORD });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      account: { id: await kit.people.account('counsellor'), login: 'counsellor', name: 'counsellor' },
      audience: 'teacher',
      school: { code: '10001', name: '云麓大学' },
      company: null,
      roles: [{ code: 'counsellor', label: '辅导员', scopeLabel: '中文 2301' }],
      permissions: expect.arrayContaining(['case.review']),
      secondStep: null,
      idleSeconds: 1800,
      demo: true,
    });
    expect(answer.setCookies).toEqual([
      expect.stringMatching(/^qc_teacher_at=[^;]+; Path=\/api\/v1\/teacher; HttpOnly; SameSite=Strict$/),
      expect.stringMatching(/^qc_teacher_rt=[^;]+; Path=\/api\/v1\/teacher\/session; HttpOnly; SameSite=Strict$/),
    ]);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await browser.get('teacher/session')).body).toEqual(answer.body);
  });

  it.each([
    ['student', { account: '2023001', schoolCode: '10001' }, 7200, '本人'],
    ['employer', { account: 'hr' }, 7200, '长沙某公司'],
    ['platform', { account: 'operator' }, 1800, '全平台'],
  ])('serves the audience %s', async (audience, body, idleSeconds, scopeLabel) => {
    const answer = await login(kit.browser(), audience, { ...body, password: PASSWORD });
    expect(answer.body).toMatchObject({ audience, idleSeconds, roles: [{ scopeLabel }] });
  });

  it('gives equal answers whether an account exists, down to the lock', async () => {
    for (let n = 1; n <= 6; n += 1) {
      const known = await prove(kit.browser(), 'teacher', { account: 'center', password: 'wrong' });
      const unknown = await prove(kit.browser(), 'teacher', { account: 'nobody', password: 'wrong' });
      expect(tell(known)).toEqual(tell(unknown));
      expect(known.status).toBe(n < 5 ? 401 : 423);
      if (n < 5) expect(known.body).toMatchObject({ code: 'BAD_CREDENTIALS', triesLeft: 5 - n });
      else expect(known.body).toMatchObject({ code: 'ACCOUNT_LOCKED', lockedUntil: '2027-04-12T02:15:00.000Z' });
    }
    const right = await login(kit.browser(), 'teacher', { account: 'center', password: PASSWORD });
    expect(right.body).toMatchObject({ code: 'ACCOUNT_LOCKED', detail: expect.stringContaining('10:15') });
    kit.clock.advance(15 * MINUTE);
    expect((await login(kit.browser(), 'teacher', { account: 'center', password: PASSWORD })).status).toBe(200);
    expect((await actions('account', await kit.people.account('center'))).slice(-6)).toEqual([
      ...Array<string>(4).fill('session.login_failed'),
      'session.locked',
      'session.login',
    ]);
    await clearFailures();
  });

  it('asks for a proof of work after three failures, of whomever, and uses none up before', async () => {
    const wrong = (account: string, captcha?: string): Promise<Answer> =>
      login(kit.browser(), 'teacher', { account, password: 'wrong', ...(captcha ? { captcha } : {}) });
    for (const account of ['center', 'nobody']) {
      const kept = await kit.captcha();
      for (let n = 1; n <= 3; n += 1)
        expect((await wrong(account, kept)).body).toMatchObject({ code: 'BAD_CREDENTIALS', captcha: n === 3 });
      expect((await wrong(account)).body).toMatchObject({ code: 'CAPTCHA_REQUIRED' });
      expect((await wrong(account, 'made up')).body).toMatchObject({ code: 'CAPTCHA_FAILED' });
      expect((await wrong(account, kept)).body).toMatchObject({ code: 'BAD_CREDENTIALS', triesLeft: 1 });
      expect((await wrong(account, kept)).body).toMatchObject({ code: 'CAPTCHA_FAILED' });
    }
    const right = { account: 'center', password: PASSWORD };
    expect((await login(kit.browser(), 'teacher', right)).body).toMatchObject({ code: 'CAPTCHA_REQUIRED' });
    expect((await prove(kit.browser(), 'teacher', right)).status).toBe(200);
    await clearFailures();
  });

  it('follows the school’s own numbers, and the strictest of all where there is no school', async () => {
    const { owner } = kit.database;
    await owner.query(
      `insert into school_policy (school_id, version, policy, effective_from) values
         (1, 2, '{"security":{"second_factor_staff":false,"lock_after_failures":8,"lock_minutes":5,"staff_idle_minutes":10,"absolute_session_hours":2}}', '2020-01-01')`,
    );
    const fail = (schoolCode: string): Promise<Answer> =>
      prove(kit.browser(), 'teacher', { account: 'center', password: 'wrong', schoolCode });
    expect((await fail('10001')).body).toMatchObject({ triesLeft: 7 });
    const hr = await prove(kit.browser(), 'employer', { account: 'hr', password: 'wrong' });
    expect(hr.body).toMatchObject({ triesLeft: 4 });
    await clearFailures();
    const browser = kit.browser();
    expect((await login(browser, 'teacher', { account: 'center', password: PASSWORD })).body).toMatchObject({
      idleSeconds: 600,
    });
    kit.clock.advance(9 * MINUTE);
    expect((await browser.get('teacher/session')).status).toBe(200);
    for (let n = 0; n < 13; n += 1) {
      kit.clock.advance(9 * MINUTE);
      const over = n === 12;
      expect((await browser.post('teacher/session/refresh')).status).toBe(over ? 401 : 204);
      if (!over) expect((await browser.get('teacher/session')).status).toBe(200);
    }
    await owner.query('delete from school_policy where version = 2');
  });

  it('counts failures school by school: one does not lock the accounts of another', async () => {
    const fail = (schoolCode: string): Promise<Answer> =>
      prove(kit.browser(), 'teacher', { account: 'center', password: 'wrong', schoolCode });
    for (let n = 0; n < 5; n += 1) await fail('10001');
    expect((await fail('10001')).body).toMatchObject({ code: 'ACCOUNT_LOCKED' });
    expect((await fail('10002')).body).toMatchObject({ code: 'BAD_CREDENTIALS', triesLeft: 4 });
    await clearFailures();
  });

  it('forgets failures after a success', async () => {
    for (let n = 0; n < 4; n += 1) await prove(kit.browser(), 'employer', { account: 'hr', password: 'wrong' });
    expect((await prove(kit.browser(), 'employer', { account: 'hr', password: PASSWORD })).status).toBe(200);
    const next = await login(kit.browser(), 'employer', { account: 'hr', password: 'wrong' });
    expect(next.body).toMatchObject({ triesLeft: 4 });
    await clearFailures();
  });

  it('forgets after a success also what no longer counted: a school may take to longer locks', async () => {
    await prove(kit.browser(), 'employer', { account: 'hr', password: 'wrong' });
    kit.clock.advance(24 * 60 * MINUTE);
    expect((await login(kit.browser(), 'employer', { account: 'hr', password: PASSWORD })).status).toBe(200);
    const { rows } = await kit.database.owner.query('select from login_failure');
    expect(rows).toEqual([]);
  });

  it('gives simultaneous guesses no more than five tries', async () => {
    const guesses = Array.from({ length: 20 }, () =>
      login(kit.browser(), 'employer', { account: 'hr', password: 'wrong' }),
    );
    const answers = await Promise.all(guesses);
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(4);
    expect(answers.filter((answer) => answer.status === 423)).toHaveLength(16);
    expect((await login(kit.browser(), 'employer', { account: 'hr', password: PASSWORD })).status).toBe(423);
    await clearFailures();
  });

  it('lets fifty right log-ins of one account through at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => login(kit.browser(), 'employer', { account: 'hr', password: PASSWORD })),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => answer.setCookies[0])).size).toBe(50);
  });

  it('asks for the school where several are open, and offers them all', async () => {
    const answer = await login(kit.browser(), 'student', {
      account: '2023001',
      password: PASSWORD,
      schoolCode: undefined,
    });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        errors: [{ field: 'schoolCode', code: 'SCHOOL_CODE_REQUIRED' }],
        schools: [
          { code: '10001', name: '云麓大学' },
          { code: '10002', name: '海岳学院' },
          { code: '10003', name: '江月学院' },
        ],
      },
    });
  });

  it('asks for no school where only one is open, and takes it for that one', async () => {
    const { owner } = kit.database;
    await owner.query(`update school set status = 'closed' where code <> '10001'`);
    const body = { account: '2023001', password: PASSWORD, schoolCode: undefined };
    const student = await login(kit.browser(), 'student', body);
    expect(student.body).toMatchObject({ account: { login: '2023001' }, school: { code: '10001' } });
    const wrong = await login(kit.browser(), 'student', { ...body, password: 'wrong' });
    const unknown = await login(kit.browser(), 'student', { ...body, account: 'nobody', password: 'wrong' });
    expect(tell(wrong)).toEqual(tell(unknown));
    await owner.query(`update school set status = 'open'`);
    await clearFailures();
  });

  it('takes the proven phone or mail of an employer for the account, unless several share it', async () => {
    const proven = { audience: 'employer', phoneVerified: true, emailVerified: true } as const;
    const one = await makeAccount(kit, { ...proven, phone: '13800000031', email: 'Li@Example.com' });
    for (const account of ['13800000031', 'li@example.com', one.login]) {
      const answer = await login(kit.browser(), 'employer', { account, password: STRONG });
      expect(answer.body).toMatchObject({ account: { id: one.accountId } });
    }
    await makeAccount(kit, { audience: 'employer', email: 'zhao@example.com' });
    expect((await login(kit.browser(), 'employer', { account: 'zhao@example.com', password: STRONG })).status).toBe(
      401,
    );
    await makeAccount(kit, { ...proven, phone: '13800000031' });
    const shared = await login(kit.browser(), 'employer', { account: '13800000031', password: STRONG });
    expect(shared.body).toMatchObject({ code: 'BAD_CREDENTIALS' });
    await makeAccount(kit, { phone: '13800000032', phoneVerified: true });
    expect((await login(kit.browser(), 'teacher', { account: '13800000032', password: STRONG })).status).toBe(401);
    await clearFailures();
  });

  it('tells only the holder of the password that an account is closed or belongs to nobody', async () => {
    const { owner } = kit.database;
    await owner.query(`update account set status = 'disabled' where login = 'operator'`);
    expect((await login(kit.browser(), 'platform', { account: 'operator', password: 'wrong' })).body).toMatchObject({
      code: 'BAD_CREDENTIALS',
    });
    expect((await login(kit.browser(), 'platform', { account: 'operator', password: PASSWORD })).body).toMatchObject({
      code: 'ACCOUNT_DISABLED',
    });
    await owner.query(`update account set status = 'active' where login = 'operator'`);
    const unlinked = await login(kit.browser(), 'student', {
      account: '2023001',
      password: PASSWORD,
      schoolCode: '10002',
    });
    expect(unlinked.body).toMatchObject({ code: 'ACCOUNT_DISABLED' });
    await clearFailures();
  });

  it.each([{ role: 'center_admin' }, { schoolId: 2 }, { audience: 'platform' }])(
    'refuses %j beside the credentials',
    async (extra) => {
      const answer = await login(kit.browser(), 'teacher', { account: 'center', password: PASSWORD, ...extra });
      expect(answer).toMatchObject({
        status: 422,
        body: { errors: [{ field: Object.keys(extra)[0] }] },
      });
      expect(answer.setCookies).toEqual([]);
    },
  );

  it.each([
    { account: { $ne: '' }, password: PASSWORD },
    { account: 'center', password: ['x'] },
    { account: 'x'.repeat(1000), password: PASSWORD },
    { account: 'cen\u0000ter', password: PASSWORD },
    { account: 'center' },
  ])('refuses a body of another shape', async (body) => {
    expect((await login(kit.browser(), 'teacher', body)).status).toBe(422);
  });

  it('takes an injection for the strange name it is', async () => {
    const answer = await login(kit.browser(), 'teacher', { account: `center' or '1'='1`, password: `' or ''='` });
    expect(answer.body).toMatchObject({ code: 'BAD_CREDENTIALS' });
  });

  it('refuses log-ins that other sites send', async () => {
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ];
    for (const headers of foreign) {
      const answer = await kit
        .browser()
        .post('teacher/session', { account: 'center', password: PASSWORD }, { ...from(), headers });
      expect(answer).toMatchObject({ status: 403, body: { code: 'CROSS_SITE' } });
    }
  });

  it('takes over no session that a visitor brings along', async () => {
    const browser = kit.browser();
    await login(browser, 'teacher', { account: 'center', password: PASSWORD });
    const before = new Map(browser.jar);
    await login(browser, 'teacher', { account: 'center', password: PASSWORD });
    for (const [name, value] of browser.jar) expect(value).not.toBe(before.get(name));
    browser.jar.set('qc_teacher_rt', `${'0'.repeat(36)}.x.y`);
    expect((await login(browser, 'teacher', { account: 'center', password: PASSWORD })).status).toBe(200);
  });

  it('has a budget an address, whatever accounts are named, and believes no forwarding header', async () => {
    const guess = (n: number): Promise<Answer> =>
      kit.browser().post(
        'teacher/session',
        { account: `guess-${n}`, password: 'wrong' },
        {
          ...from(),
          headers: {
            'x-forwarded-for': `198.51.100.${n}`,
            forwarded: `for=198.51.100.${n}`,
            'x-real-ip': `198.51.100.${n}`,
          },
        },
      );
    for (let n = 0; n < 50; n += 1) expect((await guess(n)).status).toBe(401);
    expect((await guess(51)).body).toMatchObject({ code: 'CAPTCHA_REQUIRED' });
    const { rows } = await kit.database.owner.query(
      `select 1 from audit_entry where body#>>'{from,ip}' like '198.51.%'`,
    );
    expect(rows).toEqual([]);
  });
});

describe('behind a proxy of ours', () => {
  let kit: AccountsApp;

  beforeAll(async () => {
    kit = await accountsApp({ TRUSTED_PROXIES: '10.9.9.9' });
  });
  afterAll(() => kit.close());

  it('takes the address that the proxy names, and only from the proxy', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.7' };
    const body = { account: 'center', password: PASSWORD };
    await kit.browser().post('teacher/session', body, { remoteAddress: '10.9.9.9', headers });
    await kit.browser().post('teacher/session', body, { remoteAddress: '10.9.9.8', headers });
    const { rows } = await kit.database.owner.query<{ ip: string }>('select ip from session order by id');
    expect(rows.map((row) => row.ip)).toEqual(['198.51.100.7', '10.9.9.8']);
  });
});
