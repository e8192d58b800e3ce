import type { World } from '../../agreements/testing/world.js';
import type { StaffDetail, StaffPage, OpenedStaff } from '../http/staff.dto.js';
import { PeopleBench, type Person, type Reply } from '../testing/people-bench.js';

let bench: PeopleBench;
let world: World;
let center: Person;
let college: Person;

beforeAll(async () => {
  bench = await PeopleBench.open();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.database.owner.query('delete from login_failure');
  world = await bench.world();
  center = await bench.signIn(await world.staff('center_admin'));
  college = await bench.signIn(await world.staff('college_admin', { college: 0 }));
});

const REASON = '按本人申请';
const ACTS = ['disable', 'enable', 'reset-password', 'unlock', 'end-sessions', 'clear-factors'];
const act = (who: Person, id: string, name: string, version: number): Promise<Reply> => {
  const delivery = name === 'reset-password' ? { delivery: 'show' } : {};
  return who.post(`staff/${id}/${name}`, { version, reason: REASON, ...delivery });
};
const code = ({ body }: Reply): unknown => body['code'];
const detail = async (who: Person, id: string): Promise<StaffDetail> =>
  (await who.get<StaffDetail>(`staff/${id}`)).body;
const logins = async (who: Person, query = ''): Promise<string[]> =>
  (await who.get<StaffPage>(`staff?${query}`)).body.items.map((row) => row.login);

async function open(patch: object = {}): Promise<Reply<OpenedStaff>> {
  return center.post<OpenedStaff>('staff', {
    login: 'T2027001',
    name: '欧阳 静',
    phone: '138 0000 0021',
    email: 'ouyang@example.edu.cn',
    grants: [{ role: 'counsellor', collegeIds: [], classIds: [world.colleges[0].classId] }],
    ...patch,
  });
}

describe('the list of teachers', () => {
  it('shows the centre everybody, a college its own people, a counsellor nobody', async () => {
    const counsellor = await world.staff('counsellor', { classOf: 0 });
    const elsewhere = await world.staff('counsellor', { classOf: 1 });
    const other = await bench.world();
    await other.staff('center_admin');
    const all = [center.ctx, college.ctx, counsellor, elsewhere].map((ctx) => ctx.actor.displayName);
    expect((await logins(center)).sort()).toEqual([...all].sort());
    expect((await logins(college)).sort()).toEqual(
      [college.ctx, counsellor].map((ctx) => ctx.actor.displayName).sort(),
    );
    expect((await (await bench.signIn(counsellor)).get('staff')).status).toBe(403);
    const auditor = await bench.signIn(await world.staff('auditor'));
    expect(await logins(auditor)).toHaveLength(5);
    expect((await college.get(`staff/${elsewhere.actor.accountId}`)).status).toBe(404);
    expect((await college.get(`staff/${center.id}`)).status).toBe(404);
  });

  it('is found by name, account, spelling and initials, whatever stands in the box', async () => {
    await open();
    for (const q of ['欧阳', '静', 't2027', 'ouyang', 'OYJ', 'ｔ２０２７']) {
      expect([q, await logins(center, `q=${encodeURIComponent(q)}`)]).toEqual([q, ['T2027001']]);
    }
    expect(await logins(center, `q=${encodeURIComponent("%' or true --")}`)).toEqual([]);
    expect(await logins(center, 'q=uyang')).toEqual([]);
    // accounts from before names were spelled are spelled by and by
    await bench.database.owner.query(`update account set pinyin = '' where login = 'T2027001'`);
    expect(await logins(center, 'q=ouyang')).toEqual([]);
    await bench.sweep('people.spelling');
    expect(await logins(center, 'q=ouyang')).toEqual(['T2027001']);
  });

  it('is narrowed by role, college, state and second step', async () => {
    const { body } = await open();
    const counsellor = await world.staff('counsellor', { classOf: 1 });
    await bench.database.owner.query('update account set activated_at = now() where school_id = $1 and login <> $2', [
      world.schoolId,
      'T2027001',
    ]);
    await bench.database.owner.query('update account set phone_verified_at = now() where id = $1', [
      counsellor.actor.accountId,
    ]);
    expect(await logins(center, 'role=counsellor&sort=-created')).toHaveLength(2);
    expect(await logins(center, `collegeId=${world.colleges[1].id}`)).toEqual([counsellor.actor.displayName]);
    expect(await logins(center, 'state=new')).toEqual(['T2027001']);
    expect(await logins(center, 'secondFactor=phone')).toEqual([counsellor.actor.displayName]);
    await bench.lock('teacher', 'T2027001', '');
    expect(await logins(center, 'state=locked')).toEqual(['T2027001']);
    expect(await logins(center, 'state=new')).toEqual([]);
    expect(await detail(center, body.account.id)).toMatchObject({
      state: 'locked',
      lockedUntil: '2027-04-12T02:15:00.000Z',
    });
  });

  it('offers acts to those who manage, and only a look to the others', async () => {
    const { id } = (await open()).body.account;
    const auditor = await bench.signIn(await world.staff('auditor'));
    expect((await detail(auditor, id)).availableActions).toEqual([]);
    expect((await detail(college, id)).availableActions).toEqual([]);
    const actions = (await detail(center, id)).availableActions;
    expect(actions.find((one) => one.action === 'grants')).toMatchObject({ allowed: true, reason: null });
    expect(actions.find((one) => one.action === 'unlock')).toMatchObject({
      allowed: false,
      reason: '账号没有锁定，不用解锁。',
    });
    for (const action of (await detail(center, center.id)).availableActions) expect(action.allowed).toBe(false);
  });
});

