import { residentIdCheck, type SourceValues } from '@qiancheng/shared';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { readSheet } from '../../../platform/sheets/index.js';
import { textRow, workbookOf } from '../../../platform/sheets/test-support/zip.js';
import type { World } from '../../agreements/testing/world.js';
import { PeopleBench, type Person } from '../../people/testing/people-bench.js';
import { openValues, VALUE_COLUMNS, type ValueRow } from '../records/source-columns.js';
import { ROSTER_SHEET, type RosterKey } from './roster-sheet.js';
import { RosterWriter } from './roster-writer.js';
import { SourceImportsRepository } from './source-imports.repository.js';
import type { SourceImportRowPage, SourceImportView } from './source-imports.dto.js';

type Cells = Partial<Record<RosterKey, string>>;

let bench: PeopleBench;
let world: World;
let center: Person;
let made = 0;

beforeAll(async () => {
  bench = await PeopleBench.open();
});
afterAll(() => bench.close());
beforeEach(async () => {
  world = await bench.world();
  center = await bench.signIn(await world.staff('center_admin'));
});

/** An ID number of a man from Hunan that nobody else here has. */
function idNo(): string {
  made += 1;
  const day = new Date(Date.UTC(2005, 0, 1 + Math.floor(made / 400))).toISOString().slice(0, 10).replaceAll('-', '');
  const body = `430121${day}${String((made % 400) * 2 + 1).padStart(3, '0')}`;
  return body + residentIdCheck(body);
}

function student(studentNo: string, more: Cells = {}): Cells {
  const id = more.idNo ?? idNo();
  return {
    studentNo,
    name: '欧阳静',
    idNo: id,
    gender: '男',
    birthDate: `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`,
    ethnic: '汉族',
    level: '本科生毕业',
    lengthYears: '4',
    trainingMode: '非定向',
    enrolledMonth: '202309',
    graduationMonth: '202706',
    origin: '湖南省长沙市长沙县',
    class: '软工01',
    phone: `138${String(made).padStart(8, '0')}`,
    ...more,
  };
}

function csv(rows: readonly Cells[]): Buffer {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row) as RosterKey[]))];
  const header = keys.map((key) => ROSTER_SHEET.columns.find((column) => column.key === key)?.header ?? key);
  const lines = rows.map((row) => keys.map((key) => row[key] ?? ''));
  return Buffer.from(`\ufeff${[header, ...lines].map((cells) => cells.join(',')).join('\r\n')}\r\n`);
}

const view = async (id: string, who = center): Promise<SourceImportView> =>
  (await who.get<SourceImportView>(`source-imports/${id}`)).body;

async function checked(rows: readonly Cells[], who = center): Promise<SourceImportView> {
  const { status, body } = await who.upload<SourceImportView>('source-imports?cohort=2027', '名单.csv', csv(rows));
  expect([status, body.status]).toEqual([202, 'checking']);
  await bench.drain({ schoolId: world.schoolId });
  return view(body.id, who);
}

async function applied(rows: readonly Cells[], existing = 'registry'): Promise<SourceImportView> {
  const { id, version } = await checked(rows);
  expect((await center.post(`source-imports/${id}/apply`, { version, existing })).status).toBe(202);
  await bench.drain({ schoolId: world.schoolId });
  return view(id);
}

const rowsOf = async (id: string, query: string): Promise<SourceImportRowPage['items']> =>
  (await center.get<SourceImportRowPage>(`source-imports/${id}/rows?${query}`)).body.items;
const told = async (id: string, kind: string): Promise<[number, string[]][]> =>
  (await rowsOf(id, `kind=${kind}`)).map(({ line, problems }) => [
    line,
    problems.map(({ header, reason }) => `${header}：${reason}`),
  ]);

async function valuesOf(studentNo: string): Promise<SourceValues> {
  const row = await bench.one<ValueRow>(
    `select s.id, ${VALUE_COLUMNS} from student s where s.school_id = $1 and s.student_no = $2`,
    [world.schoolId, studentNo],
  );
  return openValues(bench.app.get(FieldCipher, { strict: false }), row);
}

