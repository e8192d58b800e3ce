import type { SourceState } from '@qiancheng/shared';
import type { Student, World } from '../../agreements/testing/world.js';
import { PeopleBench, type Person } from '../../people/testing/people-bench.js';
import type { SourceListPage } from '../http/source-list.dto.js';
import type { SourceCounts } from '../http/source-summary.dto.js';

let bench: PeopleBench;
let world: World;
let center: Person;
let counsellor: Person;

beforeAll(async () => {
  bench = await PeopleBench.open();
});
afterAll(() => bench.close());
beforeEach(async () => {
  world = await bench.world();
  center = await bench.signIn(await world.staff('center_admin'));
  counsellor = await bench.signIn(await world.staff('counsellor', { classOf: 0 }));
});

const sql = (text: string, params: unknown[]): Promise<unknown> => bench.database.owner.query(text, params);
const at = (sourceState: SourceState, name: string): Promise<Student> => world.student({ name, sourceState });
async function search(who: Person, filter: object, more: object = {}): Promise<SourceListPage> {
  const answer = await who.post<SourceListPage>('sources/search', { filter: { cohort: 2027, ...filter }, ...more });
  expect(answer.status).toBe(200);
  return answer.body;
}
const names = async (who: Person, filter: object, more: object = {}): Promise<string[]> =>
  (await search(who, filter, more)).items.map((row) => row.name);

describe('the conditions', () => {
  it('ask when it was submitted, both days meant, by the calendar of the school', async () => {
    for (const [name, at] of [
      ['前一天', '2027-04-09T15:59:59Z'],
      ['当天零点', '2027-04-09T16:00:00Z'],
      ['次日末', '2027-04-11T15:59:59Z'],
      ['再后', '2027-04-11T16:00:00Z'],
    ]) {
      const { id } = await world.student({ name: name as string, sourceState: 'submitted' });
      await sql('update student set source_submitted_at = $2 where id = $1', [id, at]);
    }
    await at('not_started', '没交');
    const by = (submitted: object): Promise<string[]> => names(center, { submitted }, { sort: 'submitted' });
    expect(await by({ from: '2027-04-10', to: '2027-04-11' })).toEqual(['当天零点', '次日末']);
    expect(await by({ from: '2027-04-11' })).toEqual(['次日末', '再后']);
    expect(await by({ to: '2027-04-09' })).toEqual(['前一天']);
    const wrong = await center.post('sources/search', { filter: { cohort: 2027, submitted: { from: '4月10日' } } });
    expect(wrong.status).toBe(422);
  });

  it('ask how often it was sent back, how long one studies and when one graduates', async () => {
    const often = await at('submitted', '退过两次');
    const once = await at('submitted', '退过一次');
    await at('submitted', '没退过');
    await sql(`update student set source_returns = 2, length_years = 2.5, graduation_month = '202701' where id = $1`, [
      often.id,
    ]);
    await sql(`update student set source_returns = 1, length_years = 3, graduation_month = '202712' where id = $1`, [
      once.id,
    ]);
    expect(await names(center, { returns: 1 })).toEqual(['退过两次', '退过一次']);
    expect(await names(center, { returns: 2 })).toEqual(['退过两次']);
    expect(await names(center, {}, { sort: '-returns' })).toEqual(['退过两次', '退过一次', '没退过']);
    expect((await search(center, { returns: 2 })).items).toMatchObject([{ returns: 2 }]);
    expect(await names(center, { length: ['2.5', '3'] })).toEqual(['退过两次', '退过一次']);
    expect(await names(center, { length: ['4'] })).toEqual(['没退过']);
    expect(await names(center, { graduation: { from: '202706' } })).toEqual(['退过一次', '没退过']);
    expect(await names(center, { graduation: { to: '202706' } })).toEqual(['退过两次', '没退过']);
    for (const filter of [{ returns: 0 }, { length: ['四'] }, { graduation: { from: '202713' } }]) {
      expect((await center.post('sources/search', { filter: { cohort: 2027, ...filter } })).status).toBe(422);
    }
  });

  it('ask whose counsellor somebody is, as the classes stand now', async () => {
    await at('submitted', '本班');
    await world.student({ name: '别班', college: 1, sourceState: 'submitted' });
    const elsewhere = await bench.signIn(await world.staff('counsellor', { classOf: 1 }));
    expect(await names(center, { counsellorId: [counsellor.id] })).toEqual(['本班']);
    expect(await names(center, { counsellorId: [elsewhere.id] })).toEqual(['别班']);
    expect(await names(center, { counsellorId: [counsellor.id, elsewhere.id] })).toHaveLength(2);
    expect(await names(counsellor, { counsellorId: [elsewhere.id] })).toEqual([]);
    const org = await center.get<{ counsellors: object[] }>('org');
    expect(org.body.counsellors).toContainEqual({
      id: counsellor.id,
      name: expect.any(String) as string,
      classIds: [world.colleges[0].classId],
    });
    const elsewhereNow = [world.colleges[1].classId];
    await sql('update account_grant set class_ids = $2 where account_id = $1', [counsellor.id, elsewhereNow]);
    expect(await names(center, { counsellorId: [counsellor.id] })).toEqual(['别班']);
    expect((await counsellor.get<{ counsellors: object[] }>('org')).body.counsellors).toHaveLength(2);
  });

  it('mean the same students in the list, a view’s count, a selection and an export', async () => {
    const two = await at('returned', '退过两次');
    await at('submitted', '没退过');
    await sql('update student set source_returns = 2, source_submitted_at = $2 where id = $1', [
      two.id,
      '2027-04-10T02:00:00Z',
    ]);
    const filter = {
      returns: 2,
      submitted: { from: '2027-04-10', to: '2027-04-10' },
      length: ['4'],
      graduation: { from: '202701', to: '202712' },
      counsellorId: [counsellor.id],
    };
    expect(await names(center, filter)).toEqual(['退过两次']);
    const view = await center.post<{ id: string; filter: object }>('sources/views', { name: '常退', filter });
    expect(view.body.filter).toEqual(filter);
    const counted = await center.get<SourceCounts>('sources/counts?cohort=2027');
    expect(counted.body.views).toEqual([{ id: view.body.id, count: 1 }]);
    const selection = { filter: { cohort: 2027, ...filter }, expected: 1 };
    const act = { selection, act: 'notify', title: '请改', text: '请尽快改好。' };
    expect((await center.post<{ total: number }>('sources/acts/preview', act)).body.total).toBe(1);
    const order = { selection, columns: ['name', 'returns'], purpose: '核对' };
    const made = await center.post<{ count: number }>('sources/exports', order);
    expect([made.status, made.body.count]).toEqual([202, 1]);
  });
});