describe('opening an account', () => {
  it('gives a password once, keeps the phone sealed, and leaves a record', async () => {
    const { status, body } = await open();
    expect(status).toBe(201);
    expect(body.account).toMatchObject({
      login: 'T2027001',
      name: '欧阳静',
      phone: '138****0021',
      phoneVerified: false,
      state: 'new',
      secondFactor: 'none',
      grants: [{ role: 'counsellor', label: '辅导员', scopeLabel: '软工01' }],
    });
    expect(body.initial.secret).toMatch(/^[A-Z0-9]{5}-[A-Z0-9]{5}$/);
    expect(await bench.acts(body.account.id)).toEqual(['account.created', 'account.grants_changed']);
    const [{ text }] = (await bench.rows<{ text: string }>(
      `select (select jsonb_agg(a)::text from account a where a.id = $1) || (select jsonb_agg(e)::text from audit_entry e where e.aggregate_id = $1::text) as text`,
      [body.account.id],
    )) as [{ text: string }];
    expect(text).not.toContain(body.initial.secret);
    expect(text).not.toContain('13800000021');
  });

  it('refuses a login that is taken, and whatever is not right, by field', async () => {
    await open();
    expect(code((await open({ login: 't2027001' })) as unknown as Reply)).toBe('LOGIN_TAKEN');
    const bad = await open({ login: 'T2', phone: '12345', email: 'x' });
    expect(bad.status).toBe(422);
    expect((bad.body as unknown as { errors: { field: string }[] }).errors.map((error) => error.field)).toEqual([
      'phone',
      'email',
    ]);
  });

  it.each([
    ['a counsellor without units', [{ role: 'counsellor', collegeIds: [], classIds: [] }], '至少一个班级或学院'],
    [
      'a college administrator without colleges',
      [{ role: 'college_admin', collegeIds: [], classIds: [] }],
      '至少一个学院',
    ],
    [
      'one role twice',
      [
        { role: 'auditor', collegeIds: [], classIds: [] },
        { role: 'auditor', collegeIds: [], classIds: [] },
      ],
      '只要一条',
    ],
  ])('refuses %s', async (_, grants, words) => {
    const answer = await open({ grants });
    expect(answer.status).toBe(422);
    expect((answer.body as unknown as { detail: string }).detail).toContain(words);
  });

  it('takes no role of another audience and no unit of another school', async () => {
    expect((await open({ grants: [{ role: 'operator', collegeIds: [], classIds: [] }] })).status).toBe(422);
    const other = await bench.world();
    for (const grant of [
      { role: 'college_admin', collegeIds: [other.colleges[0].id], classIds: [] },
      { role: 'counsellor', collegeIds: [], classIds: [other.colleges[0].classId] },
    ]) {
      const answer = await open({ grants: [grant] });
      expect(answer.status).toBe(422);
      expect((answer.body as unknown as { detail: string }).detail).toContain('不在本校');
    }
    expect(await logins(center, 'q=T2027001')).toEqual([]);
  });
});

