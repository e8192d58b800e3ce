import type { AppError } from '../../../platform/http/index.js';
import { DirectorySearch } from '../search/directory-search.js';
import { DirectoryApp } from '../testing/directory-app.js';
import { Duplicates } from './duplicates.js';
import { UnitList } from './unit-list.js';
import { UnitNames } from './unit-names.js';
import { UnitRecord } from './unit-record.js';
import { UnitStanding } from './unit-standing.js';

let app: DirectoryApp;
const pairs = async (): Promise<string[]> =>
  (await app.get(Duplicates).list(app.operator, { page: 1, pageSize: 200 })).items.map(
    ({ a, b, evidence }) =>
      `${[a.name, b.name].sort().join(' / ')}: ${evidence
        .map((one) => one.kind)
        .sort()
        .join()}`,
  );
const refusal = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'went through',
    (error: unknown) => (error as AppError).detail,
  );

beforeEach(async () => {
  app = await DirectoryApp.open();
});
afterEach(() => app.close());

it('finds pairs by name, code, other name and likeness, and lets go of them when they are no longer true', async () => {
  await app.unit({ name: '云麓数据有限公司', regionCode: '110108' });
  const renamed = await app.unit({ name: '云麓数据有限公司', regionCode: '430121' });
  await app.unit({ name: '湘江精密制造股份有限公司', creditCode: '91350100M000100Y43' });
  await app.unit({ name: '湘江精密制造有限公司' });
  await app.unit({ name: '老机床厂', legacyCode: 'M000100Y4', regionCode: '430900' });
  const former = await app.unit({ name: '北辰云图有限公司', regionCode: '430300' });
  await app.unit({ name: '云图导航有限公司', regionCode: '430400' });
  await app.get(UnitNames).add(app.operator, former, { version: 1, kind: 'former', text: '云图导航有限公司' });
  await app.keep();
  expect((await pairs()).sort()).toEqual([
    '云图导航有限公司 / 北辰云图有限公司: alias',
    '云麓数据有限公司 / 云麓数据有限公司: name',
    '湘江精密制造有限公司 / 湘江精密制造股份有限公司: like',
    '湘江精密制造股份有限公司 / 老机床厂: code',
  ]);
  await app.database.owner.query(
    `update employer set name = '完全不同有限公司', name_norm = '完全不同有限公司' where id = $1`,
    [renamed],
  );
  await app.keep();
  expect((await pairs()).filter((pair) => pair.includes('云麓'))).toEqual([]);
});

it('does not suggest again what a person has parted, nor a branch beside its head and its sisters', async () => {
  const [one, other] = [await app.unit({ name: '海岳重工有限公司' }), await app.unit({ name: '海岳重工有限责任公司' })];
  const branches = [await app.unit({ name: '海岳重工一分公司' }), await app.unit({ name: '海岳重工二分公司' })];
  for (const id of branches) await app.get(UnitStanding).branch(app.operator, id, { version: 1, parentId: one });
  await app.keep();
  expect(await pairs()).toContain('海岳重工有限公司 / 海岳重工有限责任公司: like');
  expect((await pairs()).filter((pair) => pair.startsWith('海岳重工一') && pair.includes('海岳重工二'))).toEqual([]);
  await app.get(Duplicates).declareDistinct(app.operator, { oneId: other, otherId: one, note: '两个登记机关' });
  await app.database.owner.query('update employer set compared_at = null');
  await app.keep();
  expect((await pairs()).filter((pair) => pair.includes('海岳重工有限公司 / 海岳重工有限责任公司'))).toEqual([]);
});

