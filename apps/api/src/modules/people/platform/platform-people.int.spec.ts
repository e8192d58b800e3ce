import type { World } from '../../agreements/testing/world.js';
import type { OpenedStaff, StaffDetail, StaffPage } from '../http/staff.dto.js';
import { FirstOperator } from './first-operator.js';
import { PeopleBench, type Person } from '../testing/people-bench.js';

const REASON = '学校来函';

let bench: PeopleBench;
let world: World;
let operator: Person;

beforeAll(async () => {
  bench = await PeopleBench.open();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.database.owner.query(`update account set status = 'disabled' where audience = 'platform'`);
  world = await bench.world();
  operator = await bench.operator(`operator${world.schoolCode}`);
});

const admins = (): string => `schools/${world.schoolCode}/admins`;
const logins = async (): Promise<string[]> =>
  (await operator.get<StaffPage>(admins())).body.items.map((row) => row.login);

describe('the administrators of a school', () => {
  it('are opened by an operator, who sees nobody else of the school', async () => {
    await world.staff('college_admin', { college: 0 });
    expect(await logins()).toEqual([]);
    const { status, body } = await operator.post<OpenedStaff>(admins(), { login: 'center', name: '秦淑仪' });
    expect(status).toBe(201);
    expect(body.account.grants).toMatchObject([{ role: 'center_admin', scopeLabel: '全校' }]);
    expect(body.initial.secret).toMatch(/^[A-Z0-9-]{11}$/);
    expect(await logins()).toEqual(['center']);
    const { schoolId } = await bench.one<{ schoolId: number }>(
      `select school_id as "schoolId" from audit_entry where aggregate_id = $1 limit 1`,
      [body.account.id],
    );
    expect(schoolId).toBe(world.schoolId);
  });

  it('are found by their own school only, and are the only ones to be touched', async () => {
    const other = await bench.world();
    const stranger = await other.staff('center_admin');
    const auditor = await world.staff('auditor');
    for (const id of [stranger.actor.accountId, auditor.actor.accountId]) {
      expect((await operator.get(`${admins()}/${id}`)).status).toBe(404);
      expect((await operator.post(`${admins()}/${id}/acts/disable`, { version: 1, reason: REASON })).status).toBe(404);
      expect((await operator.put(`${admins()}/${id}`, { version: 1, name: 'x' })).status).toBe(404);
    }
    expect((await operator.get('schools/99999/admins')).status).toBe(404);
  });

  it('keep one of them, whoever asks', async () => {
    const first = await world.staff('center_admin');
    const path = `${admins()}/${first.actor.accountId}`;
    const before = (await operator.get<StaffDetail>(path)).body;
    expect(before.availableActions.map((one) => one.action)).not.toContain('grants');
    const refused = await operator.post(`${path}/acts/disable`, { version: before.version, reason: REASON });
    expect([refused.status, refused.body['code']]).toEqual([409, 'LAST_ADMIN']);
    await world.staff('center_admin');
    const answer = await operator.post<StaffDetail>(`${path}/acts/disable`, {
      version: before.version,
      reason: REASON,
    });
    expect(answer.body.state).toBe('disabled');
  });

  it('are helped when they are locked out', async () => {
    const admin = await world.staff('center_admin');
    const path = `${admins()}/${admin.actor.accountId}`;
    await bench.lock('teacher', admin.actor.displayName, '');
    const { version } = (await operator.get<StaffDetail>(path)).body;
    const unlocked = await operator.post<StaffDetail>(`${path}/acts/unlock`, { version, reason: REASON });
    expect(unlocked.body.lockedUntil).toBeNull();
    const reset = await operator.post<OpenedStaff>(`${path}/reset-password`, {
      version: unlocked.body.version,
      reason: REASON,
      delivery: 'show',
    });
    expect(reset.body.initial.secret).toMatch(/^[A-Z0-9-]{11}$/);
  });
});

describe('operators', () => {
  it('of a new installation begin with one from the command line, and with no second', async () => {
    const first = (login: string) => bench.app.get(FirstOperator, { strict: false }).open({ login, name: '首位运营' });
    await expect(first('late')).rejects.toMatchObject({ code: 'CONFLICT' });
    await bench.database.owner.query(`update account set status = 'disabled' where audience = 'platform'`);
    const { initial } = await first(`first${world.schoolCode}`);
    expect(initial).toMatch(/^[A-Z0-9-]{11}$/);
    const { role } = await bench.one<{ role: string }>(
      'select g.role from account a join account_grant g on g.account_id = a.id where a.login = $1',
      [`first${world.schoolCode}`],
    );
    expect(role).toBe('operator');
  });

  it('open one another, and the last one stays', async () => {
    const opened = await operator.post<OpenedStaff>('operators', { login: `second${world.schoolCode}`, name: '值班' });
    expect(opened.body.account).toMatchObject({ grants: [{ role: 'operator' }], state: 'new' });
    const own = (await operator.get<StaffDetail>(`operators/${operator.id}`)).body;
    expect(own.self).toBe(true);
    const self = await operator.post(`operators/${operator.id}/acts/disable`, { version: own.version, reason: REASON });
    expect([self.status, self.body['code']]).toEqual([409, 'NOT_ALLOWED_NOW']);
    const { id, version } = opened.body.account;
    const gone = await operator.post(`operators/${id}/acts/disable`, { version, reason: REASON });
    expect(gone.status).toBe(200);
  });

  it('who disable each other at the same moment leave one of them', async () => {
    const second = await bench.operator(`other${world.schoolCode}`);
    const disable = (who: Person, id: string) =>
      who.post(`operators/${id}/acts/disable`, { version: 1, reason: REASON });
    const answers = await bench.together(
      [operator.id, second.id],
      [() => disable(operator, second.id), () => disable(second, operator.id)],
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  });

  it('do not reach teachers by their own addresses', async () => {
    const admin = await world.staff('center_admin');
    expect((await operator.get(`operators/${admin.actor.accountId}`)).status).toBe(404);
  });
});
