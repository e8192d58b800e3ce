import { randomUUID } from 'node:crypto';
import { makePolicy } from '@qiancheng/shared';
import type { Student, World } from '../../agreements/testing/world.js';
import { testPolicy } from '../../agreements/testing/world.js';
import type {
  StudentAccountDetail,
  StudentAccountPage,
  StudentActResult,
  StudentActRowPage,
  StudentActView,
} from '../http/student-accounts.dto.js';
import { PeopleBench, type Person, type Reply } from '../testing/people-bench.js';

/** A browser on a busy machine takes its time. */
const SLOW = 120_000;
const REASON = '本人到办公室申请';

let bench: PeopleBench;
let world: World;
let center: Person;
let college: Person;
let counsellor: Person;

beforeAll(async () => {
  bench = await PeopleBench.open();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await useSchool(await bench.world());
});

async function useSchool(school: World): Promise<void> {
  world = school;
  center = await bench.signIn(await world.staff('center_admin'));
  college = await bench.signIn(await world.staff('college_admin', { college: 0 }));
  counsellor = await bench.signIn(await world.staff('counsellor', { classOf: 0 }));
}

const code = ({ body }: Reply<unknown>): unknown => (body as Record<string, unknown>)['code'];
const names = async (who: Person, query = ''): Promise<string[]> =>
  (await who.get<StudentAccountPage>(`student-accounts?${query}`)).body.items.map((row) => row.name);
const detail = async (who: Person, { id }: { id: string }): Promise<StudentAccountDetail> =>
  (await who.get<StudentAccountDetail>(`student-accounts/${id}`)).body;

/** As somebody who has set a password of their own. */
async function activated(student: Student): Promise<Student> {
  await bench.database.owner.query('update account set activated_at = now() where id = $1', [student.accountId]);
  return student;
}

/** Nobody has opened an account for this one yet. */
async function withoutAccount(student: Student): Promise<Student> {
  await bench.database.owner.query('update student set account_id = null where id = $1', [student.id]);
  await bench.database.owner.query('delete from account where id = $1', [student.accountId]);
  return student;
}

async function bindWechat({ accountId }: Student): Promise<void> {
  const id = randomUUID();
  await bench.database.owner.query(
    `insert into wechat_binding (id, account_id, audience, openid_mac, openid_enc, nickname, bound_at) values ($1, $2, 'student', $3, $4, '小静', now())`,
    [id, accountId, bench.cipher.mac('openid', id), bench.cipher.seal('wechat_binding', 'openid_enc', id, id)],
  );
}

async function order(who: Person, body: object): Promise<StudentActView> {
  const answer = await who.post<StudentActView>('student-account-acts', { reason: REASON, ...body });
  expect(answer.status).toBe(202);
  return answer.body;
}

async function carriedOut(who: Person, body: object): Promise<StudentActView> {
  const { id } = await order(who, body);
  await bench.drain({ schoolId: world.schoolId });
  return (await who.get<StudentActView>(`student-account-acts/${id}`)).body;
}

const resultsOf = async (who: Person, id: string, query = ''): Promise<[string, string | null, string | null][]> =>
  (await who.get<StudentActRowPage>(`student-account-acts/${id}/rows?${query}`)).body.items.map((row) => [
    row.name,
    row.outcome,
    row.detail,
  ]);

