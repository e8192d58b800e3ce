import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import type { RequestContext } from '../../../platform/context/index.js';
import { drainJobs } from '../../../platform/jobs/index.js';
import { type ExportRow, writeRows } from '../../../platform/sheets/index.js';
import type { ImportRowView, UnitImportView } from '../http/teacher-library.dto.js';
import { DirectorySearch } from '../search/directory-search.js';
import { DirectoryApp } from '../testing/directory-app.js';
import { LibraryList } from './library-list.js';
import { LIBRARY_SHEET, type LibraryColumn } from './library-sheet.js';
import { UnitImports } from './unit-imports.js';

const CODE = '91430100MA4L00003Q';
const PHONE = '13800000429';

let app: DirectoryApp;
let imports: UnitImports;
let centre: RequestContext;

beforeAll(async () => {
  app = await DirectoryApp.open();
  imports = app.get(UnitImports);
  centre = await app.here.staff('center_admin');
});
afterAll(() => app.close());

async function sheetOf(rows: ExportRow<LibraryColumn>[]): Promise<Buffer> {
  const target = new PassThrough();
  const [bytes] = await Promise.all([buffer(target), writeRows(LIBRARY_SHEET, rows, target)]);
  return bytes;
}

async function checked(
  rows: ExportRow<LibraryColumn>[],
  ctx = centre,
): Promise<{ view: UnitImportView; rows: ImportRowView[] }> {
  const { id } = await imports.upload(ctx, { name: '单位库.xlsx', bytes: await sheetOf(rows) });
  await drainJobs(app.app);
  const page = await imports.rows(ctx, id, { page: 1, pageSize: 200 });
  return { view: await imports.get(ctx, id), rows: page.items };
}

async function applied(view: UnitImportView, ctx = centre): Promise<UnitImportView> {
  await imports.apply(ctx, view.id, { version: view.version });
  await drainJobs(app.app);
  return imports.get(ctx, view.id);
}

const units = (where: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  app.rows(`select name, credit_code, status, region_code, version from employer where ${where} order by name`, values);

it('tells of each row what it would do and why not, and changes nothing', async () => {
  await app.unit({ name: '云麓数据科技有限公司', creditCode: CODE });
  await app.unit({ name: '停业机械有限公司', status: 'cancelled' });
  await app.database.owner.query(
    `update employer set cancelled_on = '2026-01-31', cancelled_from = 'verified', status = 'cancelled' where name = '停业机械有限公司'`,
  );
  await app.unit({ name: '同名贸易有限公司' });
  await app.unit({ name: '同名贸易有限公司' });
  const before = await units('true');
  const { view, rows } = await checked([
    { name: '云麓数据（长沙）有限公司', code: CODE },
    {
      name: '新设电子有限公司',
      code: '91350100M000100Y43',
      region: '福建省福州市',
      nature: '其他企业',
      contact: '周敏',
    },
    { name: '抄错一位有限公司', code: '91350100M000100Y44' },
    { name: '没有代码有限公司' },
    { name: '没有代码有限公司' },
    { name: '停业机械有限公司' },
    { name: '同名贸易有限公司' },
    { name: PHONE, code: '' },
    { name: '旧码仪表有限公司', code: 'M000100Y-4', contact: PHONE },
    { name: '', code: '' },
    { name: '不明地区有限公司', region: '某地', nature: '神秘' },
  ]);
  const told = rows.map(
    ({ verdict, issues }) => `${verdict} ${issues.map((issue) => `${issue.header}:${issue.reason}`).join('|')}`,
  );
  expect(told).toEqual([
    expect.stringMatching(/^code 单位名称:.*云麓数据科技有限公司.*别名/),
    expect.stringMatching(/^create $/),
    expect.stringMatching(/^error 统一社会信用代码:.*校验位/),
    expect.stringMatching(/^create 统一社会信用代码:没有代码/),
    expect.stringMatching(/^error .*第 5 行/),
    expect.stringMatching(/^error .*已在 2026-01-31 注销/),
    expect.stringMatching(/^error .*2 家都对得上/),
    expect.stringMatching(/^error .*电话号码/),
    expect.stringMatching(/^create .*联系人:电话.*已经去掉.*9 位组织机构代码/),
    expect.stringMatching(/^error .*单位性质:只能填/),
  ]);
  expect(view).toMatchObject({
    status: 'checked',
    counts: { total: 10, valid: 4, errors: 6, matched: 1, create: 3, warnings: 3 },
  });
  expect(await units('true')).toEqual(before);
  const kept = await app.rows(`select 1 from unit_import_row r where r::text like $1`, [`%${PHONE}%`]);
  expect(kept).toEqual([]);
  expect(await app.rows('select sheet_enc from unit_import where sheet_enc is not null')).toEqual([]);
});

it('takes the valid rows over: new units are provisional, certified ones stay as they are, other writings wait for a look', async () => {
  const code = '91110108M000200X16';
  await app.unit({ name: '北辰云图信息技术有限公司', creditCode: code, regionCode: '110108' });
  const before = await units('credit_code = $1', [code]);
  const gap = await app.unit({ name: '待补仪器有限公司', status: 'provisional', regionCode: '' });
  const { view } = await checked([
    { name: '北辰云图有限公司', code, region: '湖南省长沙市', contact: '王工' },
    { name: '全新材料有限公司', region: '湖南省长沙市长沙县', contact: '古丽娜尔·买买提' },
    { name: '待补仪器有限公司', region: '湖南省长沙市长沙县' },
  ]);
  const done = await applied(view);
  expect(done).toMatchObject({ status: 'done', counts: { linked: 2, created: 1, skipped: 0 } });
  expect(await units('credit_code = $1', [code])).toEqual(before);
  expect(await units('name = $1', ['全新材料有限公司'])).toMatchObject([
    { status: 'provisional', credit_code: null, region_code: '430121' },
  ]);
  expect(await units('id = $1', [gap])).toMatchObject([{ status: 'provisional', region_code: '430121' }]);
  expect(
    await app.rows('select kind, text, checked from employer_alias where text = $1', ['北辰云图有限公司']),
  ).toEqual([{ kind: 'imported', text: '北辰云图有限公司', checked: false }]);
  const library = await app.get(LibraryList).list(centre, { page: 1, pageSize: 200, known: 'imported' });
  expect(library.items).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        name: '北辰云图信息技术有限公司',
        writtenAs: '北辰云图有限公司',
        contact: '王工',
        settlement: null,
      }),
      expect.objectContaining({ name: '全新材料有限公司', contact: '古丽娜尔·买买提', status: 'provisional' }),
    ]),
  );
  // found by pinyin at once, and by students only when it has settled
  const found = await app.get(DirectorySearch).forTeacher(centre, 'qxcl');
  expect(found.items.map(({ name }) => name)).toEqual(['全新材料有限公司']);
  expect((await app.get(DirectorySearch).forStudent((await app.here.student()).ctx, '全新材料')).items).toEqual([]);
});

