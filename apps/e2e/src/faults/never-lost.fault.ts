import { createHash } from 'node:crypto';
import { PDF } from '@libpdf/core';
import { type Person, until } from '../../../../tools/lib/http-person.mjs';
import { Installation } from './installation.js';
import { attempt, type Form, Lane, Ledger, type StepName } from './lane.js';
import { childrenOf, HAS_PROC, isAlive } from './processes.js';
import * as truth from './truth.js';

const MINUTE = 60_000;
const BULK = 30;
const EMPLOYERS = ['hr001', 'hr002', 'hr003', 'hr004'];

interface Job {
  id: string;
}

let at: Installation;
let center: Person;
let employers: Person[];
let form: Form;
let bulk: Job;
/** Prints of the emptied queue, which is told of some of them only after half a minute. */
const emptied: Job[] = [];
const lanes: Lane[] = [];

beforeAll(async () => {
  at = await Installation.start();
  center = await at.person('teacher', 'center');
  employers = await Promise.all(EMPLOYERS.map((account) => at.person('employer', account)));
  form = await truth.signedForm(at);
}, 4 * MINUTE);
afterAll(() => at?.stop(), MINUTE);

const caseIds = (of: readonly Lane[]): string[] => of.map((lane) => lane.caseId ?? '');
const print = (ids: string[]): Promise<Job> => center.post<Job>('prints', { caseIds: ids, variant: 'duplex' });
const done = (jobs: readonly Job[]): Promise<boolean> =>
  until(async () => {
    const ended = await truth.runs(
      at,
      jobs.map((job) => job.id),
    );
    return ended.every((run) => run.status === 'done') ? true : undefined;
  }, MINUTE);
const all = (of: readonly Lane[], last: StepName): Promise<unknown> => Promise.all(of.map((lane) => lane.play(last)));

/** Lanes of students whom nobody knows yet, each with a post of its own, so that a form is recognised. */
async function newLanes(ledger: Ledger, count: number): Promise<Lane[]> {
  const students = await truth.freeStudents(at, count);
  const made = await Promise.all(
    students.map(async ({ id, studentNo }, index) => {
      const student = await at.person('student', studentNo);
      const own = { ...form, terms: { ...form.terms, post: `软件开发工程师 ${studentNo}` } };
      return new Lane(ledger, employers[index % employers.length] as Person, student, id, own);
    }),
  );
  lanes.push(...made);
  return made;
}

/** Whoever was told something finds it again: the same request has the same answer, and happened once. */
async function expectKept(ledger: Ledger, of: readonly Lane[], last: StepName): Promise<void> {
  for (const { request, answer } of ledger.acknowledged) {
    if (request.method === 'post') expect(await attempt(request)).toEqual({ kind: 'answer', answer });
  }
  const ids = caseIds(of);
  const states = await at.rows<{ state: string; posts: number }>(
    `select state, count(distinct form_values #>> '{terms,post}')::int as posts from signing_case
      where id = any($1::uuid[]) group by state`,
    [ids],
  );
  expect(states).toEqual([{ state: last === 'accept' ? 'REVIEW' : 'INVITED', posts: of.length }]);
  const taken = { create: 'emp_draft', send: 'send', accept: 'accept' } as const;
  for (const step of ['create', 'send', ...(last === 'accept' ? (['accept'] as const) : [])] as const) {
    expect({ step, times: await truth.timesTaken(at, ids, taken[step]) }).toEqual({ step, times: of.map(() => 1) });
  }
  expect(await truth.brokenHistories(at)).toEqual([]);
  expect(await truth.unauditedSteps(at, ids)).toEqual([]);
  expect(await truth.doubledMessages(at, ids)).toEqual([]);
}