describe('a roster', () => {
  it('is judged row by row, column by column, and changes nothing', async () => {
    const twin = idNo();
    const found = await checked([
      student('A1'),
      student('A 2', { idNo: '43012120050418001X', gender: '火星', class: '没有的班', phone: '1380' }),
      student('A3', { class: '软工02', college: '第01学院' }),
      student('A3', { name: '' }),
      student('A5', { idNo: twin, major: '考古学' }),
      student('A6', { idNo: twin, schoolCode: '99999' }),
      student('A7', { genderCode: '2' }),
    ]);
    expect(found).toMatchObject({
      status: 'checked',
      open: true,
      counts: { total: 7, valid: 1, errors: 6, fresh: 1, update: 0 },
    });
    expect(await told(found.id, 'error')).toEqual([
      [
        3,
        [
          expect.stringMatching(/^身份证号：/),
          '性别：性别没有「火星」这一项，请从选项里选',
          '手机号码：手机号码是 11 位，以 13 到 19 开头，请核对',
          '所在班级：2027 届没有叫“没有的班”的班级，请先在“学院和班级”里加上',
        ],
      ],
      [4, ['所在院系：“软工02”属于“第02学院”，和所在院系对不上']],
      [5, ['学号：和第 4 行的学号相同', '姓名：新学生要填这一列']],
      [6, ['专业：没有叫“考古学”的专业']],
      [7, [`院校代码：本校的代码是 ${world.schoolCode}`, '身份证号：和第 6 行的身份证号相同']],
      [8, ['性别：代码是“女”，名称写的是另一个，请改成一样的']],
    ]);
    const narrowed = await rowsOf(found.id, 'kind=error&column=studentNo');
    expect(narrowed.map(({ line }) => line)).toEqual([5]);
    expect(await bench.rows('select from student where school_id = $1', [world.schoolId])).toEqual([]);
  });

  it('brings new students with an account without a password, their findings, and a first version', async () => {
    const done = await applied([
      student('B1', { ethnicCode: '1', ethnic: '', level: '', lengthYears: '' }),
      student('B2', { name: '买买提 ‧ 吐尔逊', gender: '女', trainingMode: '定向' }),
      student('B3', { name: '张3' }),
    ]);
    expect(done).toMatchObject({ status: 'done', counts: { created: 2, failed: 0, errors: 1 } });
    expect(await valuesOf('B1')).toMatchObject({
      ethnicCode: '01',
      levelCode: '31',
      lengthYears: '4',
      originCode: '430121',
    });
    const rows = await bench.rows(
      `select s.name, s.pinyin, s.source_state, s.id_no_masked, a.login, a.password_kind, a.initial_expires_at, a.activated_at,
              s.registry_mac ? 'idNo' as mac, s.registry_mac ? 'phone' as own,
              (select array_agg(f.rule order by f.rule) from check_finding f where f.student_id = s.id) as rules,
              (select array_agg(v.kind || v.no) from source_version v where v.student_id = s.id) as versions
         from student s join account a on a.id = s.account_id where s.school_id = $1 order by s.student_no`,
      [world.schoolId],
    );
    const account = { password_kind: 'none', initial_expires_at: null, activated_at: null };
    expect(rows).toEqual([
      expect.objectContaining({
        ...account,
        name: '欧阳静',
        pinyin: 'ouyangjing oyj',
        login: 'B1',
        mac: true,
        own: false,
      }),
      expect.objectContaining({ ...account, name: '买买提·吐尔逊', login: 'B2', versions: ['imported1'] }),
    ]);
    // no exam number; another sex than the ID number; directed without a unit
    expect(rows[0]).toMatchObject({ source_state: 'not_started', rules: ['DC-03'] });
    expect(rows[1]).toMatchObject({ rules: ['DC-03', 'DC-04', 'DC-09'] });
    const [entry] = await bench.rows<{ body: object }>(
      `select body from audit_entry where school_id = $1 and aggregate_type = 'student' limit 1`,
      [world.schoolId],
    );
    expect(entry?.body).toMatchObject({ action: 'source.imported', after: { importId: done.id } });
    expect(JSON.stringify(entry?.body)).not.toMatch(/\d{17}/);
  });

  it('takes codes and names of old, and says so', async () => {
    const done = await applied([
      student('C1', { ethnic: '毛难族', levelCode: '231', level: '', teacherTraining: '免费师范生' }),
    ]);
    expect(await valuesOf('C1')).toMatchObject({ ethnicCode: '36', levelCode: '31', teacherTrainingCode: '12' });
    expect(await told(done.id, 'warning')).toEqual([
      [
        2,
        [
          '民族：旧的写法，按“毛南族”导入',
          '学历代码：旧的写法，按“本科生毕业”导入',
          '师范生类别：旧的写法，按“国家公费师范生”导入',
        ],
      ],
    ]);
  });

  it('keeps no personal value in clear, wherever it stood', async () => {
    const number = '430121200504180019';
    const { id } = await checked([
      student('D1', {
        idNo: number.replace('2005', '2035'),
        phone: '138000000210',
        address: '星沙街道开元路',
        ethnic: number,
        homePostcode: '星沙街道开元路',
        qq: '138 0000 0021',
      }),
    ]);
    const kept = JSON.stringify(await bench.rows('select * from source_import_row where import_id = $1', [id]));
    for (const secret of [number, '138000000210', '138 0000 0021', '街道开元路']) expect(kept).not.toContain(secret);
  });
});