describe('the list of students’ accounts', () => {
  it('shows each only those whom they look after', async () => {
    const [own, elsewhere] = [await world.student({ name: '张伟' }), await world.student({ name: '李娜', college: 1 })];
    await (await bench.world()).student({ name: '外校' });
    expect((await names(center)).sort()).toEqual(['张伟', '李娜'].sort());
    expect(await names(college)).toEqual(['张伟']);
    expect(await names(counsellor)).toEqual(['张伟']);
    expect((await counsellor.get(`student-accounts/${own.id}`)).status).toBe(200);
    expect((await counsellor.get(`student-accounts/${elsewhere.id}`)).status).toBe(404);
    const auditor = await bench.signIn(await world.staff('auditor'));
    expect((await auditor.get('student-accounts')).status).toBe(403);
  });

  it('tells the states apart, also in its conditions', async () => {
    const [fresh, open, locked, closed, none] = [
      await world.student({ name: '未激活' }),
      await activated(await world.student({ name: '已激活' })),
      await activated(await world.student({ name: '锁定的' })),
      await activated(await world.student({ name: '停用的' })),
      await withoutAccount(await world.student({ name: '没账号' })),
    ];
    await bench.lock('student', locked.no, world.schoolCode);
    await bench.database.owner.query(`update account set status = 'disabled' where id = $1`, [closed.accountId]);
    const by = async (state: string): Promise<string[]> => (await names(center, `state=${state}`)).sort();
    expect(await by('new')).toEqual(['未激活', '没账号'].sort());
    expect(await by('active')).toEqual(['已激活']);
    expect(await by('locked')).toEqual(['锁定的']);
    expect(await by('disabled,locked')).toEqual(['停用的', '锁定的'].sort());
    expect(await detail(center, none)).toMatchObject({ state: 'new', opened: false, version: 0 });
    expect(await detail(center, locked)).toMatchObject({ stateLabel: '锁定', lockedUntil: expect.any(String) });
    for (const one of [fresh, open])
      expect(await detail(center, one)).toMatchObject({ opened: true, lockedUntil: null });
  });

  it('finds by name, number, spelling, class and WeChat', async () => {
    const student = await world.student({ name: '欧阳静' });
    await bench.database.owner.query(`update student set pinyin = 'ouyangjing oyj' where id = $1`, [student.id]);
    await world.student({ name: '张伟', college: 1 });
    await bindWechat(student);
    for (const q of ['欧阳', student.no.slice(2), 'ouy', 'oyj']) {
      expect([q, await names(center, `q=${encodeURIComponent(q)}`)]).toEqual([q, ['欧阳静']]);
    }
    expect(await names(center, 'wechat=true')).toEqual(['欧阳静']);
    expect(await names(center, 'wechat=false')).toEqual(['张伟']);
    expect(await names(center, `classId=${world.colleges[1].classId}`)).toEqual(['张伟']);
    expect(await names(center, 'cohort=2026')).toEqual([]);
    expect(await names(center, 'sort=-studentNo')).toEqual(['张伟', '欧阳静']);
  });
});

describe('one student at the counter', () => {
  it('gets a new first password, and reads who reset it and why', async () => {
    const student = await activated(await world.student());
    const session = await bench.signIn(student.ctx);
    const { version } = await detail(counsellor, student);
    const path = `student-accounts/${student.id}/reset-password`;
    const answer = await counsellor.post<StudentActResult>(path, { version, reason: REASON });
    expect(answer.body.initial?.secret).toMatch(/^[A-Z0-9]{5}-[A-Z0-9]{5}$/);
    expect((await session.get('notifications')).status).toBe(401);
    // however it is typed, it opens the log-in as far as choosing a password of one's own
    const typed = answer.body.initial?.secret?.toLowerCase().replace('-', ' ');
    const login = await bench.app.inject({
      method: 'POST',
      url: '/api/v1/student/session',
      payload: { account: student.no, password: typed, schoolCode: world.schoolCode },
    });
    expect(login.json()).toMatchObject({ secondStep: { kind: 'setup' } });
    const again = await bench.signIn(student.ctx);
    const { body } = await again.get<{ items: { event: string; body: string }[] }>('notifications');
    expect(body.items).toMatchObject([
      { event: 'account_reset', body: expect.stringContaining(`${counsellor.ctx.actor.displayName}，辅导员`) },
    ]);
    expect(body.items[0]?.body).toContain(REASON);
    expect(await bench.acts(student.accountId)).toContain('account.password_reset');
    const stale = await counsellor.post(path, { version, reason: REASON });
    expect([stale.status, code(stale)]).toEqual([409, 'STALE_VERSION']);
  });

  it('is unbound from WeChat and signed out, and can bind again', async () => {
    const student = await activated(await world.student());
    await bindWechat(student);
    const session = await bench.signIn(student.ctx);
    const path = `student-accounts/${student.id}/unbind-wechat`;
    const before = await detail(counsellor, student);
    expect(before).toMatchObject({ wechat: true, wechatNickname: '小静', sessions: 1 });
    const answer = await counsellor.post<StudentActResult>(path, { version: before.version, reason: REASON });
    expect(answer.body.account).toMatchObject({ wechat: false, sessions: 0 });
    expect((await session.get('notifications')).status).toBe(401);
    const { version } = answer.body.account;
    expect(code(await counsellor.post(path, { version, reason: REASON }))).toBe('NOT_ALLOWED_NOW');
    expect(
      await bench.one('select unbound_by, unbound_reason from wechat_binding where account_id = $1', [
        student.accountId,
      ]),
    ).toEqual({ unbound_by: counsellor.id, unbound_reason: REASON });
    await bindWechat(student);
  });

  it('is unlocked, and refused what is of no use', async () => {
    const student = await activated(await world.student());
    await bench.lock('student', student.no, '');
    const { version } = await detail(counsellor, student);
    const act = (name: string) =>
      counsellor.post<StudentActResult>(`student-accounts/${student.id}/${name}`, { version, reason: REASON });
    expect((await act('unlock')).body.account).toMatchObject({ state: 'active', lockedUntil: null });
    const refused = await act('unlock');
    expect([refused.status, code(refused)]).toEqual([409, 'NOT_ALLOWED_NOW']);
    const fresh = await world.student();
    const answer = await counsellor.post<{ detail: string }>(`student-accounts/${fresh.id}/reset-password`, {
      version: 1,
      reason: REASON,
    });
    expect(answer.body.detail).toBe('还没有激活，没有密码可重置。请打印激活单。');
    expect((await counsellor.post(`student-accounts/${student.id}/unlock`, { version, reason: '' })).status).toBe(422);
  });

  it('of another class is not there', async () => {
    const student = await activated(await world.student({ college: 1 }));
    const stranger = await bench.signIn(await (await bench.world()).staff('center_admin'));
    for (const who of [counsellor, college, stranger]) {
      for (const name of ['reset-password', 'unbind-wechat', 'unlock']) {
        const answer = await who.post(`student-accounts/${student.id}/${name}`, { version: 1, reason: REASON });
        expect(answer.status).toBe(404);
      }
    }
    expect(await bench.acts(student.accountId)).toEqual([]);
  });
});

