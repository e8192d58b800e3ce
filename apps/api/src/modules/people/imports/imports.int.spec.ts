import { readSheet } from '../../../platform/sheets/index.js';
import type { World } from '../../agreements/testing/world.js';
import type { StaffImportRowPage, StaffImportView } from '../http/staff-imports.dto.js';
import type { StaffDetail, StaffPage } from '../http/staff.dto.js';
import { PeopleBench, type Person, type Reply } from '../testing/people-bench.js';
import { PASSWORD_SHEET, STAFF_SHEET } from './staff-sheet.js';

const HEAD = '账号,姓名,手机,邮箱,角色,学院,班级';

let bench: PeopleBench;
let world: World;
let center: Person;

beforeAll(async () => {
  bench = await PeopleBench.open();
});
afterAll(() => bench.close());
beforeEach(async () => {
  world = await bench.world();
  center = await bench.signIn(await world.staff('center_admin'));
});

const sheet = (...lines: string[]): Buffer => Buffer.from(`\ufeff${[HEAD, ...lines].join('\r\n')}\r\n`);

async function checked(bytes: Buffer, who = center): Promise<StaffImportView> {
  const { status, body } = await who.upload<StaffImportView>('staff-imports', '教师.csv', bytes);
  expect([status, body.status]).toEqual([202, 'checking']);
  await bench.drain({ schoolId: world.schoolId });
  return view(body.id, who);
}

const view = async (id: string, who = center): Promise<StaffImportView> =>
  (await who.get<StaffImportView>(`staff-imports/${id}`)).body;

async function applied(id: string, existing: 'update' | 'skip' = 'skip'): Promise<StaffImportView> {
  const { version } = await view(id);
  const answer = await center.post(`staff-imports/${id}/apply`, { version, existing });
  expect(answer.status).toBe(202);
  await bench.drain({ schoolId: world.schoolId });
  return view(id);
}

const reasons = async (id: string): Promise<[number, string[]][]> =>
  (await center.get<StaffImportRowPage>(`staff-imports/${id}/rows?problem=true`)).body.items.map((row) => [
    row.line,
    row.problems.map((problem) => `${problem.header}：${problem.reason}`),
  ]);

async function cells(bytes: Buffer): Promise<Record<string, string>[]> {
  const rows: Record<string, string>[] = [];
  const reading = await readSheet(bytes, PASSWORD_SHEET, { fileName: 'a.xlsx' });
  for await (const row of reading.rows()) rows.push(row.values);
  return rows;
}

const staff = async (q: string): Promise<StaffPage['items']> =>
  (await center.get<StaffPage>(`staff?q=${encodeURIComponent(q)}`)).body.items;