describe('students who are there already', () => {
  const first = { ...student('E1'), archiveUnitBefore: '第一中学', qq: '123456' };
  const again = {
    ...first,
    name: '欧阳净',
    class: '软工02',
    qq: '654321',
    archiveUnitBefore: '',
    policeStationBefore: '民安派出所',
  };

  it('get the registry’s fields and what they lack, and keep what is their own', async () => {
    await applied([first]);
    const { id } = await checked([again, student('E2')]);
    expect((await rowsOf(id, 'kind=update')).map(({ studentNo, changes }) => [studentNo, changes])).toEqual([
      ['E1', ['姓名', '入学前户口派出所', 'QQ', '班级']],
    ]);
    const done = await applied([again, student('E2')]);
    expect(done.counts).toMatchObject({ created: 1, updated: 1, update: 1, fresh: 1 });
    expect(await valuesOf('E1')).toMatchObject({
      name: '欧阳净',
      qq: '123456',
      archiveUnitBefore: '第一中学',
      policeStationBefore: '民安派出所',
    });
    const row = await bench.one(
      `select k.name as class, a.name as account, (select array_agg(e.action || ' ' || e.note) from source_event e where e.student_id = s.id) as events
         from student s join school_class k on k.id = s.class_id join account a on a.id = s.account_id where s.school_id = $1 and s.student_no = 'E1'`,
      [world.schoolId],
    );
    expect(row).toEqual({
      class: '软工02',
      account: '欧阳净',
      events: ['edit 导入名单“名单.csv”：改了姓名、入学前户口派出所、班级'],
    });
  });

  it('are wholly updated where that is chosen, and left alone where that is', async () => {
    await applied([first]);
    expect((await applied([again], 'skip')).counts).toMatchObject({ skipped: 1, updated: 0 });
    expect(await valuesOf('E1')).toMatchObject({ name: '欧阳静', qq: '123456' });
    expect((await applied([again], 'update')).counts).toMatchObject({ updated: 1 });
    expect(await valuesOf('E1')).toMatchObject({ name: '欧阳净', qq: '654321', archiveUnitBefore: '第一中学' });
    expect((await applied([again], 'update')).counts).toMatchObject({ updated: 0, unchanged: 1, same: 1 });
    const { versions } = await bench.one<{ versions: number }>(
      `select count(*)::int as versions from source_version v join student s on s.id = v.student_id where s.school_id = $1`,
      [world.schoolId],
    );
    expect(versions).toBe(2);
  });

  it('stay where their review stands, and are compared anew with what they wrote', async () => {
    await applied([first]);
    const cipher = bench.app.get(FieldCipher, { strict: false });
    const { id } = await bench.one<{ id: string }>('select id from student where school_id = $1', [world.schoolId]);
    const wrote = { ...(await valuesOf('E1')), qq: '654321' };
    await bench.rows(
      `insert into source_version (school_id, student_id, no, kind, values_enc, actor_name, at) values ($1, $2, 2, 'submitted', $3, '本人', now())`,
      [world.schoolId, id, cipher.seal('source_version', 'values_enc', `${id}/2`, JSON.stringify(wrote))],
    );
    await bench.rows(
      `update student set source_state = 'counsellor_approved', source_differs = '{qq}' where school_id = $1`,
      [world.schoolId],
    );
    await applied([again], 'update');
    expect(
      await bench.one('select source_state, source_differs from student where school_id = $1', [world.schoolId]),
    ).toEqual({ source_state: 'counsellor_approved', source_differs: ['policeStationBefore'] });
  });

  it('of another cohort, or with another’s ID number, are not touched', async () => {
    const twin = student('F1');
    await applied([twin]);
    await bench.rows('insert into cohort (school_id, year) values ($1, 2026)', [world.schoolId]);
    const old = await world.student();
    await bench.rows('update student set cohort = 2026 where school_id = $1 and student_no = $2', [
      world.schoolId,
      old.no,
    ]);
    const { id } = await checked([student('F2', { idNo: twin.idNo ?? '' }), { studentNo: old.no, name: '别人' }]);
    expect(await told(id, 'error')).toEqual([
      [2, ['身份证号：本届学号 F1 的学生已经用了这个身份证号']],
      [3, ['学号：这个学号在 2026 届，不在 2027 届；要换届请用“移届”']],
    ]);
  });
});

