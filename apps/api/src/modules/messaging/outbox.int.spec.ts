import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { WholeModule } from '../../app.module.js';
import { bootScan } from '../../platform/access/index.js';
import { FakeClock } from '../../platform/clock/index.js';
import type { Env } from '../../platform/config/index.js';
import { publicContext } from '../../platform/context/index.js';
import { Db } from '../../platform/database/index.js';
import { createHttpApp } from '../../platform/http/index.js';
import { drainJobs } from '../../platform/jobs/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../platform/testing/index.js';
import { Messenger, WechatPort } from './index.js';

const BASE = '/api/v1/public/outbox';
const REDIRECT = 'http://localhost:8080/student/wechat?ticket=7';
const SMTP = { MAIL_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'a@example.com' };

let database: TestDatabase;
const opened: NestFastifyApplication[] = [];
const clock = new FakeClock();

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  for (const app of opened) await app.close();
  await database.drop();
});

async function start(env: Env): Promise<NestFastifyApplication> {
  const config = testConfig(database.url, env);
  const { app } = await createHttpApp(WholeModule.forRoot(config, clock), config, bootScan);
  opened.push(app);
  return app;
}

const get = async <T>(app: NestFastifyApplication, url: string): Promise<{ status: number; body: T }> => {
  const { statusCode, body } = await app.inject({ method: 'GET', url });
  return { status: statusCode, body: JSON.parse(body) as T };
};
const answer = async (app: NestFastifyApplication, payload: object): Promise<{ status: number; url: URL | null }> => {
  const response = await app.inject({ method: 'POST', url: `${BASE}/wechat`, payload });
  const { url } = JSON.parse(response.body) as { url?: string };
  return { status: response.statusCode, url: url ? new URL(url) : null };
};

describe('the outbox', () => {
  let app: NestFastifyApplication;
  const ctx = publicContext('test-request', null);
  const expiresAt = new Date(clock.now().getTime() + 300_000);

  beforeAll(async () => {
    app = await start({ DEMO: 'true' });
    const messenger = app.get(Messenger, { strict: false });
    const send = <T>(work: (tx: Parameters<Messenger['send']>[0]) => Promise<T>): Promise<T> =>
      app.get(Db, { strict: false }).system(work);
    const params = { code: '482913', minutes: 5, purpose: '登录' };
    const template = 'verification_code';
    await send((tx) => messenger.send(tx, ctx, { channel: 'sms', to: '13800000021', template, params, expiresAt }));
    clock.advance(1000);
    await send((tx) => messenger.send(tx, ctx, { channel: 'mail', to: 'hr@example.com', template, params }));
    clock.advance(1000);
    const openid = await app.get(WechatPort, { strict: false }).exchangeCode(await codeFor('林小满'));
    const notice = {
      title: '收到新邀约',
      body: '星海邀请你签约。',
      time: '4月12日 10:00',
      link: 'http://localhost:8080/',
    };
    await send((tx) =>
      messenger.send(tx, ctx, { channel: 'wechat', to: openid?.openid ?? '', template: 'notice', params: notice }),
    );
    await drainJobs(app);
  });

  async function codeFor(name: string): Promise<string> {
    const { url } = await answer(app, { name, redirect: REDIRECT, state: 's' });
    return url?.searchParams.get('code') ?? '';
  }

  it('shows what was sent, newest first, with address and code in full', async () => {
    const { body } = await get<{ items: object[] }>(app, BASE);
    expect(body.items).toMatchObject([
      { channel: 'wechat', to: '林小满', code: null, link: 'http://localhost:8080/', status: 'sent' },
      { channel: 'mail', to: 'hr@example.com', subject: '验证码：登录', code: '482913', status: 'sent' },
      { channel: 'sms', to: '13800000021', subject: null, code: '482913', status: 'sent' },
    ]);
  });

  it('leads WeChat’s log-in over a page of ours and back with a code that tells who it was', async () => {
    const port = app.get(WechatPort, { strict: false });
    const page = new URL(port.authorizeUrl({ redirect: REDIRECT, state: 'st-1', scope: 'snsapi_userinfo' }));
    expect(page.origin + page.pathname).toBe('http://localhost:8080/outbox/wechat');
    expect((await get<{ names: string[] }>(app, `${BASE}/wechat`)).body.names).toContain('林小满');
    const asked = { redirect: page.searchParams.get('redirect'), state: page.searchParams.get('state') };
    const { url } = await answer(app, { name: '林小满', ...asked });
    expect(url?.pathname).toBe('/student/wechat');
    expect(url?.searchParams.get('ticket')).toBe('7');
    expect(url?.searchParams.get('state')).toBe('st-1');
    const code = url?.searchParams.get('code') ?? '';
    const who = await port.exchangeCode(code);
    expect(who).toMatchObject({ nickname: '林小满' });
    expect(await port.exchangeCode(await codeFor('林小满'))).toEqual(who);
    expect((await port.exchangeCode(await codeFor('王敏')))?.openid).not.toBe(who?.openid);
    expect(await port.exchangeCode(code.replace(/^./, (char) => (char === 'e' ? 'f' : 'e')))).toBeNull();
    expect(await port.exchangeCode('made-up')).toBeNull();
    clock.advance(5 * 60_000);
    expect(await port.exchangeCode(code)).toBeNull();
  });

  it('comes back without a code when refused', async () => {
    const { url } = await answer(app, { name: null, redirect: REDIRECT, state: 'st-1' });
    expect(url?.searchParams.has('code')).toBe(false);
    expect(url?.searchParams.get('state')).toBe('st-1');
  });

  it.each(['https://evil.example/', 'http://localhost:8080@evil.example/', 'javascript:alert(1)', '/student/'])(
    'does not lead to %s',
    async (redirect) => {
      expect(await answer(app, { name: '林小满', redirect, state: '' })).toEqual({ status: 422, url: null });
    },
  );

  it('is announced on the landing page, which tells nobody else', async () => {
    expect((await get(app, '/api/v1/public/site')).body).toMatchObject({ outbox: true });
    const serious = await start({ DEMO: 'false' });
    expect((await get(serious, '/api/v1/public/site')).body).toMatchObject({ outbox: false });
  });

  it('shows no channel that has a provider', async () => {
    const partly = await start({ DEMO: 'true', ...SMTP });
    const { body } = await get<{ items: { channel: string }[] }>(partly, BASE);
    expect(body.items.map(({ channel }) => channel)).toEqual(['wechat', 'sms']);
  });

  it.each([
    ['outside of the demo', { DEMO: 'false' }],
    ['outside of the demo, with providers', { DEMO: 'false', ...SMTP }],
  ])('is not there %s', async (_when, env) => {
    const other = await start(env);
    expect((await get(other, BASE)).status).toBe(404);
    expect((await get(other, `${BASE}/wechat`)).status).toBe(404);
    expect((await answer(other, { name: '林小满', redirect: REDIRECT, state: '' })).status).toBe(404);
  });
});
