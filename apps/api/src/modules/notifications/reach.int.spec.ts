import { randomUUID } from 'node:crypto';
import { formatDateTime, type SchoolPolicy } from '@qiancheng/shared';
import { FieldCipher } from '../../platform/crypto/index.js';
import { Db } from '../../platform/database/index.js';
import { drainJobs } from '../../platform/jobs/index.js';
import { Bench } from '../agreements/testing/bench.js';
import { type Employer, type Student, testPolicy, World } from '../agreements/testing/world.js';
import { Notifier } from './notifier.js';

type Notify = Partial<SchoolPolicy['notify']>;

const QUIET: Notify = { quiet_from: '22:00', quiet_to: '07:30' };
const ALL: Notify['channels'] = { default: ['in_app'], invited: ['in_app', 'mail', 'sms', 'wechat'] };

interface Sent {
  account_id: string;
  school_id: number;
  channel: string;
  to_masked: string;
  template: string;
  run_at: Date;
  id: string;
}

let bench: Bench;
let employer: Employer;

beforeAll(async () => {
  // the channels of the demo: open, and nothing leaves the house
  bench = await Bench.open({ DEMO: 'true' });
});
afterAll(() => bench.close());

async function scene(notify: Notify | null): Promise<{ world: World; student: Student }> {
  const world = await bench.world(testPolicy(notify ? { notify } : {}));
  employer = await world.employer();
  return { world, student: await world.student() };
}

async function reachable({ accountId }: { accountId: string }): Promise<void> {
  const cipher = bench.app.get(FieldCipher, { strict: false });
  await bench.rows(
    `update account set email = $2, email_verified_at = now(), phone_enc = $3, phone_verified_at = now() where id = $1`,
    [accountId, 'someone@example.com', cipher.seal('account', 'phone_enc', accountId, '13800000021')],
  );
  const binding = randomUUID();
  await bench.rows(
    `insert into wechat_binding (id, account_id, audience, openid_mac, openid_enc, bound_at) values ($1, $2, 'student', $3, $4, now())`,
    [binding, accountId, cipher.mac('openid', binding), cipher.seal('wechat_binding', 'openid_enc', binding, 'o-1234')],
  );
}

function sent(student: Student): Promise<Sent[]> {
  return bench.rows<Sent>(
    `select d.*, j.run_at from delivery d join job_run j on j.payload ->> 'id' = d.id::text
      where d.account_id = $1 order by array_position(array['mail', 'sms', 'wechat'], d.channel)`,
    [student.accountId],
  );
}

const inbox = (student: Student): Promise<number> =>
  bench.count('notification where account_id = $1', [student.accountId]);

