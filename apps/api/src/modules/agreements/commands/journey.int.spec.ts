import type { RequestContext } from '../../../platform/context/index.js';
import { Bench } from '../testing/bench.js';
import type { Employer, Student, World } from '../testing/world.js';

let bench: Bench;
let world: World;
let employer: Employer;
let student: Student;
let college: RequestContext;
let center: RequestContext;

beforeAll(async () => {
  bench = await Bench.open();
  world = await bench.world();
  employer = await world.employer();
  student = await world.student();
  college = await world.staff('college_admin', { college: 0 });
  center = await world.staff('center_admin');
});
afterAll(() => bench.close());

describe('from an invitation to the signed agreement', () => {
  it('goes through every step, leaving one event, one audit link and messages for each', async () => {
    let detail = await bench.invited(employer, student);
    expect(detail).toMatchObject({
      state: 'INVITED',
      stateLabel: '待学生确认',
      deadlineAt: '2027-04-26T15:59:59.000Z',
    });
    expect(detail.student.idNo).toBeNull();

    detail = await bench.commands.accept(student.ctx, detail.id, {
      version: detail.version,
      healthCode: '1',
      opinion: '同意',
      consentVersion: detail.consentVersion,
    });
    expect(detail).toMatchObject({ state: 'REVIEW', reviewLevel: 1, stateLabel: '学院审核中', agreementNo: null });
    expect(detail.student).toMatchObject({
      name: '欧阳䶮',
      idNo: '110***********004X',
      phone: '138****0021',
      healthCode: '1',
    });

    detail = await bench.pass(college, detail);
    expect(detail).toMatchObject({ state: 'REVIEW', reviewLevel: 2, stateLabel: '就业中心审核中' });
    detail = await bench.pass(center, detail);
    expect(detail.state).toBe('SIGNING');
    expect(detail.agreementNo).toMatch(new RegExp(`^2027-${world.schoolCode}-3-\\d{6}-[0-9A-Z]$`));
    expect(detail.contentHash).toMatch(/^[0-9a-f]{64}$/);

    detail = await bench.sign(student, detail);
    expect(detail.slots[0]).toMatchObject({ slot: 'student', done: true, method: 'handwriting', byName: '欧阳䶮' });
    detail = await bench.mark(college, detail, 'employer');
    detail = await bench.mark(college, detail, 'college');
    detail = await bench.mark(center, detail, 'school');
    expect(detail).toMatchObject({ state: 'SIGNED', stateLabel: '已签约', deadlineAt: null });
    expect(detail.signedAt).not.toBeNull();
    expect(detail.progress.map((step) => step.status)).toEqual(detail.progress.map(() => 'done'));
    expect(detail.progress.map((step) => step.label)).toEqual([
      '单位邀请',
      '学生应约',
      '学院审核',
      '就业中心审核',
      '学生签名',
      '单位盖章',
      '学院盖章',
      '学校盖章',
      '签约完成',
    ]);

    const events = await bench.rows<{ action: string; seq: number }>(
      'select action, seq from case_event where case_id = $1 order by seq',
      [detail.id],
    );
    expect(events.map((event) => event.action)).toEqual([
      'emp_draft',
      'send',
      'accept',
      'pass',
      'pass',
      'slot_done',
      'slot_done',
      'slot_done',
      'slot_done',
    ]);
    // The saved draft leaves an audit link, too.
    expect(await bench.count("audit_entry where aggregate_type = 'case' and aggregate_id = $1", [detail.id])).toBe(
      events.length + 1,
    );
    const told = await bench.rows<{ event: string; account_id: string }>(
      'select event, account_id from notification where case_id = $1',
      [detail.id],
    );
    const eventsOf = (account: string | null): string[] =>
      told.filter((one) => one.account_id === account).map((one) => one.event);
    expect(eventsOf(student.accountId)).toEqual(
      expect.arrayContaining(['invited', 'review_passed', 'sign_ready', 'slot_recorded', 'signed']),
    );
    expect(eventsOf(employer.accountId)).toEqual(
      expect.arrayContaining(['invite_accepted', 'review_passed', 'signing_started', 'slot_turn', 'signed']),
    );
    expect(eventsOf(college.actor.accountId)).toEqual(expect.arrayContaining(['review_waiting', 'signed']));
    expect(eventsOf(center.actor.accountId)).toEqual(expect.arrayContaining(['review_waiting', 'slot_turn']));
  });

  it('stores the signature sealed, and nothing personal in the clear', async () => {
    const [row] = await bench.rows<{ text: string }>(
      `select (select string_agg(row_to_json(c)::text, '') from signing_case c) ||
              (select string_agg(row_to_json(s)::text, '') from signing_slot s) ||
              (select string_agg(row_to_json(v)::text, '') from case_event v) ||
              (select string_agg(row_to_json(r)::text, '') from case_revision r) ||
              (select string_agg(row_to_json(a)::text, '') from audit_entry a) ||
              (select string_agg(row_to_json(j)::text, '') from job_run j) as text`,
    );
    expect(row?.text).not.toContain('11010120020101004X');
    expect(row?.text).not.toContain('13800000021');
    expect(row?.text).not.toContain('新建路 12 号');
    expect(row?.text).not.toMatch(/"strokes":\[/);
  });
});
