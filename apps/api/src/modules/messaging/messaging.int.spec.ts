import { Db } from '../../platform/database/index.js';
import { drainJobs, JobsService, runSweep } from '../../platform/jobs/index.js';
import { aliyunStandIn } from './testing/aliyun-stand-in.js';
import { type HttpStandIn, httpStandIn } from './testing/http-stand-in.js';
import { MessagingBench } from './testing/messaging-bench.js';
import { SMTP_PASSWORD, smtpStandIn, type SmtpStandIn } from './testing/smtp-stand-in.js';

const CODE = '482913';
const PHONE = '13800000021';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let bench: MessagingBench;
let smtp: SmtpStandIn;
let sms: HttpStandIn;

beforeAll(async () => {
  smtp = await smtpStandIn();
  sms = await httpStandIn(aliyunStandIn('LTAI-test', 'secret', () => bench.clock.now()));
  bench = await MessagingBench.open({
    MAIL_URL: smtp.url(SMTP_PASSWORD),
    MAIL_FROM: '签程 <no-reply@sign.example.edu.cn>',
    SMS_ENDPOINT: sms.url,
    SMS_ACCESS_KEY_ID: 'LTAI-test',
    SMS_ACCESS_KEY_SECRET: 'secret',
    SMS_SIGN_NAME: '签程',
    SMS_TEMPLATES: 'verification_code:SMS_100,account_opened:SMS_404',
  });
});
afterAll(async () => {
  await bench.close();
  await Promise.all([smtp.close(), sms.close()]);
});

const params = { code: CODE, minutes: 5, purpose: '登录' };
const code = (to = PHONE, expiresAt?: Date): Promise<string> =>
  bench.send({
    channel: 'sms',
    to,
    template: 'verification_code',
    params,
    ...(expiresAt ? { expiresAt } : {}),
  });
const drain = (): Promise<string[]> =>
  drainJobs(bench.app, { allowFailures: true }).then((runs) => runs.map(({ outcome }) => outcome));

describe('a message', () => {
  it('goes out once by its channel, and the row keeps how it ended', async () => {
    const text = await code();
    const mail = await bench.send({ channel: 'mail', to: 'hr@example.com', template: 'verification_code', params });
    expect(await drain()).toEqual(['done', 'done']);
    expect(await bench.row(text)).toMatchObject({
      status: 'sent',
      to_masked: '138****0021',
      provider_id: '9006197469364984^0',
      error: null,
      sent_at: bench.clock.now(),
    });
    expect(await bench.row(mail)).toMatchObject({ status: 'sent', to_masked: 'h*****@example.com' });
    expect(sms.asked).toHaveLength(1);
    expect(smtp.mails).toHaveLength(1);
  });

  it('that was sent is not sent again by a second run of its job', async () => {
    const id = await code();
    await drain();
    const before = sms.asked.length;
    await bench.database.owner.query(
      "update job_run set status = 'queued', finished_at = null where payload ->> 'id' = $1",
      [id],
    );
    expect(await drain()).toEqual(['done']);
    expect(sms.asked).toHaveLength(before);
  });

  it('of a transaction that is rolled back is neither written nor sent', async () => {
    const work = bench.app.get(Db).system(async (tx) => {
      await bench.messenger.send(tx, bench.ctx, { channel: 'sms', to: PHONE, template: 'verification_code', params });
      throw new Error('rolled back');
    });
    await expect(work).rejects.toThrow('rolled back');
    expect(await drain()).toEqual([]);
  });

  it('too late for its purpose does not go out', async () => {
    const before = sms.asked.length;
    const id = await code(PHONE, new Date(bench.clock.now().getTime() + 5 * MINUTE));
    bench.clock.advance(5 * MINUTE);
    expect(await drain()).toEqual(['done']);
    expect(await bench.row(id)).toMatchObject({ status: 'expired', sent_at: null });
    expect(sms.asked).toHaveLength(before);
  });

  it('waits for its time', async () => {
    const at = new Date(bench.clock.now().getTime() + 60 * MINUTE);
    const id = await bench.send({ channel: 'sms', to: PHONE, template: 'verification_code', params, runAt: at });
    expect(await drain()).toEqual([]);
    expect(await bench.row(id)).toMatchObject({ status: 'queued' });
    bench.clock.set(at);
    expect(await drain()).toEqual(['done']);
    expect(await bench.row(id)).toMatchObject({ status: 'sent' });
  });
});