// Healing of a dead worker takes 45 s by design: it begins here, and the last test looks at its end.
it('a worker killed while it renders is started again, and leaves no browser behind', async () => {
  bulk = await print(await truth.signedCases(at, BULK));
  const before = at.pids.worker as number;
  await until(
    async () => {
      const [run] = await truth.runs(at, [bulk.id]);
      return run?.status === 'running' && run.progress.total === BULK ? true : undefined;
    },
    MINUTE,
    20,
  );
  const browsers = await until(
    async () => {
      const children = HAS_PROC ? childrenOf(before) : [];
      return children.length > 0 || !HAS_PROC ? children : undefined;
    },
    MINUTE,
    5,
  );
  at.killWorker();
  await until(async () => (at.pids.worker !== before ? true : undefined), MINUTE);
  await until(async () => (browsers.some(isAlive) ? undefined : true), MINUTE);
  // it was in the middle of it: nobody has written how it ended
  expect(await truth.runs(at, [bulk.id])).toMatchObject([{ status: 'running', attempts: 1 }]);
  expect(await truth.printedBy(at, bulk.id)).toMatchObject([{ documentId: null, cases: BULK }]);
  const [next] = await truth.signedCases(at, 1);
  await done([await print([next as string])]);
});

it('PostgreSQL that crashes under load and comes back: 503 meanwhile, nothing lost, no process started anew', async () => {
  const ledger = new Ledger();
  const own = await newLanes(ledger, 16);
  const { api, worker } = at.pids;
  const printed = await Promise.all((await truth.signedCases(at, 4)).map((id) => print([id])));
  const crashed = new Promise<void>((resolve, reject) =>
    ledger.after(20, () => void at.crashDatabase().then(resolve, reject)),
  );
  const played = all(own, 'accept');
  await crashed;
  const problem = await center.get('notifications/unread-count').catch((error: unknown) => error);
  expect(problem).toMatchObject({ status: 503, problem: { code: 'SERVICE_UNAVAILABLE', status: 503 } });
  expect(await at.readiness()).toBe(503);
  expect((await fetch(`${at.url}/healthz`)).status).toBe(200);
  await at.startDatabase();
  await at.ready();
  await played;
  await expectKept(ledger, own, 'accept');
  expect(ledger.unanswered.absent + ledger.unanswered.found + ledger.unanswered.repeated).toBeGreaterThan(0);
  await until(async () => {
    const ended = await truth.runs(
      at,
      printed.map((job) => job.id),
    );
    return ended.every((run) => run.status === 'done') ? true : undefined;
  }, MINUTE);
  expect(at.pids).toEqual({ api, worker });
});

it('an emptied queue fills again from the table', async () => {
  await at.stopWorker();
  const cases = await truth.signedCases(at, 6);
  for (const id of cases) emptied.push(await print([id]));
  const ids = emptied.map((job) => job.id);
  const tickets = `bullmq.job where data ->> 'runId' = any($1)`;
  await until(async () => ((await at.count(tickets, [ids])) === ids.length ? true : undefined), MINUTE);
  // half of them as if a relay had told the queue just before it was emptied
  await at.rows('update job_run set pushed_at = clock_timestamp() where id = any($1::uuid[])', [ids.slice(0, 3)]);
  await at.rows('delete from bullmq.job');
  expect(await at.count(tickets, [ids])).toBe(0);
  await at.startWorker();
  await done(emptied.slice(3));
});

it('invitations whose deadline passed while no worker ran expire once, with their timers or without', async () => {
  const ledger = new Ledger();
  const own = await newLanes(ledger, 6);
  await all(own, 'send');
  const ids = caseIds(own);
  await at.stopWorker();
  const deadline = new Date(Date.now() - 2 * 60 * MINUTE);
  await at.rows('update signing_case set deadline_at = $2 where id = any($1::uuid[])', [ids, deadline]);
  const timers = `name = 'agreements.timer' and payload ->> 'timer' = 'invite_expiry' and payload ->> 'caseId' = any($1)`;
  expect(await at.count(`job_run where ${timers}`, [ids])).toBe(ids.length);
  await at.rows(`delete from job_run where ${timers}`, [ids.slice(0, 3)]);
  await at.rows(
    `update job_run set run_at = $2::timestamptz, payload = payload || jsonb_build_object('at', $3::text, 'deadline', $3::text)
      where ${timers}`,
    [ids, deadline, deadline.toISOString()],
  );
  // the time without a worker was longer than the rhythm of the sweep
  await at.rows(`update sweep set next_at = clock_timestamp() where name = 'agreements.overdue'`);
  await at.startWorker();
  const expired = `signing_case where id = any($1::uuid[]) and state = 'EXPIRED'`;
  await until(async () => ((await at.count(expired, [ids])) === ids.length ? true : undefined), MINUTE);
  const timersLeft = `job_run where ${timers} and status <> 'done'`;
  await until(async () => ((await at.count(timersLeft, [ids])) === 0 ? true : undefined), MINUTE);
  expect(await truth.timesTaken(at, ids, 'expire')).toEqual(ids.map(() => 1));
  // to the student and to the employer
  expect(await at.count(`notification where event = 'invite_expired' and case_id = any($1::uuid[])`, [ids])).toBe(12);
  expect(await truth.doubledMessages(at, ids)).toEqual([]);
  expect(await truth.brokenHistories(at)).toEqual([]);
});

