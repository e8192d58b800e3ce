import type { RequestContext } from '../../../platform/context/index.js';
import type { CaseDetail } from '../http/dto/case-detail.dto.js';
import { Bench, codeOf } from '../testing/bench.js';
import { ACCEPT } from '../testing/values.js';
import type { World } from '../testing/world.js';

let bench: Bench;
let world: World;
let college: RequestContext;
let center: RequestContext;

const CALLS = 50;

beforeAll(async () => {
  bench = await Bench.open();
  world = await bench.world();
  college = await world.staff('college_admin', { college: 0 });
  center = await world.staff('center_admin');
});
afterAll(() => bench.close());

/** Everybody at once: one winner, everybody else refused with a code that a page understands, one line of history. */
async function race(detail: CaseDetail, call: () => Promise<unknown>, action: string): Promise<void> {
  const before = await bench.count('case_event where case_id = $1', [detail.id]);
  const codes = await Promise.all(Array.from({ length: CALLS }, () => codeOf(call())));
  expect(codes.filter((code) => code === 'OK')).toHaveLength(1);
  expect(new Set(codes.filter((code) => code !== 'OK'))).toEqual(new Set(['STALE_VERSION']));
  const events = await bench.rows<{ action: string }>(
    'select action from case_event where case_id = $1 order by seq offset $2',
    [detail.id, before],
  );
  expect(events).toEqual([{ action }]);
  const [row] = await bench.rows<{ version: number }>('select version from signing_case where id = $1', [detail.id]);
  expect(row?.version).toBe(detail.version + 1);
}

describe(`${CALLS} calls at once have one winner`, () => {
  it('accept', async () => {
    const student = await world.student();
    const sent = await bench.invited(await world.employer(), student);
    await race(sent, () => bench.commands.accept(student.ctx, sent.id, { version: sent.version, ...ACCEPT }), 'accept');
  });

  it('pass', async () => {
    const accepted = await bench.accepted(await world.employer(), await world.student());
    await race(accepted, () => bench.pass(college, accepted), 'pass');
  });

  it('markSlot', async () => {
    const student = await world.student();
    const detail = await bench.signing(await world.employer(), student, [college, center]);
    const signed = await bench.sign(student, detail);
    await race(signed, () => bench.mark(college, signed, 'employer'), 'slot_done');
    expect(await bench.count('signing_slot where case_id = $1', [signed.id])).toBe(2);
  });

  it('sign', async () => {
    const student = await world.student();
    const detail = await bench.signing(await world.employer(), student, [college, center]);
    await race(detail, () => bench.sign(student, detail), 'slot_done');
  });
});

describe('several at once', () => {
  it('accepting five invitations leaves one agreement', async () => {
    const student = await world.student();
    const sent: CaseDetail[] = [];
    for (let i = 0; i < 5; i += 1) sent.push(await bench.invited(await world.employer(), student));
    const codes = await Promise.all(
      sent.map((one) => codeOf(bench.commands.accept(student.ctx, one.id, { version: one.version, ...ACCEPT }))),
    );
    expect(codes.filter((code) => code === 'OK')).toHaveLength(1);
    expect(codes.filter((code) => code === 'ACTIVE_CASE')).toHaveLength(4);
    expect(await bench.count("signing_case where student_id = $1 and state = 'REVIEW'", [student.id])).toBe(1);
  });

  it('units race for the last seats of a student', async () => {
    const student = await world.student();
    const drafts = [];
    for (let i = 0; i < 8; i += 1) {
      const employer = await world.employer();
      drafts.push({ employer, draft: await bench.draft(employer, student) });
    }
    const codes = await Promise.all(
      drafts.map(({ employer, draft }) =>
        codeOf(bench.commands.send(employer.ctx, draft.id, { version: draft.version }, 2027)),
      ),
    );
    expect(codes.filter((code) => code === 'OK')).toHaveLength(5);
    expect(codes.filter((code) => code === 'INVITE_LIMIT')).toHaveLength(3);
    expect(await bench.count("signing_case where student_id = $1 and state = 'INVITED'", [student.id])).toBe(5);
  });

  it('accept and withdraw at the same moment: one of them', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [employer, student] = [await world.employer(), await world.student()];
      const sent = await bench.invited(employer, student);
      const codes = await Promise.all([
        codeOf(bench.commands.accept(student.ctx, sent.id, { version: sent.version, ...ACCEPT })),
        codeOf(bench.commands.withdraw(employer.ctx, sent.id, { version: sent.version }, 2027)),
      ]);
      expect(codes.sort()).toEqual(['OK', 'STALE_VERSION']);
    }
  });

  it('two drafts of one unit for one student cannot both be', async () => {
    const [employer, student] = [await world.employer(), await world.student()];
    const codes = await Promise.all(
      Array.from({ length: 6 }, () =>
        codeOf(bench.commands.createDraft(employer.ctx, 2027, { studentId: student.id })),
      ),
    );
    expect(codes.filter((code) => code === 'OK')).toHaveLength(1);
    expect(codes.filter((code) => code === 'INVITE_DUPLICATE')).toHaveLength(5);
  });

  it('numbers issued at the same time are all different and without gaps', async () => {
    const ready: CaseDetail[] = [];
    for (let i = 0; i < 10; i += 1) {
      ready.push(await bench.pass(college, await bench.accepted(await world.employer(), await world.student())));
    }
    const done = await Promise.all(ready.map((one) => bench.pass(center, one)));
    expect(new Set(done.map((one) => one.agreementNo)).size).toBe(10);
  });
});