describe('a failure', () => {
  it('to reach this person is final and nobody’s work', async () => {
    const id = await bench.send({ channel: 'mail', to: 'nobody@example.com', template: 'verification_code', params });
    expect(await drain()).toEqual(['done']);
    expect(await bench.row(id)).toMatchObject({ status: 'failed', error: '对方邮箱收不到（550）', sent_at: null });
  });

  it('by refusal is final, an operator sees why and runs it again once it is put right', async () => {
    const id = await bench.send({
      channel: 'sms',
      to: PHONE,
      template: 'account_opened',
      params: { name: '林小满', owner: '云麓大学', login: '20230001', link: 'https://a.cn/1' },
    });
    expect(await drain()).toEqual(['failed']);
    expect(await bench.row(id)).toMatchObject({ status: 'failed' });
    const { rows } = await bench.database.owner.query<{ id: string; error: string }>(
      "select id, error from job_run where payload ->> 'id' = $1",
      [id],
    );
    expect(rows[0]?.error).toContain('isv.SMS_TEMPLATE_ILLEGAL');
    const before = sms.asked.length;
    await bench.app.get(Db).system((tx) => bench.app.get(JobsService).retry(tx, rows[0]?.id ?? ''));
    expect(await drain()).toEqual(['failed']);
    expect(sms.asked.length).toBe(before + 1);
  });

  it('that may pass is tried again until attempts or time run out', async () => {
    const patient = await code('13800000429');
    const urgent = await code('13800000429', new Date(bench.clock.now().getTime() + MINUTE));
    expect(await drain()).toEqual(['retry', 'retry']);
    expect(await bench.row(patient)).toMatchObject({ status: 'queued', error: null });
    bench.clock.advance(2 * MINUTE);
    expect((await drain()).sort()).toEqual(['done', 'retry']);
    expect(await bench.row(urgent)).toMatchObject({ status: 'expired' });
    for (let round = 0; round < 8; round += 1) {
      bench.clock.advance(11 * MINUTE);
      await drain();
    }
    expect(await bench.row(patient)).toMatchObject({
      status: 'failed',
      error: '短信服务暂时不能发送（isv.BUSINESS_LIMIT_CONTROL）',
    });
  });
});

it('what was sent, and to whom, stands nowhere in clear', async () => {
  await code();
  await drain();
  const { rows } = await bench.database.owner.query<{ text: string }>(
    `select row_to_json(d)::text as text from delivery d union all select row_to_json(j)::text from job_run j`,
  );
  const all = rows.map(({ text }) => text).join('\n');
  for (const secret of [CODE, PHONE, '登录', 'hr@example.com', 'nobody@example.com', '20230001', '林小满'])
    expect(all).not.toContain(secret);
});

it('after 30 days no text and no address is left, only that something was sent', async () => {
  const id = await code();
  const waiting = await bench.send({
    channel: 'sms',
    to: PHONE,
    template: 'verification_code',
    params,
    runAt: new Date(bench.clock.now().getTime() + 40 * DAY),
  });
  await drain();
  bench.clock.advance(29 * DAY);
  await runSweep(bench.app, 'messaging.purge-bodies');
  expect((await bench.row(id))['body_enc']).not.toBeNull();
  bench.clock.advance(DAY + 1);
  expect(await runSweep(bench.app, 'messaging.purge-bodies')).toBeGreaterThan(0);
  expect(await bench.row(id)).toMatchObject({ body_enc: null, to_enc: null, status: 'sent', to_masked: '138****0021' });
  expect(await bench.row(waiting)).toMatchObject({ body_enc: null, status: 'expired' });
  bench.clock.advance(10 * DAY);
  expect(await drain()).toEqual(['done']);
  expect(await bench.row(waiting)).toMatchObject({ status: 'expired' });
});

it('a channel without settings is closed, and one without a text for this message as well', async () => {
  expect(bench.messenger.available('mail')).toBe(true);
  expect(bench.messenger.available('sms', 'verification_code')).toBe(true);
  expect(bench.messenger.available('sms', 'notice')).toBe(false);
  expect(bench.messenger.available('wechat')).toBe(false);
  const closed = bench.send({
    channel: 'wechat',
    to: 'o-1',
    template: 'notice',
    params: { title: 't', body: 'b', time: 'x', link: null },
  });
  await expect(closed).rejects.toMatchObject({ code: 'CHANNEL_UNAVAILABLE' });
});

it('a misspelt message name in the settings keeps the process from starting', async () => {
  await expect(
    MessagingBench.open({
      SMS_ACCESS_KEY_ID: 'a',
      SMS_ACCESS_KEY_SECRET: 'b',
      SMS_SIGN_NAME: 'c',
      SMS_TEMPLATES: 'verifcation_code:SMS_1',
    }),
  ).rejects.toThrow('verifcation_code');
});