describe('an API killed under load', () => {
  const ledger = new Ledger();
  let own: Lane[];

  beforeAll(async () => {
    own = await newLanes(ledger, 40);
  }, MINUTE);

  it('twice in the middle of forty journeys: whatever it had answered is there, the rest fully or not at all', async () => {
    const first = at.pids.api;
    ledger.after(30, () => at.killApi());
    ledger.after(75, () => at.killApi());
    await all(own, 'send');
    expect(at.pids.api).not.toBe(first);
    const { repeated, found, absent } = ledger.unanswered;
    expect(repeated + found + absent).toBeGreaterThan(0);
    await expectKept(ledger, own, 'send');
  });

  it('between commit and answer: every act is there, repeating it does nothing', async () => {
    const held = own.slice(0, 20);
    const answered = ledger.acknowledged.length;
    const { found } = ledger.unanswered;
    // the answer of a request is kept after its commit, and given after that: there it is held
    await at.rows(`
      create function hold_answer() returns trigger language plpgsql as $$
        begin perform pg_advisory_xact_lock_shared(4242); return new; end $$`);
    await at.rows(
      'create trigger hold_answer before update on idempotency_record for each row execute function hold_answer()',
    );
    let played: Promise<unknown> = Promise.resolve();
    await at.holding('select pg_advisory_lock(4242)', async () => {
      played = all(held, 'accept');
      const accepted = `signing_case where id = any($1::uuid[]) and state = 'REVIEW'`;
      await until(async () => ((await at.count(accepted, [caseIds(held)])) === held.length ? true : undefined), MINUTE);
      at.killApi();
      await until(async () => ((await at.readiness()) === undefined ? true : undefined), MINUTE, 10);
    });
    await at.rows('drop trigger hold_answer on idempotency_record');
    await at.rows('drop function hold_answer');
    await played;
    expect(ledger.acknowledged.length).toBe(answered);
    expect(ledger.unanswered.found - found).toBe(held.length);
    await all(own, 'accept');
    await expectKept(ledger, own, 'accept');
  });
});

it(
  'in the end everything is done, once',
  async () => {
    await until(async () => ((await truth.unfinishedRuns(at)) === 0 ? true : undefined), 2 * MINUTE);
    expect(await at.rows(`select name, error_detail from job_run where status = 'failed'`)).toEqual([]);
    expect(await truth.runs(at, [bulk.id])).toMatchObject([{ status: 'done', attempts: 2 }]);
    for (const { id } of [bulk, ...emptied]) {
      const printed = await truth.printedBy(at, id);
      expect(printed).toHaveLength(1);
      const file = printed[0] as truth.Printed;
      expect(file.cases).toBe(id === bulk.id ? BULK : 1);
      const bytes = await center.download(`documents/${file.documentId}/file`);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
      expect((await PDF.load(bytes)).getPageCount()).toBe(file.pages);
    }
    expect(await at.count(`document where kind = 'bulk'`)).toBe(1);
    expect(
      await at.rows(`select case_id from document where kind = 'agreement' group by case_id having count(*) > 1`),
    ).toEqual([]);
    expect(await truth.brokenHistories(at)).toEqual([]);
    expect(await truth.unauditedSteps(at, caseIds(lanes))).toEqual([]);
    // every link and every file, whichever fault was under way when it was written
    await Promise.all([at.verifyAudit(), at.checkStorage()]);
  },
  3 * MINUTE,
);
