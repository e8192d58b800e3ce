import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { WholeModule } from '../../../../app.module.js';
import { FakeClock } from '../../../../platform/clock/index.js';
import type { RequestContext } from '../../../../platform/context/index.js';
import { FieldCipher } from '../../../../platform/crypto/index.js';
import { createHttpApp, type Upload } from '../../../../platform/http/index.js';
import { drainJobs } from '../../../../platform/jobs/index.js';
import { readSheet } from '../../../../platform/sheets/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../../../platform/testing/index.js';
import { codeOf } from '../../../agreements/testing/bench.js';
import { World } from '../../../agreements/testing/world.js';
import { OrgDesk } from '../org-desk.js';
import { OrgTrees } from '../org-tree.js';
import type { OrgImportView } from './org-import.dto.js';
import { OrgImports } from './org-imports.js';
import { ORG_SHEET } from './org-sheet.js';

let database: TestDatabase;
let app: NestFastifyApplication;
let imports: OrgImports;
let trees: OrgTrees;
let world: World;
let center: RequestContext;

beforeAll(async () => {
  database = await createTestDatabase();
  const config = testConfig(database.url);
  ({ app } = await createHttpApp(WholeModule.forRoot(config, new FakeClock()), config));
  imports = app.get(OrgImports, { strict: false });
  trees = app.get(OrgTrees, { strict: false });
});
beforeEach(async () => {
  world = await World.create(database.owner, app.get(FieldCipher, { strict: false }));
  center = await world.staff('center_admin');
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const HEAD = ORG_SHEET.columns.map((column) => column.header).join(',');
const csv = (lines: string[], head = HEAD): Upload => ({
  name: '院系.csv',
  bytes: Buffer.from([head, ...lines].join('\n')),
});
const drain = () => drainJobs(app, { schoolId: world.schoolId });

async function checked(upload: Upload, ctx = center): Promise<OrgImportView> {
  const { id } = await imports.upload(ctx, upload);
  await drain();
  return imports.get(ctx, id);
}
async function applied(upload: Upload): Promise<OrgImportView> {
  const view = await checked(upload);
  await imports.apply(center, view.id, { version: view.version });
  await drain();
  return imports.get(center, view.id);
}
const whole = (colleges: number, majors: number, classes: number): string[] => {
  const lines: string[] = [];
  for (let c = 0; c < colleges; c += 1)
    for (let m = 0; m < majors; m += 1)
      for (let k = 0; k < classes; k += 1)
        lines.push(`C${c},新学院${c},M${m},专业${m},本科,4,2027,K${c}-${m}-${k},班级${c}-${m}-${k},,`);
  return lines;
};

describe('a sheet of the tree', () => {
  it('is looked at without changing anything, then applied, every unit with its history', async () => {
    const counsellor = await world.staff('counsellor', { classOf: 1 });
    const upload = csv([
      '01,第01学院（改）,080902,软件工程,本科,4,2027,RJ1,软工01,,' + counsellor.actor.displayName,
      '07,文学院,050101,汉语言文学,本科,4,2027,,汉语言一班,2.5,',
      '08,外国语学院,,,,,,,,,',
    ]);
    const dry = await checked(upload);
    expect(dry).toMatchObject({
      status: 'checked',
      report: true,
      summary: {
        rows: 3,
        errorRows: 0,
        college: { add: 2, edit: 1, same: 0 },
        major: { add: 1, edit: 0, same: 1 },
        class: { add: 1, edit: 1, same: 0 },
        counsellors: 1,
        changes: [
          { kind: 'college', change: 'edit', name: '第01学院（改）', was: '第01学院' },
          { kind: 'class', change: 'edit', name: '软工01', was: '软工01' },
          { kind: 'college', change: 'add', name: '文学院', was: null },
          { kind: 'college', change: 'add', name: '外国语学院', was: null },
          { kind: 'major', change: 'add', name: '汉语言文学', was: null },
          { kind: 'class', change: 'add', name: '汉语言一班', was: null },
        ],
      },
    });
    expect((await trees.tree(center, 2027)).colleges).toHaveLength(2);

    await imports.apply(center, dry.id, { version: dry.version });
    await drain();
    expect(await imports.get(center, dry.id)).toMatchObject({ status: 'applied', progress: null });
    const tree = await trees.tree(center, 2027);
    expect(tree.colleges.map((one) => one.name)).toEqual(['第01学院（改）', '第02学院', '文学院', '外国语学院']);
    const own = tree.classes.find((one) => one.id === world.colleges[0].classId);
    expect(own).toMatchObject({ code: 'RJ1', counsellorIds: [counsellor.actor.accountId] });
    expect(tree.classes.find((one) => one.name === '汉语言一班')?.lengthYears).toBe(2.5);
    const { rows } = await database.owner.query<{ action: string }>(
      `select body ->> 'action' as action from audit_entry where aggregate_type = 'college' and aggregate_id = $1`,
      [world.colleges[0].id],
    );
    expect(rows).toEqual([{ action: 'org.edit' }]);

    const again = await checked(upload);
    expect(again.summary).toMatchObject({
      college: { add: 0, edit: 0, same: 3 },
      class: { add: 0, edit: 0, same: 2 },
      counsellors: 0,
      changes: [],
    });
  });

  it('of the size of a large school goes in at once', async () => {
    const view = await applied(csv(whole(60, 5, 5)));
    expect(view).toMatchObject({ status: 'applied', summary: { rows: 1500, errorRows: 0 } });
    const tree = await trees.tree(center, 2027);
    expect([tree.colleges.length, tree.majors.length, tree.classes.length]).toEqual([62, 302, 1502]);
    const { rows } = await database.owner.query<{ progress: object }>(
      `select progress from job_run where school_id = $1 and name = 'schools.apply-org-import'`,
      [world.schoolId],
    );
    expect(rows).toEqual([{ progress: { done: 1860, total: 1860, failed: 0 } }]);
  });

  it('with a mistake is not applied, and its report marks the cell', async () => {
    const view = await checked(csv(['07,文学院,050101,汉语言,大专,4,2027,,一班,,', '08,外国语学院,,,,,,,,,']));
    expect(view.summary).toMatchObject({
      errorRows: 1,
      issues: [{ row: 2, header: '层次', value: '大专', reason: expect.stringContaining('只能填') }],
    });
    expect(await codeOf(imports.apply(center, view.id, { version: view.version }))).toBe('NOT_ALLOWED_NOW');
    const report = await imports.report(center, view.id);
    expect(report.name).toBe('院系-检查结果.xlsx');
    const reading = await readSheet(report.bytes, ORG_SHEET, {});
    const rows = [];
    for await (const row of reading.rows()) rows.push(row.values.collegeName);
    expect(rows).toEqual(['文学院', '外国语学院']);
    await imports.discard(center, view.id, { version: view.version });
    expect((await imports.list(center)).items[0]).toMatchObject({ status: 'discarded', statusLabel: '已放弃' });
  });

  it('that cannot be read says why', async () => {
    const view = await checked(csv(['1,2'], '姓名,学号'));
    expect(view).toMatchObject({
      status: 'failed',
      summary: null,
      report: false,
      problem: expect.stringContaining('表头'),
    });
    expect(await codeOf(imports.upload(center, { name: 'a.csv', bytes: Buffer.from('%PDF-1.7') }))).toBe(
      'SHEET_UNREADABLE',
    );
    expect(await codeOf(imports.upload(center, { name: 'a.csv', bytes: Buffer.alloc(0) }))).toBe('FILE_EMPTY');
  });

  it('no longer fits when the tree has changed since: nothing of it is written', async () => {
    const view = await checked(csv(['07,文学院,,,,,,,,,', '08,外国语学院,,,,,,,,,']));
    const desk = app.get(OrgDesk, { strict: false });
    await desk.addCollege(center, { code: '77', name: '文学院', contact: null, phone: null });
    await imports.apply(center, view.id, { version: view.version });
    await drain();
    const after = await imports.get(center, view.id);
    expect(after).toMatchObject({ status: 'failed', report: true, problem: expect.stringContaining('什么都没有导入') });
    expect(after.summary?.issues[0]).toMatchObject({ row: 2, header: '学院代码' });
    expect((await trees.tree(center, 2027)).colleges.map((one) => one.code)).toEqual(['01', '02', '77']);
  });

  it('run twice by the queue changes the tree once', async () => {
    const view = await checked(csv(['07,文学院,,,,,,,,,']));
    await imports.apply(center, view.id, { version: view.version });
    await drain();
    await database.owner.query(
      `update job_run set status = 'queued', run_at = created_at, attempts = 1 where school_id = $1`,
      [world.schoolId],
    );
    await drain();
    const college = (await trees.tree(center, 2027)).colleges.find((one) => one.code === '07');
    expect(college?.version).toBe(1);
    expect(await imports.get(center, view.id)).toMatchObject({ status: 'applied' });
  });
});

describe('who may import', () => {
  it('one of several who apply at once', async () => {
    const view = await checked(csv(['07,文学院,,,,,,,,,']));
    const codes = await Promise.all(
      Array.from({ length: 5 }, () => codeOf(imports.apply(center, view.id, { version: view.version }))),
    );
    expect(codes.filter((code) => code === 'OK')).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['OK', 'STALE_VERSION']));
    await drain();
  });

  it('imports of another school are not there, and a part of a school imports nothing', async () => {
    const view = await checked(csv(['07,文学院,,,,,,,,,']));
    const other = await World.create(database.owner, app.get(FieldCipher, { strict: false }));
    const stranger = await other.staff('center_admin');
    const work = [
      imports.get(stranger, view.id),
      imports.report(stranger, view.id),
      imports.apply(stranger, view.id, { version: view.version }),
      imports.discard(stranger, view.id, { version: view.version }),
    ];
    expect(await Promise.all(work.map(codeOf))).toEqual(work.map(() => 'NOT_FOUND'));
    expect((await imports.list(stranger)).items).toEqual([]);
    const college = await world.staff('college_admin', { college: 0 });
    expect(await codeOf(imports.upload(college, csv(['07,文学院,,,,,,,,,'])))).toBe('FORBIDDEN');
  });
});

test('the template reads as it is written', async () => {
  const template = await imports.template();
  const reading = await readSheet(template.bytes, ORG_SHEET, {});
  expect(reading.unknownColumns).toEqual([]);
  expect(reading.columns).toHaveLength(ORG_SHEET.columns.length);
  reading.close();
});