describe('changing an account', () => {
  it('writes what changed, and unproves a phone that somebody else entered', async () => {
    const { account } = (await open()).body;
    await bench.database.owner.query('update account set phone_verified_at = now() where id = $1', [account.id]);
    const answer = await center.put<StaffDetail>(`staff/${account.id}`, {
      version: account.version,
      name: '欧阳婧',
      phone: '13900000022',
    });
    expect(answer.body).toMatchObject({
      name: '欧阳婧',
      phone: '139****0022',
      phoneVerified: false,
      email: 'ouyang@example.edu.cn',
      version: account.version + 1,
    });
    expect(await logins(center, 'q=oyj')).toEqual(['T2027001']);
    const { body } = await bench.one<{ body: { before: object; after: object } }>(
      `select body from audit_entry where aggregate_id = $1 and body ->> 'action' = 'account.edited'`,
      [account.id],
    );
    expect([body.before, body.after]).toEqual([
      { name: '欧阳静', phone: '138****0021' },
      { name: '欧阳婧', phone: '139****0022' },
    ]);
    const same = await center.put<StaffDetail>(`staff/${account.id}`, { version: 2, phone: '13900000022' });
    expect(same.body.version).toBe(2);
    const none = await center.put<StaffDetail>(`staff/${account.id}`, { version: 2, phone: null, email: null });
    expect(none.body).toMatchObject({ phone: null, email: null, version: 3 });
  });

  it('is refused to whoever has not seen the newest', async () => {
    const { account } = (await open()).body;
    const second = await bench.signIn(await world.staff('center_admin'));
    await second.put(`staff/${account.id}`, { version: account.version, name: '欧阳婧' });
    const late = await center.put(`staff/${account.id}`, { version: account.version, name: '欧阳靖' });
    expect([late.status, code(late as Reply)]).toEqual([409, 'STALE_VERSION']);
    for (const name of ACTS) {
      expect([name, code(await act(center, account.id, name, account.version))]).toEqual([name, 'STALE_VERSION']);
    }
    expect((await center.put(`staff/${account.id}/grants`, { version: account.version, grants: [] })).status).toBe(409);
  });

  it('of another school is not there, and of one’s own college not to be changed by the college', async () => {
    const { account } = (await open()).body;
    const stranger = await bench.signIn(await (await bench.world()).staff('center_admin'));
    for (const [who, status] of [
      [stranger, 404],
      [college, 403],
    ] as const) {
      expect((await who.put(`staff/${account.id}`, { version: account.version, name: 'x' })).status).toBe(status);
      expect((await who.put(`staff/${account.id}/grants`, { version: 1, grants: [] })).status).toBe(status);
      for (const name of ACTS) {
        expect([name, (await act(who, account.id, name, account.version)).status]).toEqual([name, status]);
      }
    }
    expect((await detail(center, account.id)).version).toBe(account.version);
  });

  it('acts on the next request: a role that is taken back, a scope that moves, an account that is disabled', async () => {
    const counsellor = await bench.signIn(await world.staff('counsellor', { classOf: 0 }));
    await world.student({ college: 0 });
    const seen = async (): Promise<number> =>
      (await counsellor.get<{ total: number }>('student-accounts?pageSize=20')).body.total;
    expect(await seen()).toBe(1);
    const units = { role: 'counsellor', collegeIds: [], classIds: [world.colleges[1].classId] };
    const { version } = await detail(center, counsellor.id);
    await center.put(`staff/${counsellor.id}/grants`, { version, grants: [units] });
    expect(await seen()).toBe(0);
    const looking = { role: 'auditor', collegeIds: [], classIds: [] };
    await center.put(`staff/${counsellor.id}/grants`, { version: version + 1, grants: [looking] });
    expect((await counsellor.get('student-accounts')).status).toBe(403);
    expect((await counsellor.get('staff')).status).toBe(200);
    await center.post(`staff/${counsellor.id}/disable`, { version: version + 2, reason: REASON });
    expect((await counsellor.get('staff')).status).toBe(401);
    expect(await bench.acts(counsellor.id)).toEqual([
      'account.grants_changed',
      'account.grants_changed',
      'account.disabled',
      'session.revoked',
    ]);
    expect(await detail(center, counsellor.id)).toMatchObject({ state: 'disabled', disabledReason: REASON });
    const back = await center.post<StaffDetail>(`staff/${counsellor.id}/enable`, {
      version: version + 3,
      reason: REASON,
    });
    expect(back.body.state).toBe('new');
  });

  it('resets a password: shown once, or to a phone that was proven and nowhere else', async () => {
    const { account } = (await open()).body;
    const path = `staff/${account.id}/reset-password`;
    const refused = await center.post(path, { version: account.version, reason: REASON, delivery: 'sms' });
    expect(refused.status).toBe(409);
    const shown = await center.post<OpenedStaff>(path, { version: account.version, reason: REASON, delivery: 'show' });
    expect(shown.body.initial.secret).toMatch(/^[A-Z0-9-]{11}$/);
    await bench.database.owner.query('update account set phone_verified_at = now() where id = $1', [account.id]);
    const closed = await center.post(path, { version: shown.body.account.version, reason: REASON, delivery: 'sms' });
    expect(code(closed as Reply)).toBe('CHANNEL_UNAVAILABLE');
    expect((await detail(center, account.id)).version).toBe(shown.body.account.version);
  });
});

