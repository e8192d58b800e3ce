import { Db } from '../../platform/database/index.js';
import { Bench } from '../agreements/testing/bench.js';
import { type Employer, serial, type Student, type World } from '../agreements/testing/world.js';
import { NotificationQuery } from './http/notifications.dto.js';
import { Inbox } from './inbox.js';
import { type Addressees, Notifier, type Notice, type Recipients } from './notifier.js';

let bench: Bench;
let world: World;
let inbox: Inbox;
let employer: Employer;
let student: Student;

beforeAll(async () => {
  bench = await Bench.open();
  world = await bench.world();
  inbox = bench.app.get(Inbox, { strict: false });
  employer = await world.employer();
  student = await world.student();
});
afterAll(() => bench.close());

const query = (patch: Partial<NotificationQuery> = {}): NotificationQuery =>
  Object.assign(new NotificationQuery(), { page: 1, pageSize: 20 }, patch);

describe('an inbox', () => {
  it('is read by its owner only, newest first, and read messages are told apart', async () => {
    await bench.invited(employer, student);
    await bench.invited(await world.employer(), student);
    const page = await inbox.list(student.ctx, query());
    expect(page).toMatchObject({ total: 2, page: 1, pageSize: 20 });
    expect(page.items[0]).toMatchObject({ event: 'invited', title: '收到新邀约', readAt: null });
    expect(page.items.some((item) => item.body.includes('4月26日 23:59'))).toBe(true);
    expect(await inbox.countUnread(student.ctx)).toEqual({ unread: 2 });

    const stranger = await world.student();
    const [first] = page.items;
    expect(await inbox.markRead(stranger.ctx, [first?.id ?? ''])).toEqual({ unread: 0 });
    expect(await inbox.countUnread(student.ctx)).toEqual({ unread: 2 });
    expect(await inbox.markRead(student.ctx, [first?.id ?? ''])).toEqual({ unread: 1 });
    expect((await inbox.list(student.ctx, query({ unread: true }))).total).toBe(1);
    expect(await inbox.markRead(student.ctx)).toEqual({ unread: 0 });
    expect((await inbox.list(stranger.ctx, query())).total).toBe(0);
  });
});

describe('who is told', () => {
  async function told(to: Recipients, actor = student.ctx): Promise<string[]> {
    const other = await bench.invited(await world.employer(), await world.student());
    const about = {
      schoolId: world.schoolId,
      caseId: other.id,
      studentId: student.id,
      employerId: employer.id,
      collegeId: world.colleges[0].id,
      classId: world.colleges[0].classId,
      initiatorId: employer.accountId,
    };
    const notice: Notice = { to, event: 'test', title: 't', body: 'b' };
    const db = bench.app.get(Db, { strict: false });
    await db.tx(actor, (tx) => bench.app.get(Notifier, { strict: false }).write(tx, actor, about, [notice, notice]));
    const rows = await bench.rows<{ account_id: string }>(
      "select account_id from notification where case_id = $1 and event = 'test'",
      [other.id],
    );
    return rows.map((row) => row.account_id);
  }

  it('is everybody whom the role and the unit mean, once, and never the one who acted', async () => {
    const mine = await world.staff('college_admin', { college: 0 });
    const other = await world.staff('college_admin', { college: 1 });
    const whole = await world.staff('college_admin');
    const ofClass = await world.staff('counsellor', { classOf: 0 });
    const college = await told({ kind: 'staff', roles: ['college_admin'] });
    expect(college).toEqual(expect.arrayContaining([mine.actor.accountId, whole.actor.accountId]));
    expect(college).not.toContain(other.actor.accountId);
    expect(new Set(college).size).toBe(college.length);
    expect(await told({ kind: 'staff', roles: ['counsellor'] })).toEqual([ofClass.actor.accountId]);
    expect(await told({ kind: 'staff', roles: ['college_admin'] }, mine)).not.toContain(mine.actor.accountId);
    expect(await told({ kind: 'student' }, mine)).toEqual([student.accountId]);
    expect(await told({ kind: 'student' })).toEqual([]);
  });

  it('is the unit’s person who invited, or all of the unit once that person has gone', async () => {
    const colleague = await world.employer({ settled: false });
    await bench.rows("insert into employer_member (account_id, employer_id, role) values ($1, $2, 'employer_member')", [
      colleague.accountId,
      employer.id,
    ]);
    expect(await told({ kind: 'employer' })).toEqual([employer.accountId]);
    await bench.rows("update employer_member set status = 'removed' where account_id = $1 and employer_id = $2", [
      employer.accountId,
      employer.id,
    ]);
    expect(await told({ kind: 'employer' })).toEqual([colleague.accountId]);
  });
});

describe('a message about no agreement', () => {
  async function told(to: Addressees, actor = student.ctx, event = `tell-${serial()}`): Promise<string[]> {
    const db = bench.app.get(Db, { strict: false });
    await db.system((tx) =>
      bench.app.get(Notifier, { strict: false }).tell(tx, actor, {
        to,
        event,
        title: 't',
        body: 'b',
        about: { kind: 'company', id: employer.id },
      }),
    );
    const rows = await bench.rows<{ account_id: string }>('select account_id from notification where event = $1', [
      event,
    ]);
    return rows.map((row) => row.account_id);
  }

  it('goes to the administrators of a unit, or to all of it, never to whoever acts', async () => {
    const unit = await world.employer();
    const member = await world.employer();
    await bench.rows("insert into employer_member (account_id, employer_id, role) values ($1, $2, 'employer_member')", [
      member.accountId,
      unit.id,
    ]);
    expect(await told({ kind: 'unit', employerId: unit.id, role: 'employer_admin' })).toEqual([unit.accountId]);
    const all = await told({ kind: 'unit', employerId: unit.id, role: 'any' });
    expect(all.sort()).toEqual([unit.accountId, member.accountId].sort());
    expect(await told({ kind: 'unit', employerId: unit.id, role: 'any' }, unit.ctx)).toEqual([member.accountId]);
  });

  it('goes to those who hold the permission at that school, and to nobody of another one', async () => {
    const [center, college] = [await world.staff('center_admin'), await world.staff('college_admin', { college: 0 })];
    const elsewhere = await (await bench.world()).staff('center_admin');
    const to = await told({ kind: 'holders', schoolId: world.schoolId, permission: 'settlement.review' });
    expect(to).toContain(center.actor.accountId);
    expect(to).not.toContain(college.actor.accountId);
    expect(to).not.toContain(elsewhere.actor.accountId);
    expect(await told({ kind: 'holders', schoolId: null, permission: 'settlement.review' })).toEqual([]);
  });

  it('is shown with what it leads to', async () => {
    const unit = await world.employer();
    await told({ kind: 'accounts', ids: [unit.accountId] });
    const { items } = await inbox.list(unit.ctx, query());
    expect(items[0]).toMatchObject({ caseId: null, about: { kind: 'company', id: employer.id } });
  });
});