it('is done once: a second run of the job and a second import of the same file add nothing', async () => {
  const rows = [{ name: '只来一次有限公司' }, { name: '只来两次有限公司', code: '91350100M000300H6B' }];
  const { view } = await checked([rows[0] as ExportRow<LibraryColumn>]);
  await applied(view);
  const { view: again, rows: judged } = await checked([rows[0] as ExportRow<LibraryColumn>]);
  expect(judged[0]?.verdict).toBe('name');
  expect(await applied(again)).toMatchObject({ counts: { linked: 1, created: 0 } });
  expect(await units('name = $1', ['只来一次有限公司'])).toHaveLength(1);
  await expect(imports.apply(centre, view.id, { version: view.version })).rejects.toMatchObject({
    code: 'STALE_VERSION',
  });
  const now = await imports.get(centre, view.id);
  await expect(imports.apply(centre, view.id, { version: now.version })).rejects.toMatchObject({
    code: 'NOT_ALLOWED_NOW',
  });
});

it('two schools that bring the same new units at the same moment make each of them once', async () => {
  const other = await app.there.staff('center_admin');
  const rows = Array.from({ length: 30 }, (_, i) => ({ name: `同时导入${String.fromCodePoint(0x4e00 + i)}有限公司` }));
  const [one, two] = [await checked(rows), await checked(rows, other)];
  await Promise.all([
    imports.apply(centre, one.view.id, { version: one.view.version }),
    imports.apply(other, two.view.id, { version: two.view.version }),
  ]);
  await drainJobs(app.app);
  expect(await units(`name like '同时导入%'`)).toHaveLength(30);
  const both = [await imports.get(centre, one.view.id), await imports.get(other, two.view.id)];
  expect(both.map(({ counts }) => counts.created).sort((a, b) => a - b)).toEqual([0, 30]);
  expect(both.map(({ counts }) => counts.linked).sort((a, b) => a - b)).toEqual([0, 30]);
});

it('is the matter of one school', async () => {
  const { view } = await checked([{ name: '本校自己的有限公司' }]);
  const other = await app.there.staff('center_admin');
  for (const act of [
    () => imports.get(other, view.id),
    () => imports.rows(other, view.id, { page: 1, pageSize: 20 }),
    () => imports.apply(other, view.id, { version: view.version }),
    () => imports.report(other, view.id),
  ]) {
    await expect(act()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  await applied(view);
  const theirs = await app.get(LibraryList).list(other, { page: 1, pageSize: 200, q: '本校自己' });
  expect(theirs.items).toEqual([]);
});

it('refuses a file as a whole in words, and gives the rows back with their reasons', async () => {
  const { id } = await imports.upload(centre, { name: 'x.csv', bytes: Buffer.from('姓名,电话\n张三,1\n') });
  await drainJobs(app.app);
  expect(await imports.get(centre, id)).toMatchObject({
    status: 'refused',
    refusal: expect.stringContaining('没有找到表头'),
  });
  const { view } = await checked([{ name: '报告有限公司', code: '123' }]);
  const { bytes, name } = await imports.report(centre, view.id);
  expect(name).toMatch(/^单位库导入报告-.*\.xlsx$/);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  expect(JSON.stringify(book.worksheets[0]?.getRow(2).values)).toContain('18 位');
  expect((await imports.template()).bytes.length).toBeGreaterThan(4000);
});