describe('what a student has reported as wrong in the registry', () => {
  async function reported(studentNo: string, field: string, proposed: string): Promise<void> {
    const { id, account } = await bench.one<{ id: string; account: string }>(
      'select id, account_id as account from student where school_id = $1 and student_no = $2',
      [world.schoolId, studentNo],
    );
    const actor = { ...center.ctx.actor, accountId: account, audience: 'student' as const, studentId: id };
    const own = await bench.signIn({ ...center.ctx, audience: 'student', actor });
    const { status } = await own.post('source/reports', { field, proposed, grounds: '户口簿' });
    expect(status).toBe(201);
  }
  const answers = () =>
    bench.rows<{ field: string; status: string; answer: string; by: string | null }>(
      'select field, status, answer, decided_name as by from registry_report where school_id = $1 order by field',
      [world.schoolId],
    );

  it('is answered by a roster that puts it right, covered where it is personal, and told', async () => {
    const first = student('L1');
    const [wrong, right] = [String(first.idNo), idNo()];
    await applied([first]);
    await reported('L1', 'idNo', right);
    await reported('L1', 'class', '软工02');
    await reported('L1', 'ethnicCode', '苗族');
    await reported('L1', 'name', '欧阳净');
    const day = `${right.slice(6, 10)}-${right.slice(10, 12)}-${right.slice(12, 14)}`;
    await applied([{ ...first, idNo: right, birthDate: day, class: '软工02', ethnic: '土家族' }]);
    const found = await answers();
    expect(found.map(({ field, status, answer }) => [field, status, answer])).toEqual([
      ['class', 'corrected', '导入更正：班级现在是“软工02”。'],
      ['ethnicCode', 'corrected', '导入更正：民族现在是“15 土家族”，和你报的不同，还不对就再报一次。'],
      ['idNo', 'corrected', expect.stringMatching(/^导入更正：身份证号现在是“430[*0-9]+”。$/)],
      // the sheet said nothing else of the name
      ['name', 'open', ''],
    ]);
    expect(found[0]?.by).toBe(center.ctx.actor.displayName);
    const said = await bench.rows<{ text: string }>(
      `select body as text from notification where event = 'source_report_decided' and school_id = $1
        union all select body::text from audit_entry where school_id = $1 and body ->> 'action' = 'source.report_decide'`,
      [world.schoolId],
    );
    expect(said.length).toBe(3 + 1);
    for (const number of [wrong, right]) expect(JSON.stringify([found, said])).not.toContain(number);
  });

  it('stays open while the roster says what the school has', async () => {
    const first = student('L2');
    await applied([first]);
    await reported('L2', 'ethnicCode', '苗族');
    await applied([first, student('L3')]);
    await applied([{ ...first, ethnic: '苗族' }], 'skip');
    expect((await answers()).map(({ status }) => status)).toEqual(['open']);
  });
});

