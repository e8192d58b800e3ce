import type { Employer, Student } from '../../agreements/testing/world.js';
import { DirectoryApp } from '../testing/directory-app.js';
import { DirectorySearch } from './directory-search.js';

let world: DirectoryApp;
let search: DirectorySearch;
let student: Student;
let company: Employer;
let teacher: Awaited<ReturnType<DirectoryApp['here']['staff']>>;

const names = (found: { items: { name: string }[] }): string[] => found.items.map((hit) => hit.name);

beforeAll(async () => {
  world = await DirectoryApp.open();
  search = world.get(DirectorySearch);
  student = await world.here.student();
  teacher = await world.here.staff('center_staff');
  company = await world.here.employer({ settled: false });
  await world.database.owner.query(`update employer set name = '测绘仪器厂', name_norm = '测绘仪器厂' where id = $1`, [
    company.id,
  ]);
  await world.unit({ name: '湘江精密' });
  const settled = await world.unit({ name: '湘江精密制造股份有限公司', creditCode: '91430100MA4L000018' });
  await world.here.settle(settled);
  await world.database.owner.query('insert into employer_member (account_id, employer_id, role) values ($1, $2, $3)', [
    company.accountId,
    settled,
    'employer_admin',
  ]);
  await world.unit({ name: '湘江精密仪器（长沙）有限公司' });
  await world.unit({ name: '湘江精密机电有限公司', status: 'provisional' });
  await world.unit({ name: '长沙湘江精密贸易有限公司' });
  await world.unit({ name: '湘江精密旧厂', status: 'cancelled' });
  const elsewhere = await world.unit({ name: '北辰云图信息技术有限公司' });
  await world.there.settle(elsewhere);
  await world.database.owner.query(
    `insert into employer_alias (employer_id, kind, text, norm, created_at) values ($1, 'former', '云图导航有限公司', '云图导航有限公司', now())`,
    [elsewhere],
  );
  await world.keep();
});
afterAll(() => world.close());

describe('ranking', () => {
  it('is exact, then beginning, then inside; verified first, one’s own school first', async () => {
    expect(names(await search.forTeacher(teacher, '湘江精密'))).toEqual([
      '湘江精密',
      '湘江精密制造股份有限公司',
      '湘江精密仪器（长沙）有限公司',
      '湘江精密机电有限公司',
      '长沙湘江精密贸易有限公司',
    ]);
  });

  it('shows operators what is cancelled, last', async () => {
    expect(names(await search.forPlatform(world.operator, '湘江精密')).at(-2)).toBe('湘江精密旧厂');
    expect(names(await search.forEmployer(company.ctx, '旧厂'))).toEqual([]);
  });
});

test.each([
  ['精密制造', '湘江精密制造股份有限公司'],
  ['湘江精密（长沙', '湘江精密仪器（长沙）有限公司'],
  ['湘江精造', '湘江精密制造股份有限公司'],
  ['xjjmzz', '湘江精密制造股份有限公司'],
  ['xiangjiangjingmizhi', '湘江精密制造股份有限公司'],
  ['xjjmmy', '长沙湘江精密贸易有限公司'],
  ['91430100ma4l', '湘江精密制造股份有限公司'],
  ['云图导航', '北辰云图信息技术有限公司'],
  [' 北辰 云图', '北辰云图信息技术有限公司'],
  ['*公司名称：北辰云图', '北辰云图信息技术有限公司'],
])('%j finds %j', async (q, name) => {
  expect(names(await search.forPlatform(world.operator, q))).toContain(name);
});

it('says by which other name a unit was found', async () => {
  const { items } = await search.forPlatform(world.operator, '云图导航');
  expect(items[0]).toMatchObject({ name: '北辰云图信息技术有限公司', alias: '云图导航有限公司' });
});

it.each(['', '   ', '（）', '%', '_', '\\', "';--", '不存在的单位'])(
  '%j finds nothing, and breaks nothing',
  async (q) => {
    expect(names(await search.forPlatform(world.operator, q))).toEqual([]);
  },
);

describe('a student', () => {
  it('sees units that are settled at the own school, with who works there, and no code', async () => {
    const { items } = await search.forStudent(student.ctx, '湘江');
    expect(items).toEqual([
      expect.objectContaining({ name: '湘江精密制造股份有限公司', hrName: '周敏', settled: true }),
    ]);
    expect(Object.keys(items[0] as object)).not.toContain('creditCode');
    expect(names(await search.forStudent(student.ctx, '北辰'))).toEqual([]);
    expect(names(await search.forStudent((await world.there.student()).ctx, '北辰'))).toEqual([
      '北辰云图信息技术有限公司',
    ]);
  });

  it('no longer sees a unit whose settlement is suspended, or that was cancelled', async () => {
    const id = await world.unit({ name: '一时入驻有限公司' });
    await world.here.settle(id);
    expect(names(await search.forStudent(student.ctx, '一时入驻'))).toHaveLength(1);
    await world.here.settle(id, 'suspended');
    expect(names(await search.forStudent(student.ctx, '一时入驻'))).toEqual([]);
    await world.here.settle(id);
    await world.database.owner.query(`update employer set status = 'rejected' where id = $1`, [id]);
    expect(names(await search.forStudent(student.ctx, '一时入驻'))).toEqual([]);
  });
});

it('finds a unit by its new name as soon as it has one, and no longer by the old', async () => {
  const id = await world.unit({ name: '旧名称有限公司' });
  await world.database.owner.query(
    `update employer set name = '焕新有限公司', name_norm = '焕新有限公司' where id = $1`,
    [id],
  );
  expect(names(await search.forPlatform(world.operator, '旧名称'))).toEqual([]);
  expect(names(await search.forPlatform(world.operator, '焕新'))).toEqual(['焕新有限公司']);
  await world.keep();
  expect(names(await search.forPlatform(world.operator, 'huanxin'))).toEqual(['焕新有限公司']);
});

it('is not for reading the directory out', async () => {
  const greedy = (await world.here.student()).ctx;
  const asked = Array.from({ length: 260 }, () => search.forStudent(greedy, '湘'));
  const answers = await Promise.allSettled(asked);
  expect(answers.filter((answer) => answer.status === 'rejected')).toHaveLength(20);
  expect(answers.at(-1)).toMatchObject({ reason: { code: 'TOO_MANY_REQUESTS' } });
});
