import type { RequestContext } from '../../../platform/context/index.js';
import { publicContext } from '../../../platform/context/index.js';
import { Bench, codeOf } from '../../agreements/testing/bench.js';
import { ACCEPT } from '../../agreements/testing/values.js';
import type { World } from '../../agreements/testing/world.js';
import { SchoolQueries } from '../school-queries.js';
import { CohortDesk } from './cohort-desk.js';
import type { CohortEditBody, ScheduleEntryBody } from './cohort.dto.js';

let bench: Bench;
let desk: CohortDesk;
let schools: SchoolQueries;
let world: World;
let center: RequestContext;

beforeAll(async () => {
  bench = await Bench.open();
  desk = bench.app.get(CohortDesk, { strict: false });
  schools = bench.app.get(SchoolQueries, { strict: false });
});
beforeEach(async () => {
  world = await bench.world();
  center = await world.staff('center_admin');
});
afterAll(() => bench.close());

const line = (label: string, from: string, to: string, key = ''): ScheduleEntryBody => ({ key, label, from, to });
const SIGNING = line('网签三方协议', '2026-10-08', '2027-06-30', 'signing');
const edit = (over: Partial<CohortEditBody> = {}): CohortEditBody => ({
  version: 1,
  schedule: [SIGNING],
  public: true,
  ...over,
});

describe('cohorts', () => {
  it('the next one is added with its calendar', async () => {
    const list = await desk.add(center, {
      year: 2028,
      public: true,
      schedule: [line('签约', '2027-10-08', '2028-06-30'), line('核对', '2027-09-01', '2027-10-01', 'source')],
    });
    expect(list.items[0]).toEqual({
      year: 2028,
      label: '2028 届',
      open: true,
      public: true,
      students: 0,
      sourceTerm: null,
      version: 1,
      schedule: [
        { key: 'source', label: '核对', from: '2027-09-01', to: '2027-10-01' },
        { key: 'entry', label: '签约', from: '2027-10-08', to: '2028-06-30' },
      ],
    });
    expect(await codeOf(desk.add(center, { year: 2028, public: true, schedule: [] }))).toBe('VALIDATION_FAILED');
    expect(await codeOf(desk.add(center, { year: 2050, public: true, schedule: [] }))).toBe('VALIDATION_FAILED');
  });

  it('says until when students submit: set, kept by whoever does not speak of it, taken back', async () => {
    const term = { until: '2027-04-30', late: 'refuse' as const };
    const set = await desk.edit(center, 2027, edit({ sourceTerm: term }));
    expect(set.items.find((one) => one.year === 2027)?.sourceTerm).toEqual(term);
    const kept = await desk.edit(center, 2027, edit({ version: 2 }));
    expect(kept.items.find((one) => one.year === 2027)?.sourceTerm).toEqual(term);
    const wrong = desk.edit(center, 2027, edit({ version: 3, sourceTerm: { ...term, until: '2030-04-30' } }));
    await expect(wrong).rejects.toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ field: 'sourceTerm.until' }] });
    await desk.edit(center, 2027, edit({ version: 3, sourceTerm: null }));
    const notes = await bench.rows<{ before: object; after: object }>(
      `select body -> 'before' as before, body -> 'after' as after from audit_entry where school_id = $1 and body ->> 'action' = 'cohort.edit' order by seq`,
      [world.schoolId],
    );
    expect(notes.map(({ after }) => (after as { sourceTerm: unknown }).sourceTerm)).toEqual([term, term, null]);
    expect(notes[2]?.before).toMatchObject({ sourceTerm: term });
  });

  it('of ten who add the same, one does', async () => {
    const codes = await Promise.all(
      Array.from({ length: 10 }, () => codeOf(desk.add(center, { year: 2029, public: true, schedule: [] }))),
    );
    expect(codes.filter((code) => code === 'OK')).toHaveLength(1);
  });

  it('a calendar is changed line by line, each with a key of its own', async () => {
    const { items } = await desk.edit(
      center,
      2027,
      edit({
        schedule: [SIGNING, line('甲', '2027-01-01', '2027-01-02'), line('乙', '2027-01-03', '2027-01-04', 'signing')],
      }),
    );
    expect(items[0]?.schedule.map((one) => one.key)).toEqual(['signing', 'entry', 'entry2']);
    const wrong = desk.edit(center, 2027, edit({ version: 2, schedule: [line('甲', '2027-02-02', '2027-02-01')] }));
    await expect(wrong).rejects.toMatchObject({ errors: [{ field: 'schedule[0].to' }] });
    expect(await codeOf(desk.edit(center, 2027, edit()))).toBe('STALE_VERSION');
    expect(await codeOf(desk.edit(center, 2031, edit()))).toBe('NOT_FOUND');
    expect(await codeOf(desk.edit(center, 999_999_999, edit()))).toBe('NOT_FOUND');
  });

  it('what is not public stays off the public page', async () => {
    const shown = async () =>
      (await schools.site(publicContext('test', null))).schools.find((school) => school.code === world.schoolCode);
    await desk.edit(center, 2027, edit());
    expect((await shown())?.schedule).toHaveLength(1);
    await desk.edit(center, 2027, edit({ version: 2, public: false }));
    expect((await shown())?.schedule).toEqual([]);
  });

  it('are for whoever has the whole school in view', async () => {
    const college = await world.staff('college_admin', { college: 0 });
    expect(await codeOf(desk.edit(college, 2027, edit()))).toBe('FORBIDDEN');
    expect(await codeOf(desk.setOpen(college, 2027, { version: 1, open: false }))).toBe('FORBIDDEN');
  });
});

describe('a closed cohort', () => {
  it('is read only for everybody until it is opened again', async () => {
    const [employer, student] = [await world.employer(), await world.student()];
    const sent = await bench.invited(employer, student);
    await desk.setOpen(center, 2027, { version: 1, open: false });
    const accept = (): Promise<unknown> =>
      bench.commands.accept(student.ctx, sent.id, { version: sent.version, ...ACCEPT });
    expect(await codeOf(accept())).toBe('COHORT_CLOSED');
    expect(await codeOf(bench.draft(employer, await world.student()))).toBe('COHORT_CLOSED');
    const seen = await bench.cases.get(student.ctx, sent.id);
    expect(seen.availableActions.map((one) => [one.action, one.code])).toEqual([
      ['decline', 'COHORT_CLOSED'],
      ['accept', 'COHORT_CLOSED'],
    ]);
    expect(await codeOf(desk.setOpen(center, 2027, { version: 2, open: false }))).toBe('CONFLICT');
    await desk.setOpen(center, 2027, { version: 2, open: true });
    expect(await codeOf(accept())).toBe('OK');
  });

  it('lets deadlines run out all the same', async () => {
    const sent = await bench.invited(await world.employer(), await world.student());
    await desk.setOpen(center, 2027, { version: 1, open: false });
    bench.clock.set(new Date(new Date(sent.deadlineAt as string).getTime() + 1000));
    await bench.drain();
    const [row] = await bench.rows<{ state: string }>('select state from signing_case where id = $1', [sent.id]);
    expect(row?.state).toBe('EXPIRED');
    bench.clock.set('2027-04-12T02:00:00Z');
  });
});