describe('an import', () => {
  it('goes on where it was cut off, and does nothing twice', async () => {
    const { id, version } = await checked(Array.from({ length: 900 }, (_, i) => student(`G${i}`)));
    await center.post(`source-imports/${id}/apply`, { version, existing: 'skip' });
    const writer = bench.app.get(RosterWriter, { strict: false });
    const write = writer.write.bind(writer);
    let calls = 0;
    const cut = jest.spyOn(writer, 'write').mockImplementation((...args) => {
      if (++calls > 1) throw new Error('the database is gone');
      return write(...args);
    });
    await bench.drain({ schoolId: world.schoolId, allowFailures: true });
    cut.mockRestore();
    const half = await bench.one<{ n: number }>('select count(*)::int as n from student where school_id = $1', [
      world.schoolId,
    ]);
    expect(half.n).toBe(400);
    await bench.rows(`update job_run set status = 'failed' where school_id = $1 and status <> 'done'`, [
      world.schoolId,
    ]);
    expect(await view(id)).toMatchObject({ status: 'running', stopped: true });
    const other = await checked([student('G9999')]);
    const denied = await center.post<{ detail: string }>(`source-imports/${other.id}/apply`, {
      version: other.version,
      existing: 'skip',
    });
    expect([denied.status, denied.body.detail]).toEqual([409, expect.stringContaining('正在导入“名单.csv”')]);
    expect((await center.post(`source-imports/${id}/resume`)).status).toBe(202);
    await bench.drain({ schoolId: world.schoolId });
    expect(await view(id)).toMatchObject({ status: 'done', stopped: false, counts: { created: 900, failed: 0 } });
    expect((await center.post(`source-imports/${id}/resume`)).status).toBe(409);
    // what was written of them is not kept any longer
    const kept = await bench.rows(
      'select count(*)::int as pages, count(rows_enc)::int as sealed from source_import_page where import_id = $1',
      [id],
    );
    expect(kept).toEqual([{ pages: 3, sealed: 0 }]);
  });

  it('leaves alone what another run has done meanwhile', async () => {
    const { id, version } = await checked([student('N1'), student('N2'), student('N3')]);
    const imports = bench.app.get(SourceImportsRepository, { strict: false });
    const waiting = imports.waiting.bind(imports);
    const read = jest.spyOn(imports, 'waiting').mockImplementation(async (...args) => {
      const pages = await waiting(...args);
      await bench.rows(
        `update source_import_page set done = true, lines = (
           select jsonb_agg(line || '{"outcome": "failed", "detail": "别处"}') from jsonb_array_elements(lines) line)
          where import_id = $1`,
        [id],
      );
      return pages;
    });
    await center.post(`source-imports/${id}/apply`, { version, existing: 'skip' });
    await bench.drain({ schoolId: world.schoolId });
    read.mockRestore();
    expect(await view(id)).toMatchObject({ status: 'done', counts: { created: 0, failed: 3 } });
    expect(await bench.rows('select from student where school_id = $1', [world.schoolId])).toEqual([]);
  });

  it('of a closed cohort is refused with a sentence, also when it closes in between', async () => {
    const { id, version } = await checked([student('H1')]);
    await center.post(`source-imports/${id}/apply`, { version, existing: 'skip' });
    await bench.rows('update cohort set is_open = false where school_id = $1', [world.schoolId]);
    await bench.drain({ schoolId: world.schoolId });
    expect((await rowsOf(id, 'kind=failed')).map(({ detail }) => detail)).toEqual(['2027 届已经结束，没有导入']);
    const { status, body } = await center.upload<{ detail: string }>(
      'source-imports?cohort=2027',
      'a.csv',
      csv([student('H2')]),
    );
    expect([status, body.detail]).toEqual([409, '2027 届已经结束，不能再导入。']);
  });

  it('refuses a hostile file at once, and one without student numbers after the look', async () => {
    const hostile = workbookOf({ rows: textRow(1, ['学号']), extra: [{ name: 'xl/vbaProject.bin', data: 'x' }] });
    const bad = await center.upload<{ code: string }>('source-imports?cohort=2027', 'a.xlsx', hostile);
    expect([bad.status, bad.body.code]).toEqual([422, 'SHEET_HOSTILE']);
    const found = await checked([{ name: '欧阳静', gender: '男' }]);
    expect(found).toMatchObject({ status: 'refused', refusal: expect.stringContaining('缺少这些列：学号') as string });
  });

  it('is the centre’s alone, and its report the maker’s', async () => {
    const { id, version } = await checked([student('I1', { name: '' }), student('I2')]);
    for (const role of ['counsellor', 'college_admin']) {
      const other = await bench.signIn(await world.staff(role, { college: 0 }));
      for (const path of ['', '/template?cohort=2027', `/${id}`, `/${id}/rows?kind=new`, `/${id}/report`]) {
        expect([path, (await other.get(`source-imports${path}`)).status]).toEqual([path, 403]);
      }
      expect((await other.post(`source-imports/${id}/apply`, { version, existing: 'skip' })).status).toBe(403);
    }
    const colleague = await bench.signIn(await world.staff('center_admin'));
    expect(await view(id, colleague)).toMatchObject({ mine: false, counts: { total: 2 } });
    expect((await colleague.get(`source-imports/${id}/report`)).status).toBe(404);
    const stranger = await bench.world();
    const there = await bench.signIn(await stranger.staff('center_admin'));
    expect((await there.get(`source-imports/${id}`)).status).toBe(404);
    const report = await center.get(`source-imports/${id}/report`);
    const reading = await readSheet(report.bytes, ROSTER_SHEET, { fileName: 'report.xlsx' });
    const rows = [];
    for await (const row of reading.rows()) rows.push(row.values.studentNo);
    expect(rows).toEqual(['I1']);
  });

  it('stops at what it has done when the right to it is taken away', async () => {
    const { id, version } = await checked([student('J1')]);
    await center.post(`source-imports/${id}/apply`, { version, existing: 'skip' });
    await bench.rows('delete from account_grant where account_id = $1', [center.id]);
    await bench.drain({ schoolId: world.schoolId, allowFailures: true });
    expect(await bench.rows('select from student where school_id = $1', [world.schoolId])).toEqual([]);
  });

  it('keeps its counts and its name, and forgets its people after a week', async () => {
    const { id } = await applied([student('K1'), student('K2', { name: '' })]);
    bench.clock.advance(8 * 86_400_000);
    expect(await bench.sweep('source-info.purge-imports')).toBeGreaterThan(0);
    center = await bench.signIn(center.ctx);
    expect(await view(id)).toMatchObject({ open: false, fileName: '名单.csv', counts: { created: 1, errors: 1 } });
    expect(await rowsOf(id, 'kind=error')).toEqual([]);
    expect((await center.get<{ detail: string }>(`source-imports/${id}/report`)).body.detail).toContain('只留 7 天');
  });

  it('has a template with the school’s own units that reads back', async () => {
    const { status, bytes } = await center.get('source-imports/template?cohort=2027');
    expect(status).toBe(200);
    const reading = await readSheet(bytes, ROSTER_SHEET, { fileName: 'a.xlsx' });
    expect([reading.columns.length, reading.unknownColumns]).toEqual([50, []]);
    reading.close();
  });
});
