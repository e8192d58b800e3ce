import type { RequestContext } from '../../../platform/context/index.js';
import { Bench, codeOf } from '../testing/bench.js';
import { ACCEPT } from '../testing/values.js';
import { testPolicy, type World } from '../testing/world.js';

const DAY = 86_400_000;

let bench: Bench;
let world: World;
let college: RequestContext;
let center: RequestContext;

beforeAll(async () => {
  bench = await Bench.open();
});
beforeEach(async () => {
  bench.clock.set('2027-04-12T02:00:00Z');
  world = await bench.world();
  college = await world.staff('college_admin', { college: 0 });
  center = await world.staff('center_admin');
  await bench.rows("update job_run set status = 'cancelled' where status = 'queued'");
});
afterAll(() => bench.close());

const stateOf = async (id: string): Promise<string | undefined> =>
  (await bench.rows<{ state: string }>('select state from signing_case where id = $1', [id]))[0]?.state;
const noticesOf = (id: string, event: string): Promise<number> =>
  bench.count('notification where case_id = $1 and event = $2', [id, event]);

describe('an invitation', () => {
  it('reminds three days and one day before, and expires after its last second', async () => {
    const [employer, student] = [await world.employer(), await world.student()];
    const sent = await bench.invited(employer, student);
    bench.clock.set('2027-04-23T01:00:01Z');
    await bench.drain();
    expect(await noticesOf(sent.id, 'invite_due')).toBe(1);
    bench.clock.set('2027-04-25T01:00:01Z');
    await bench.drain();
    await bench.drain();
    expect(await noticesOf(sent.id, 'invite_due')).toBe(2);

    bench.clock.set('2027-04-26T15:59:59Z');
    await bench.drain();
    expect(await stateOf(sent.id)).toBe('INVITED');
    bench.clock.set('2027-04-26T16:00:00Z');
    expect(await codeOf(bench.commands.accept(student.ctx, sent.id, { version: sent.version, ...ACCEPT }))).toBe(
      'INVITE_EXPIRED',
    );
    await bench.sweep('agreements.overdue');
    expect(await stateOf(sent.id)).toBe('EXPIRED');
    expect(await noticesOf(sent.id, 'invite_expired')).toBe(2);
    const events = await bench.rows('select action, actor_kind from case_event where case_id = $1 order by seq', [
      sent.id,
    ]);
    expect(events.at(-1)).toEqual({ action: 'expire', actor_kind: 'system' });
    expect(await bench.sweep('agreements.overdue')).toBe(0);
  });

  it('expires by its own timer, once', async () => {
    const sent = await bench.invited(await world.employer(), await world.student());
    bench.clock.advance(15 * DAY);
    await bench.drain();
    expect(await stateOf(sent.id)).toBe('EXPIRED');
    expect(await bench.sweep('agreements.overdue')).toBe(0);
    expect(await bench.count("case_event where case_id = $1 and action = 'expire'", [sent.id])).toBe(1);
  });

  it('taken back and sent again does not hear the clocks of its first life', async () => {
    const [employer, student] = [await world.employer(), await world.student()];
    const first = await bench.invited(employer, student);
    bench.clock.advance(5 * DAY);
    const draft = await bench.commands.withdraw(employer.ctx, first.id, { version: first.version }, 2027);
    expect(draft).toMatchObject({ state: 'DRAFT_EMP', confirmed: [], deadlineAt: null });
    const saved = await bench.commands.saveDraft(
      employer.ctx,
      draft.id,
      { version: draft.version, values: {}, confirmed: ['employer', 'terms', 'archive', 'breach'] },
      2027,
    );
    const again = await bench.commands.send(employer.ctx, saved.id, { version: saved.version }, 2027);
    expect(again.deadlineAt).toBe('2027-05-01T15:59:59.000Z');
    bench.clock.set('2027-04-27T00:00:00Z');
    await bench.drain();
    expect(await stateOf(first.id)).toBe('INVITED');
    expect(await noticesOf(first.id, 'invite_due')).toBe(0);
  });

  it('that was answered rings for nothing', async () => {
    const accepted = await bench.accepted(await world.employer(), await world.student());
    bench.clock.advance(20 * DAY);
    await bench.drain();
    await bench.sweep('agreements.overdue');
    expect(await stateOf(accepted.id)).toBe('REVIEW');
  });
});

describe('a signing', () => {
  it('past its deadline tells everybody, and again every week', async () => {
    const detail = await bench.signing(await world.employer(), await world.student(), [college, center]);
    bench.clock.set('2027-05-05T01:00:01Z');
    await bench.drain();
    expect(await noticesOf(detail.id, 'sign_due')).toBe(1);
    bench.clock.set('2027-05-13T02:00:00Z');
    await bench.drain();
    expect(await stateOf(detail.id)).toBe('SIGNING');
    expect(await noticesOf(detail.id, 'sign_overdue')).toBe(4);
    bench.clock.advance(8 * DAY);
    await bench.sweep('agreements.overdue');
    expect(await noticesOf(detail.id, 'sign_overdue')).toBe(8);
  });

  it('ends where the school wants it to end', async () => {
    world = await bench.world(testPolicy({ sign: { on_timeout: 'expire' } }));
    const reviewers = [await world.staff('college_admin', { college: 0 }), await world.staff('center_admin')];
    const detail = await bench.signing(await world.employer(), await world.student(), reviewers);
    bench.clock.advance(31 * DAY);
    await bench.drain();
    expect(await stateOf(detail.id)).toBe('EXPIRED');
  });
});

describe('an acceptance that ends the other invitations', () => {
  it('expires them in the same act, with history and messages', async () => {
    world = await bench.world(testPolicy({ invite: { on_accept_others: 'expire' } }));
    const student = await world.student();
    const others = [
      await bench.invited(await world.employer(), student),
      await bench.invited(await world.employer(), student),
    ];
    const accepted = await bench.accepted(await world.employer(), student);
    expect(accepted.state).toBe('REVIEW');
    for (const other of others) {
      expect(await stateOf(other.id)).toBe('EXPIRED');
      expect(await bench.count("case_event where case_id = $1 and action = 'expire'", [other.id])).toBe(1);
      expect(
        await bench.count("audit_entry where aggregate_id = $1 and body ->> 'action' = 'case.expire'", [other.id]),
      ).toBe(1);
      expect(await noticesOf(other.id, 'invite_expired')).toBe(1);
    }
  });
});