describe('the administrators of a school', () => {
  it('cannot disable themselves or change their own role', async () => {
    const { version } = await detail(center, center.id);
    for (const name of ['disable', 'reset-password', 'end-sessions', 'clear-factors']) {
      expect([name, code(await act(center, center.id, name, version))]).toEqual([name, 'NOT_ALLOWED_NOW']);
    }
    const grants = [{ role: 'auditor', collegeIds: [], classIds: [] }];
    expect(code(await center.put(`staff/${center.id}/grants`, { version, grants }))).toBe('NOT_ALLOWED_NOW');
    expect(code(await center.put(`staff/${center.id}`, { version, name: '新名字' }))).toBe('NOT_ALLOWED_NOW');
  });

  it.each(['disable', 'grants'])('who remove each other by %s at the same moment leave one of them', async (way) => {
    const second = await bench.signIn(await world.staff('center_admin'));
    const [a, b] = [await detail(center, center.id), await detail(second, second.id)];
    const remove = (actor: Person, target: StaffDetail): Promise<Reply> =>
      way === 'disable'
        ? actor.post(`staff/${target.id}/disable`, { version: target.version, reason: REASON })
        : actor.put(`staff/${target.id}/grants`, { version: target.version, grants: [] });
    const answers = await bench.together([center.id, second.id], [() => remove(center, b), () => remove(second, a)]);
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    const { n } = await bench.one<{ n: number }>(
      `select count(*)::int as n from account a join account_grant g on g.account_id = a.id
        where a.school_id = $1 and a.status = 'active' and g.role = 'center_admin'`,
      [world.schoolId],
    );
    expect(n).toBe(1);
  });

  it('of one school do not wait for those of another', async () => {
    const other = await bench.world();
    const stranger = await bench.signIn(await other.staff('center_admin'));
    const teacher = await other.staff('auditor');
    const { account } = (await open()).body;
    const answers = await Promise.all([
      center.post(`staff/${account.id}/disable`, { version: account.version, reason: REASON }),
      stranger.post(`staff/${teacher.actor.accountId}/disable`, { version: 1, reason: REASON }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
  });
});