it('keeps a cancelled unit out of workspaces, of the students’ search and of invitations, and brings it back as it was', async () => {
  const company = await app.here.employer();
  const student = await app.here.student();
  const standing = app.get(UnitStanding);
  const found = async (): Promise<number> =>
    (await app.get(DirectorySearch).forStudent(student.ctx, company.name)).items.length;
  expect(await found()).toBe(1);
  const body = { version: 1, cancelledOn: '2027-03-01', source: '公示系统' };
  expect(await refusal(standing.cancel(app.operator, company.id, { ...body, cancelledOn: '2099-01-01' }))).toContain(
    '今天以后',
  );
  const gone = await standing.cancel(app.operator, company.id, body);
  expect(gone).toMatchObject({ status: 'cancelled', cancelledOn: '2027-03-01', cancelledSource: '公示系统' });
  expect(await found()).toBe(0);
  expect(await refusal(standing.cancel(app.operator, company.id, { ...body, version: gone.version }))).toContain(
    '已经标记',
  );
  expect(await refusal(standing.uncancel(app.operator, company.id, { version: 1 }))).toContain('刚刚被别人改过');
  expect(await standing.uncancel(app.operator, company.id, { version: gone.version })).toMatchObject({
    status: 'verified',
    cancelledOn: null,
  });
  expect(await found()).toBe(1);
});

it('keeps other names: one of each, findable at once, gone when removed, and never the name that it has', async () => {
  const id = await app.unit({ name: '岳麓仪表有限公司' });
  const names = app.get(UnitNames);
  const record = await names.add(app.operator, id, { version: 1, kind: 'short', text: ' 岳仪 ' });
  const alias = record.aliases[0];
  expect(alias).toMatchObject({ text: '岳仪', kindLabel: '简称', checked: true });
  expect((await app.get(DirectorySearch).forPlatform(app.operator, '岳仪')).items).toHaveLength(1);
  const version = record.version;
  expect(await refusal(names.add(app.operator, id, { version, kind: 'short', text: '岳仪' }))).toContain(
    '已经有这个别名',
  );
  expect(await refusal(names.add(app.operator, id, { version, kind: 'former', text: '岳麓仪表有限公司' }))).toContain(
    '现在的名称',
  );
  expect(await refusal(names.add(app.operator, id, { version, kind: 'former', text: '13800000021' }))).toContain(
    '手机号',
  );
  const other = await app.unit({ name: '别家有限公司' });
  expect(await refusal(names.remove(app.operator, other, alias?.id ?? '', { version: 1 }))).toContain('没有找到');
  await names.remove(app.operator, id, alias?.id ?? '', { version });
  expect((await app.get(DirectorySearch).forPlatform(app.operator, '岳仪')).items).toEqual([]);
});

it('allows one level of branches', async () => {
  const [head, branch, other] = [
    await app.unit({ name: '总公司有限公司' }),
    await app.unit({ name: '甲分公司' }),
    await app.unit({ name: '乙分公司' }),
  ];
  const standing = app.get(UnitStanding);
  const record = await standing.branch(app.operator, branch, { version: 1, parentId: head });
  expect(record.parent?.id).toBe(head);
  expect(await refusal(standing.branch(app.operator, other, { version: 1, parentId: branch }))).toContain(
    '自己就是分支机构',
  );
  expect(await refusal(standing.branch(app.operator, head, { version: 1, parentId: other }))).toContain('还有分支机构');
  expect(await refusal(standing.branch(app.operator, head, { version: 1, parentId: head }))).toContain(
    '自己的分支机构',
  );
  expect((await standing.unbranch(app.operator, branch, { version: record.version })).parent).toBeNull();
});

it('lists by what is to be done', async () => {
  const company = await app.here.employer();
  const bare = await app.unit({ name: '无人问津有限公司', creditCode: null });
  const ids = async (flag: 'unused' | 'without_code'): Promise<string[]> =>
    (await app.get(UnitList).list(app.operator, { page: 1, pageSize: 200, flag })).items.map(({ id }) => id);
  expect(await ids('unused')).toEqual([bare]);
  expect(await ids('without_code')).toEqual([bare]);
  const all = await app.get(UnitList).list(app.operator, { page: 1, pageSize: 20, q: '湘江', regionCode: '430000' });
  expect(all.items).toEqual([expect.objectContaining({ id: company.id, schools: 1, members: 1 })]);
  const record = await app.get(UnitRecord).get(app.operator, company.id);
  expect(record).toMatchObject({ settlements: [{ label: '已入驻', count: 1 }], agreements: 0, members: 1 });
});
