import { type AccountsApp, accountsApp } from '../testing/accounts-app.js';
import type { Answer, Browser } from '../testing/browser.js';
import { makeAccount, STRONG } from '../testing/made-account.js';

const CHROME = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/149.0 Safari/537.36';

describe('my account', () => {
  let kit: AccountsApp;

  beforeAll(async () => {
    kit = await accountsApp();
  });
  afterAll(() => kit.close());
  beforeEach(() => kit.clock.advance(61_000));

  let serial = 1000;
  const phone = (): string => `1360000${(serial += 1)}`;
  const enter = async (audience: string, account: string, password = STRONG): Promise<Browser> => {
    const browser = kit.browser();
    const options = { headers: { 'user-agent': CHROME }, remoteAddress: '203.0.113.9' };
    expect((await browser.post(`${audience}/session`, { account, password }, options)).status).toBe(200);
    return browser;
  };
  const history = async (browser: Browser, audience = 'teacher'): Promise<string[]> =>
    ((await browser.get(`${audience}/account/history`)).body['items'] as { text: string }[]).map((item) => item.text);

  it.each(['teacher', 'student', 'employer', 'platform'] as const)('shows a %s what is bound', async (audience) => {
    const { login } = await makeAccount(kit, { audience, phone: phone(), phoneVerified: true });
    const browser = await enter(audience, login);
    expect((await browser.get(`${audience}/account`)).body).toMatchObject({
      login,
      name: '王知微',
      phone: { masked: expect.stringMatching(/^136\*{4}/), verified: true },
      email: null,
      channels: ['sms', 'mail'],
      passwordUntil: audience === 'teacher' || audience === 'platform' ? expect.any(String) : null,
      secondFactor: { wanted: false, authenticator: false },
    });
  });

  it('changes the password with the old one; other sessions end, this one stays', async () => {
    const { login } = await makeAccount(kit, { phone: phone(), phoneVerified: true });
    const [here, there] = [await enter('teacher', login), await enter('teacher', login)];
    const change = (oldPassword: string, password: string): Promise<Answer> =>
      here.post('teacher/account/password', { oldPassword, password });
    expect((await change('wrong', 'Lantern-1-river')).body).toMatchObject({
      code: 'WRONG_PASSWORD',
      errors: [{ field: 'oldPassword' }],
    });
    expect((await change(STRONG, 'short')).body).toMatchObject({ code: 'PASSWORD_WEAK' });
    expect((await change(STRONG, STRONG)).body).toMatchObject({ code: 'PASSWORD_REUSED' });
    expect((await change(STRONG, 'Lantern-1-river')).status).toBe(204);
    expect((await here.get('teacher/session')).status).toBe(200);
    expect((await there.get('teacher/session')).body).toMatchObject({ code: 'SESSION_EXPIRED' });
    expect((await kit.messages())[0]).toMatchObject({ template: 'password_reset_done' });
  });

  it('changes the phone with a code to the new one and the password; the old one is told', async () => {
    const [before, after] = [phone(), phone()];
    const { login } = await makeAccount(kit, {
      audience: 'employer',
      phone: before,
      phoneVerified: true,
      email: 'me@example.com',
      emailVerified: true,
    });
    const browser = await enter('employer', login);
    const issued = await browser.post('employer/account/contact-codes', { channel: 'sms', target: after });
    const body = { codeId: issued.body['codeId'], code: await kit.newestCode() };
    const wrong = await browser.post('employer/account/contact', { ...body, password: 'wrong' });
    expect(wrong.body).toMatchObject({ code: 'WRONG_PASSWORD' });
    expect((await browser.post('employer/account/contact', { ...body, password: STRONG })).status).toBe(204);
    expect((await browser.get('employer/account')).body).toMatchObject({
      phone: { masked: `${after.slice(0, 3)}****${after.slice(7)}`, verified: true },
      email: { verified: true },
    });
    const [told] = await kit.messages();
    // no text for a notice is registered with the provider of these tests
    expect(told).toMatchObject({ channel: 'mail', to: 'me@example.com', params: { title: '你的账号换了手机号码' } });
  });

  it('takes a code for a new contact from its own session only', async () => {
    const { login } = await makeAccount(kit, { audience: 'student' });
    const [one, other] = [await enter('student', login), await enter('student', login)];
    const issued = await one.post('student/account/contact-codes', { channel: 'sms', target: phone() });
    const body = { codeId: issued.body['codeId'], code: await kit.newestCode(), password: STRONG };
    expect((await other.post('student/account/contact', body)).body).toMatchObject({ code: 'CODE_EXPIRED' });
  });

  it('lists where one is signed in, and ends one or all others', async () => {
    const { login } = await makeAccount(kit);
    const here = await enter('teacher', login);
    kit.clock.advance(60_000);
    const [second, third] = [await enter('teacher', login), await enter('teacher', login)];
    const list = async () => (await here.get('teacher/account/sessions')).body as unknown as Record<string, unknown>[];
    const listed = await list();
    expect(listed).toHaveLength(3);
    expect(listed[0]).toMatchObject({
      current: true,
      device: 'Chrome · Windows',
      ip: '203.0.113.9',
      method: 'password',
    });
    const own = listed[0]?.['id'];
    expect((await here.delete(`teacher/account/sessions/${String(own)}`)).body).toMatchObject({
      code: 'NOT_ALLOWED_NOW',
    });
    expect((await here.delete(`teacher/account/sessions/${String(listed[1]?.['id'])}`)).status).toBe(204);
    expect(await list()).toHaveLength(2);
    expect((await here.post('teacher/account/sessions/end-others')).status).toBe(204);
    expect(await list()).toHaveLength(1);
    for (const other of [second, third]) expect((await other.get('teacher/session')).status).toBe(401);
    expect((await here.get('teacher/session')).status).toBe(200);
  });

  it('ends nobody else’s session', async () => {
    const [mine, theirs] = [await makeAccount(kit), await makeAccount(kit)];
    const [me, them] = [await enter('teacher', mine.login), await enter('teacher', theirs.login)];
    const [session] = (await them.get('teacher/account/sessions')).body as unknown as { id: string }[];
    expect((await me.delete(`teacher/account/sessions/${session?.id}`)).status).toBe(404);
    expect((await them.get('teacher/session')).status).toBe(200);
  });

  it('tells what happened, newest first, in sentences, and nothing of others', async () => {
    const { login } = await makeAccount(kit);
    await kit.browser().post('teacher/session', { account: login, password: 'wrong' });
    const browser = await enter('teacher', login);
    await browser.post('teacher/account/password', { oldPassword: STRONG, password: 'Lantern-1-river' });
    expect(await history(browser)).toEqual([
      '设置了新密码',
      '登录：账号密码，Chrome · Windows',
      '密码不对，登录被拒绝，其他设备',
      '账号开通',
    ]);
    const page = (await browser.get('teacher/account/history?pageSize=20')).body;
    expect(page).toMatchObject({ total: 4, items: [{}, { ip: '203.0.113.9', refused: false }, { refused: true }, {}] });
  });

  it.each([
    ['account/password', { oldPassword: STRONG, password: 'Lantern-1-river', login: 'center' }],
    ['account/password', { oldPassword: STRONG, password: 'Lantern-1-river', accountId: 'x' }],
    [
      'account/contact',
      { codeId: '0190a0e4-0000-7000-8000-000000000001', code: '1', password: STRONG, verified: true },
    ],
    ['session/setup/password', { password: 'Lantern-1-river', stage: 'full' }],
  ])('takes no field beside those of %s', async (path, body) => {
    const { login, initial } = await makeAccount(kit, path.includes('setup') ? { password: { kind: 'initial' } } : {});
    const browser = await enter('teacher', login, initial ?? STRONG);
    const answer = await browser.post(`teacher/${path}`, body);
    expect(answer).toMatchObject({ status: 422, body: { code: 'VALIDATION_FAILED' } });
  });
});