describe('many at once', () => {
  it('gives each a result, and names those out of reach instead of acting on them', async () => {
    const [locked, open, elsewhere] = [
      await activated(await world.student({ name: '甲' })),
      await activated(await world.student({ name: '乙' })),
      await activated(await world.student({ name: '丙', college: 1 })),
    ];
    await bench.lock('student', locked.no, '');
    await bench.lock('student', elsewhere.no, '');
    const ids = [locked.id, open.id, elsewhere.id];
    const act = await carriedOut(counsellor, { action: 'unlock', ids });
    expect(act).toMatchObject({
      label: '解锁',
      counts: { total: 2, done: 1, skipped: 1, failed: 0 },
      dropped: [elsewhere.id],
      file: null,
      finishedAt: expect.any(String),
    });
    expect(await resultsOf(counsellor, act.id)).toEqual([
      ['甲', 'done', null],
      ['乙', 'skipped', '账号没有锁定，不用解锁。'],
    ]);
    expect(await resultsOf(counsellor, act.id, 'outcome=skipped')).toHaveLength(1);
    expect(await bench.acts(elsewhere.accountId)).toEqual([]);
    expect((await detail(center, elsewhere)).state).toBe('locked');
    const none = await counsellor.post('student-account-acts', {
      action: 'unlock',
      reason: REASON,
      ids: [elsewhere.id],
    });
    expect(none.status).toBe(404);
  });

  it('by conditions acts on exactly the number that was shown', async () => {
    for (let n = 0; n < 3; n += 1) await bench.lock('student', (await activated(await world.student())).no, '');
    const filter = { state: ['locked'], cohort: 2027 };
    const body = { action: 'unlock', reason: REASON, filter };
    const changed = await counsellor.post('student-account-acts', { ...body, expected: 2 });
    expect([changed.status, changed.body]).toEqual([409, expect.objectContaining({ code: 'CONFLICT', matching: 3 })]);
    const act = await carriedOut(counsellor, { action: 'unlock', filter, expected: 3 });
    expect(act.counts).toEqual({ total: 3, done: 3, skipped: 0, failed: 0 });
    expect((await counsellor.post('student-account-acts', { ...body, expected: 3 })).status).toBe(422);
    expect((await counsellor.post('student-account-acts', { action: 'unlock', reason: REASON })).status).toBe(422);
  });

  it('is seen by whoever ordered it only, and goes no further than their rights', async () => {
    const student = await activated(await world.student());
    await bench.lock('student', student.no, '');
    const { id } = await order(counsellor, { action: 'unlock', ids: [student.id] });
    for (const path of ['', '/rows', '/slips']) {
      expect((await center.get(`student-account-acts/${id}${path}`)).status).toBe(404);
    }
    // the role goes while the order waits
    await bench.database.owner.query('update account_grant set class_ids = $2 where account_id = $1', [
      counsellor.id,
      [world.colleges[1].classId],
    ]);
    await bench.drain({ schoolId: world.schoolId });
    expect(await resultsOf(counsellor, id)).toEqual([['欧阳䶮', 'failed', '不在你的职责范围内了。']]);
    expect((await detail(center, student)).state).toBe('locked');
    const other = await order(center, { action: 'unlock', ids: [student.id] });
    await bench.database.owner.query('delete from account_grant where account_id = $1', [center.id]);
    await bench.drain({ schoolId: world.schoolId });
    const [row] = await bench.rows('select outcome, detail from student_act_row where act_id = $1', [other.id]);
    expect(row).toEqual({ outcome: 'failed', detail: '办到这里时，你已经没有这项权限，没有继续办。' });
  });

  it('done twice by two workers acts once', async () => {
    const student = await activated(await world.student());
    await bench.lock('student', student.no, '');
    const { id } = await order(counsellor, { action: 'unlock', ids: [student.id] });
    await bench.drain({ schoolId: world.schoolId });
    await bench.rows(`update job_run set status = 'queued', finished_at = null where payload ->> 'actId' = $1`, [id]);
    await bench.rows('update student_act set finished_at = null where id = $1', [id]);
    await bench.drain({ schoolId: world.schoolId });
    expect((await bench.acts(student.accountId)).filter((action) => action === 'account.unlocked')).toHaveLength(1);
  });
});

