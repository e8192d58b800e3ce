import type { RequestContext } from '../../../platform/context/index.js';
import { EmployerSummaryQueries } from '../../agreements/queries/employer-summary.js';
import type { Employer, World } from '../../agreements/testing/world.js';
import { AuditBench } from '../testing/audit-bench.js';

let bench: AuditBench;
let school: World;

beforeAll(async () => {
  bench = await AuditBench.open();
  school = await bench.school();
});
afterAll(() => bench.close());

const summed = async (ctx: RequestContext): Promise<[kind: string, count: number, whose: string][]> => {
  const { todos } = await bench.get(EmployerSummaryQueries).summary(ctx, school.cohort);
  return todos.map(({ kind, count, whose }) => [kind, count, whose]);
};
const asks = async (unit: Employer, ...names: string[]): Promise<void> => {
  for (const name of names) await bench.member(unit.id, await bench.person(name), 'employer_member', 'requested');
};
const decided = (id: string, status: string) =>
  bench.rows('update employer_certification set status = $2 where id = $1', [id, status]);

describe('on the home page of a unit', () => {
  it('there is nothing of the unit where nothing waits', async () => {
    expect(await summed((await school.employer()).ctx)).toEqual([]);
  });

  it('those who ask to join are one line, with their names', async () => {
    const unit = await school.employer();
    await asks(unit, '郑思齐', '令狐远');
    expect(await summed(unit.ctx)).toEqual([['join_requests', 2, '郑思齐、令狐远']]);
    await asks(unit, '欧阳静', '陆野');
    expect(await summed(unit.ctx)).toEqual([['join_requests', 4, '郑思齐、令狐远、欧阳静 等 4 人']]);
  });

  it('a settlement that any school has returned is seen at each', async () => {
    const unit = await school.employer();
    const other = await bench.school();
    await other.settle(unit.id, 'returned');
    const [found] = await summed(unit.ctx);
    expect(found?.slice(0, 2)).toEqual(['settlement_returned', 1]);
    expect(found?.[2]).toContain(other.schoolCode);
  });

  it('a change of what was certified is told while it is looked at, and to be mended when it came back', async () => {
    const unit = await school.employer();
    const { id } = await bench.applied('change', { employerId: unit.id });
    expect((await summed(unit.ctx)).map(([kind]) => kind)).toEqual(['change_submitted']);
    await decided(id, 'returned');
    expect((await summed(unit.ctx)).map(([kind]) => kind)).toEqual(['change_returned']);
    await decided(id, 'approved');
    expect(await summed(unit.ctx)).toEqual([]);
  });

  it('a member, who may do none of it, and another unit see nothing', async () => {
    const [unit, stranger] = [await school.employer(), await school.employer()];
    await asks(unit, '郑思齐');
    await bench.applied('change', { employerId: unit.id });
    const { actor } = unit.ctx;
    const grants = [{ role: 'employer_member' as const, collegeIds: null, classIds: null }];
    expect(await summed({ ...unit.ctx, actor: { ...actor, grants } })).toEqual([]);
    expect(await summed(stranger.ctx)).toEqual([]);
  });
});