describe('a message beyond the inbox', () => {
  it('goes by the channels that the school has chosen for its event, to what the person has proven', async () => {
    const { world, student } = await scene({ channels: ALL });
    await reachable(student);
    await bench.invited(employer, student);
    expect(await inbox(student)).toBe(1);
    expect(await sent(student)).toMatchObject([
      { channel: 'mail', to_masked: 's*****e@example.com', template: 'notice', school_id: world.schoolId },
      { channel: 'sms', to_masked: '138****0021', template: 'notice' },
      { channel: 'wechat', to_masked: '微信 ****1234', template: 'notice' },
    ]);
    expect((await bench.drain()).map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    expect(await bench.count("delivery where account_id = $1 and status = 'sent'", [student.accountId])).toBe(3);
  });

  it('says what the inbox says, when it happened, and where to go', async () => {
    const { student } = await scene({ channels: ALL });
    await reachable(student);
    await bench.invited(employer, student);
    const [mail] = await sent(student);
    const cipher = bench.app.get(FieldCipher, { strict: false });
    const [row] = await bench.rows<{ body_enc: Buffer }>('select body_enc from delivery where id = $1', [mail?.id]);
    const body = JSON.parse(cipher.open('delivery', 'body_enc', mail?.id ?? '', row?.body_enc ?? Buffer.alloc(0))) as {
      params: Record<string, string>;
      rendered: { text: string };
    };
    expect(body.params).toMatchObject({
      title: '收到新邀约',
      time: formatDateTime(bench.clock.now()),
      link: 'http://localhost:8080/student/',
    });
    expect(body.rendered.text).toContain(`${employer.name}邀请你签约`);
  });

  it.each<[string, Notify | null]>([
    ['a school that has decided nothing', null],
    ['a school whose choice for this event is the inbox', { channels: { default: ['mail'], invited: ['in_app'] } }],
  ])('is none at %s', async (_school, notify) => {
    const { student } = await scene(notify);
    await reachable(student);
    await bench.invited(employer, student);
    expect(await inbox(student)).toBe(1);
    expect(await sent(student)).toEqual([]);
  });

  it('follows the default where the event has no choice of its own', async () => {
    const { student } = await scene({ channels: { default: ['sms'] } });
    await reachable(student);
    await bench.invited(employer, student);
    expect((await sent(student)).map(({ channel }) => channel)).toEqual(['sms']);
    expect(await inbox(student)).toBe(1);
  });

  it('does not go to addresses that nobody has proven, to a WeChat that was let go, or to a closed account', async () => {
    const { world, student } = await scene({ channels: ALL });
    await reachable(student);
    await bench.rows(`update account set email_verified_at = null, phone_verified_at = null where id = $1`, [
      student.accountId,
    ]);
    await bench.rows('update wechat_binding set unbound_at = now() where account_id = $1', [student.accountId]);
    await bench.invited(employer, student);
    expect(await sent(student)).toEqual([]);

    const closed = await world.student();
    await reachable(closed);
    await bench.rows("update account set status = 'disabled' where id = $1", [closed.accountId]);
    await bench.invited(employer, closed);
    expect(await sent(closed)).toEqual([]);
  });

  it('waits for the end of the quiet hours; the inbox does not', async () => {
    const before = bench.clock.now();
    bench.clock.set('2027-04-12T22:30:00+08:00');
    const { student } = await scene({ channels: { default: ['sms'] }, ...QUIET });
    await reachable(student);
    await bench.invited(employer, student);
    expect(await inbox(student)).toBe(1);
    expect(await sent(student)).toMatchObject([{ channel: 'sms', run_at: new Date('2027-04-13T07:30:00+08:00') }]);
    await drainJobs(bench.app);
    expect(await bench.count("delivery where account_id = $1 and status = 'queued'", [student.accountId])).toBe(1);
    bench.clock.set('2027-04-13T07:30:00+08:00');
    await drainJobs(bench.app);
    expect(await bench.count("delivery where account_id = $1 and status = 'sent'", [student.accountId])).toBe(1);
    bench.clock.set(before);
  });

  it('is written with the act, or not at all', async () => {
    const { student } = await scene({ channels: ALL });
    await reachable(student);
    const work = bench.app.get(Db, { strict: false }).tx(employer.ctx, async (tx) => {
      await bench.app.get(Notifier, { strict: false }).tell(tx, employer.ctx, {
        to: { kind: 'accounts', ids: [student.accountId] },
        event: 'invited',
        title: 't',
        body: 'b',
        about: { kind: 'company', id: employer.id },
        schoolId: employer.ctx.schoolId,
      });
      throw new Error('rolled back');
    });
    await expect(work).rejects.toThrow('rolled back');
    expect([await inbox(student), await sent(student)]).toEqual([0, []]);
  });
});

it('a matter of no school stays in the inbox', async () => {
  const { student } = await scene({ channels: { default: ['mail', 'sms', 'wechat'] } });
  await reachable(student);
  const tell = (schoolId: number | null): Promise<void> =>
    bench.app.get(Db, { strict: false }).tx(employer.ctx, (tx) =>
      bench.app.get(Notifier, { strict: false }).tell(tx, employer.ctx, {
        to: { kind: 'accounts', ids: [student.accountId] },
        event: 'certification',
        title: 't',
        body: 'b',
        about: { kind: 'company', id: employer.id },
        schoolId,
      }),
    );
  await tell(null);
  expect([await inbox(student), (await sent(student)).length]).toEqual([1, 0]);
  await tell(employer.ctx.schoolId);
  expect([await inbox(student), (await sent(student)).length]).toEqual([2, 3]);
});