describe('activation slips', () => {
  it(
    'open accounts for those who have none, hold their codes on paper only, and for their maker only',
    async () => {
      const students = [
        await withoutAccount(await world.student({ name: '欧阳䶮' })),
        await world.student({ name: '买买提·吐尔逊' }),
        await activated(await world.student({ name: '已激活' })),
      ];
      const act = await carriedOut(counsellor, { action: 'slips', ids: students.map((student) => student.id) });
      expect(act.counts).toEqual({ total: 3, done: 2, skipped: 1, failed: 0 });
      expect(act.file).toMatchObject({ available: true, once: false, expiresAt: '2027-04-13T02:00:00.000Z' });
      const file = await counsellor.get(`student-account-acts/${act.id}/slips`);
      expect(file.headers).toMatchObject({
        'content-type': 'application/pdf',
        'cache-control': 'private, no-store',
        'content-disposition': expect.stringContaining('attachment'),
      });
      expect(file.bytes.subarray(0, 5).toString()).toBe('%PDF-');
      expect((await center.get(`student-account-acts/${act.id}/slips`)).status).toBe(404);
      const made = await bench.one<{ login: string; kind: string; version: number }>(
        `select a.login, a.password_kind as kind, a.version from account a join student s on s.account_id = a.id where s.id = $1`,
        [students[0]?.id],
      );
      expect(made).toMatchObject({ login: students[0]?.no, kind: 'initial' });
      const left = await bench.rows('select 1 from student_act_row where act_id = $1 and code_enc is not null', [
        act.id,
      ]);
      expect(left).toEqual([]);
      // a day later nothing of it is left
      bench.clock.advance(24 * 3_600_000);
      const later = await bench.signIn(counsellor.ctx);
      expect((await later.get(`student-account-acts/${act.id}/slips`)).status).toBe(404);
      expect(await bench.sweep('people.purge-secrets')).toBe(1);
      const { held } = await bench.one<{ held: number }>('select count(content_enc)::int as held from sealed_file');
      expect(held).toBe(0);
      expect((await later.get<StudentActView>(`student-account-acts/${act.id}`)).body.file).toMatchObject({
        available: false,
      });
    },
    SLOW,
  );

  it(
    'of a school that takes the end of the ID number carry no code',
    async () => {
      const policy = makePolicy({ security: { student_initial_password: 'id_last6' } }, testPolicy());
      await useSchool(await bench.world(policy));
      const [fresh, known] = [await withoutAccount(await world.student()), await activated(await world.student())];
      expect(await detail(counsellor, fresh)).toMatchObject({ initialKind: 'id_last6' });
      const act = await carriedOut(counsellor, { action: 'slips', ids: [fresh.id] });
      expect(act).toMatchObject({ counts: { done: 1 }, file: { available: true } });
      // a reset leaves nothing to hand over
      const reset = await carriedOut(counsellor, { action: 'reset', ids: [known.id] });
      expect(reset).toMatchObject({ counts: { done: 1 }, file: null });
      const one = await counsellor.post<StudentActResult>(`student-accounts/${known.id}/reset-password`, {
        version: (await detail(counsellor, known)).version,
        reason: REASON,
      });
      expect(one.body.initial).toMatchObject({ secret: null, words: expect.stringContaining('身份证号后 6 位') });
    },
    SLOW,
  );

  it(
    'come with a reset of many, whose new codes have to be handed over',
    async () => {
      const student = await activated(await world.student());
      const act = await carriedOut(counsellor, { action: 'reset', ids: [student.id] });
      expect(act).toMatchObject({ counts: { done: 1 }, file: { available: true } });
    },
    SLOW,
  );
});