describe('a sheet of teachers', () => {
  it('is judged row by row, and changes nothing before it is applied', async () => {
    const found = await checked(
      sheet(
        'T100,欧阳静,138 0000 0021,a@example.edu.cn,辅导员,,软工01',
        'T 101,,12345,nobody,教授,没有学院,没有班级',
        'T100,张伟,,,审计员,,',
        'T102,李娜,,,辅导员,,',
        'T103,王芳,,,审计员,第01学院,',
        `${center.ctx.actor.displayName},自己,,,审计员,,`,
      ),
    );
    expect(found).toMatchObject({
      status: 'checked',
      open: true,
      counts: { total: 6, valid: 1, invalid: 5, existing: 0, created: 0 },
    });
    expect(await reasons(found.id)).toEqual([
      [
        3,
        [
          '姓名：不能为空',
          '角色：只能填：就业中心管理员、就业中心老师、审计员、学院管理员、辅导员',
          '账号：用字母、数字，可以带 . _ -，不超过 40 个',
          '手机：手机号码是 11 位，以 13 到 19 开头，请核对',
          '邮箱：邮箱写法不对，例如 hr@example.com',
          '学院：没有叫“没有学院”的学院',
          '班级：没有叫“没有班级”的班级',
        ],
      ],
      [4, ['账号：和第 2 行是同一个账号，每人只能一行']],
      [5, ['班级：请给辅导员选至少一个班级或学院']],
      [6, ['学院：审计员管全校，不用选学院和班级']],
      [7, ['账号：这是你自己的账号，不能用导入改']],
    ]);
    expect(await staff('T100')).toEqual([]);
    const report = await center.get(`staff-imports/${found.id}/report`);
    expect(report.headers['content-type']).toContain('spreadsheetml');
    const reading = await readSheet(report.bytes, STAFF_SHEET, { fileName: 'report.xlsx' });
    const rows = [];
    for await (const row of reading.rows()) rows.push(row.values.login);
    expect(rows).toHaveLength(6);
  });

  it('opens the accounts of its good rows, and gives their passwords once, to its maker only', async () => {
    const { id } = await checked(
      sheet('T200,欧阳静,13800000021,,辅导员,,软工01', 'T201,张伟,,,学院管理员,02,', 'T202,李娜,,,辅导员,,'),
    );
    const done = await applied(id);
    expect(done).toMatchObject({ status: 'done', counts: { created: 2, failed: 0, invalid: 1 } });
    expect((await staff('T20')).map((row) => [row.name, row.grants[0]?.scopeLabel])).toEqual([
      ['欧阳静', '软工01'],
      ['张伟', '第02学院'],
    ]);
    const other = await bench.signIn(await world.staff('center_admin'));
    for (const path of ['', '/rows', '/report']) {
      expect((await other.get(`staff-imports/${id}${path}`)).status).toBe(404);
    }
    expect((await other.post(`staff-imports/${id}/passwords`)).status).toBe(404);
    const file = await center.post(`staff-imports/${id}/passwords`);
    expect(file.headers['content-disposition']).toContain('attachment');
    const rows = await cells(file.bytes);
    expect(rows).toMatchObject([
      { login: 'T200', name: '欧阳静', password: expect.stringMatching(/^[A-Z0-9]{5}-[A-Z0-9]{5}$/) },
      { login: 'T201' },
    ]);
    const again = await center.post<{ detail: string }>(`staff-imports/${id}/passwords`);
    expect([again.status, again.body.detail]).toEqual([404, expect.stringContaining('只能下载一次')]);
    const [{ held }] = (await bench.rows<{ held: number }>(
      `select (select count(content_enc) from sealed_file)::int + (select count(password_enc) from staff_import_row)::int as held`,
    )) as [{ held: number }];
    expect(held).toBe(0);
  });

  it('fetched twice at once is given once', async () => {
    const { id } = await checked(sheet('T210,欧阳静,,,审计员,,'));
    await applied(id);
    const answers = await Promise.all(Array.from({ length: 5 }, () => center.post(`staff-imports/${id}/passwords`)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 404, 404, 404, 404]);
  });

  it('leaves accounts that are there alone, or brings them up to date, as was chosen', async () => {
    await applied((await checked(sheet('T300,欧阳静,13800000021,,辅导员,,软工01'))).id);
    const second = sheet('t300,欧阳婧,,new@example.edu.cn,辅导员,,软工02', 'T301,张伟,,,审计员,,');
    const skipped = await checked(second);
    expect(skipped.counts).toMatchObject({ valid: 2, existing: 1 });
    expect((await applied(skipped.id, 'skip')).counts).toMatchObject({ skipped: 1, created: 1 });
    expect((await staff('T300'))[0]).toMatchObject({ name: '欧阳静', email: null });
    const updated = await applied((await checked(second)).id, 'update');
    expect(updated).toMatchObject({ counts: { updated: 2, created: 0 }, passwords: null });
    expect((await staff('T300'))[0]).toMatchObject({
      name: '欧阳婧',
      phone: '138****0021',
      email: 'new@example.edu.cn',
      grants: [{ role: 'counsellor', scopeLabel: '软工02' }],
    });
  });

  it('adds a role beside those that somebody has', async () => {
    const { id } = await checked(sheet('T400,欧阳静,,,审计员,,'));
    await applied(id);
    await applied((await checked(sheet('T400,欧阳静,,,辅导员,,软工01'))).id, 'update');
    const [row] = await staff('T400');
    const { body } = await center.get<StaffDetail>(`staff/${row?.id}`);
    expect(body.grants.map((grant) => grant.label).sort()).toEqual(['审计员', '辅导员'].sort());
  });

  it('is not applied twice, nor by an older page, nor once its day is over', async () => {
    const { id, version } = await checked(sheet('T500,欧阳静,,,审计员,,'));
    const apply = (at: number): Promise<Reply> =>
      center.post(`staff-imports/${id}/apply`, { version: at, existing: 'skip' });
    expect((await apply(version - 1)).body['code']).toBe('STALE_VERSION');
    const answers = await Promise.all([apply(version), apply(version)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([202, 409]);
    await bench.drain({ schoolId: world.schoolId });
    const late = await checked(sheet('T501,欧阳静,,,审计员,,'));
    bench.clock.advance(25 * 3_600_000);
    await bench.sweep('people.purge-secrets');
    const back = await bench.signIn(center.ctx);
    const refused = await back.post(`staff-imports/${late.id}/apply`, { version: late.version, existing: 'skip' });
    expect([refused.status, refused.body['code']]).toEqual([409, 'NOT_ALLOWED_NOW']);
    expect((await back.get(`staff-imports/${late.id}/report`)).status).toBe(404);
  });

  it('tells what is wrong with a file as a whole', async () => {
    const wrong = await checked(Buffer.from('\ufeff甲,乙\r\n1,2\r\n'));
    expect(wrong).toMatchObject({ status: 'refused', refusal: expect.stringContaining('模板'), counts: { total: 0 } });
    expect((await checked(sheet())).refusal).toContain('没有数据');
    const picture = await center.upload('staff-imports', 'a.xlsx', Buffer.from('\x89PNG\r\n'));
    expect(picture.status).toBe(422);
  });

  it('keeps no phone in clear, neither while it waits nor after', async () => {
    const { id } = await checked(sheet('T600,欧阳静,13812345021,,辅导员,,软工01', 'T601,张伟,13812345022x,,审计员,,'));
    const [{ text }] = (await bench.rows<{ text: string }>(
      `select (select string_agg(to_jsonb(r)::text, '') from staff_import_row r where import_id = $1)
           || (select string_agg(to_jsonb(j)::text, '') from job_run j where payload ->> 'importId' = $1::text) as text`,
      [id],
    )) as [{ text: string }];
    expect(text).not.toContain('13812345');
  });
});
