import type { World } from '../../../agreements/testing/world.js';
import { PeopleBench, type Person } from '../../../people/testing/people-bench.js';
import type { SourceCounts } from '../../http/source-summary.dto.js';
import type { SourceViewList, SourceViewView } from '../../http/source-views.dto.js';

let bench: PeopleBench;
let world: World;
let mine: Person;
let other: Person;

beforeAll(async () => {
  bench = await PeopleBench.open();
});
afterAll(() => bench.close());
beforeEach(async () => {
  world = await bench.world();
  mine = await bench.signIn(await world.staff('center_admin'));
  other = await bench.signIn(await world.staff('counsellor', { classOf: 0 }));
});

const FILTER = { state: ['returned'], gender: ['1'] };
const make = async (body: object = {}): Promise<SourceViewView> => {
  const answer = await mine.post<SourceViewView>('sources/views', { name: '男生退回', filter: FILTER, ...body });
  expect(answer.status).toBe(201);
  return answer.body;
};
const named = async (who: Person): Promise<string[]> =>
  (await who.get<SourceViewList>('sources/views')).body.items.map(({ name }) => name);

describe('a saved view', () => {
  it('is kept with conditions, columns and order, and counted', async () => {
    await world.student({ sourceState: 'returned' });
    await world.student({ college: 1, sourceState: 'submitted' });
    const view = await make({ columns: { order: ['name'] }, sort: '-waiting' });
    expect(view).toMatchObject({
      name: '男生退回',
      filter: FILTER,
      columns: { order: ['name'] },
      sort: '-waiting',
      own: true,
      version: 1,
    });
    expect(await named(mine)).toEqual(['男生退回']);
    const { body } = await mine.get<SourceCounts>('sources/counts?cohort=2027');
    expect(body.views).toEqual([{ id: view.id, count: 1 }]);
  });

  it('is renamed and overwritten by whoever saw its last version', async () => {
    const view = await make();
    const renamed = await mine.patch<SourceViewView>(`sources/views/${view.id}`, { version: 1, name: '退回' });
    expect(renamed.body).toMatchObject({ name: '退回', filter: FILTER, version: 2 });
    const stale = await mine.patch(`sources/views/${view.id}`, { version: 1, filter: {} });
    expect([stale.status, stale.body['code']]).toEqual([409, 'STALE_VERSION']);
    const written = await mine.patch<SourceViewView>(`sources/views/${view.id}`, {
      version: 2,
      filter: { mine: true },
    });
    expect(written.body.filter).toEqual({ mine: true });
    expect((await mine.delete(`sources/views/${view.id}`)).status).toBe(204);
    expect(await named(mine)).toEqual([]);
  });

  it('has a name of its own among those of its maker', async () => {
    const view = await make({ name: 'A' });
    expect((await mine.post('sources/views', { name: 'a', filter: {} })).status).toBe(422);
    const second = await make({ name: 'B' });
    expect((await mine.patch(`sources/views/${second.id}`, { version: 1, name: 'A' })).status).toBe(422);
    expect((await mine.patch(`sources/views/${view.id}`, { version: 1, name: 'a' })).status).toBe(200);
    expect((await other.post('sources/views', { name: 'A', filter: {} })).status).toBe(201);
  });

  it('opens for another teacher only where it is shared, and stays the maker’s', async () => {
    const { id } = await make();
    expect((await other.get(`sources/views/${id}`)).status).toBe(404);
    await mine.patch(`sources/views/${id}`, { version: 1, shared: true });
    expect((await other.get(`sources/views/${id}`)).body).toMatchObject({ name: '男生退回', own: false });
    expect(await named(other)).toEqual([]);
    expect((await other.patch(`sources/views/${id}`, { version: 2, name: '我的' })).status).toBe(404);
    expect((await other.delete(`sources/views/${id}`)).status).toBe(404);
    const stranger = await bench.signIn(await (await bench.world()).staff('center_admin'));
    expect((await stranger.get(`sources/views/${id}`)).status).toBe(404);
  });

  it('never keeps somebody’s number, and no condition that does not exist', async () => {
    const kept = await mine.post('sources/views', { name: '某人', filter: { q: '11010519491231002X' } });
    expect([kept.status, JSON.stringify(kept.body)]).toEqual([422, expect.stringContaining('filter.q')]);
    const view = await make();
    expect((await mine.patch(`sources/views/${view.id}`, { version: 1, filter: { q: '13800000021' } })).status).toBe(
      422,
    );
    expect((await mine.post('sources/views', { name: '坏的', filter: { rule: ['DC-99'] } })).status).toBe(422);
    expect(await bench.rows(`select 1 from source_view where filter::text like '%1101%'`)).toEqual([]);
  });
});
