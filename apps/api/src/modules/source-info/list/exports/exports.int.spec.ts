import ExcelJS from 'exceljs';
import { SOURCE_EXPORT_KEYS } from '@qiancheng/shared';
import type { Student, World } from '../../../agreements/testing/world.js';
import { PeopleBench, type Person, type Reply } from '../../../people/testing/people-bench.js';
import type { SourceExportView } from '../../http/source-exports.dto.js';
import { ExportPages } from './export-pages.js';

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

const ALL = { filter: { cohort: 2027 } };
const COLUMNS = ['name', 'studentNo', 'idNo', 'phone', 'address'];
const order = (who: Person, body: object = {}): Promise<Reply<SourceExportView>> =>
  who.post<SourceExportView>('sources/exports', { selection: ALL, columns: COLUMNS, purpose: '上报省厅', ...body });

async function made(who: Person, body: object = {}): Promise<SourceExportView> {
  const answer = await order(who, body);
  expect([answer.status, answer.body.file]).toEqual([202, null]);
  await bench.drain({ schoolId: world.schoolId });
  return (await who.get<SourceExportView>(`sources/exports/${answer.body.id}`)).body;
}

async function cells(who: Person, { id }: { id: string }): Promise<string[][]> {
  const { status, bytes } = await who.get(`sources/exports/${id}/file`);
  expect(status).toBe(200);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
  const rows: string[][] = [];
  book.worksheets[0]?.eachRow((row) =>
    rows.push((row.values as unknown[]).slice(1).map((value) => String(value ?? ''))),
  );
  return rows;
}
const namesIn = async (who: Person, one: { id: string }): Promise<string[]> =>
  (await cells(who, one)).slice(1).map(([name]) => name ?? '');

const accesses = (student: Student): Promise<object[]> =>
  bench.rows('select kind, fields, reason, by_name from personal_access where student_id = $1', [student.id]);

/** Looks after both classes. */
async function bothClasses(): Promise<void> {
  await grant([world.colleges[0].classId, world.colleges[1].classId]);
}
const grant = (classes: string[]): Promise<unknown> =>
  bench.database.owner.query('update account_grant set class_ids = $2 where account_id = $1', [counsellor.id, classes]);

describe('an export', () => {
  it('holds masks for whoever may not see clear values, and tells nobody’s number', async () => {
    const student = await world.student({ name: '欧阳静' });
    const one = await made(counsellor);
    expect(one).toMatchObject({ count: 1, clear: false, job: null, file: { available: true } });
    expect(await cells(counsellor, one)).toEqual([
      ['姓名', '学号', '身份证号', '手机', '家庭住址'],
      ['欧阳静', student.no, '110***********004X', '138****0021', '龙山县民安街******'],
    ]);
    expect(await accesses(student)).toEqual([]);
    const refused = await order(counsellor, { clear: true });
    expect([refused.status, refused.body]).toEqual([403, expect.objectContaining({ code: 'FORBIDDEN' })]);
  });

  it('in clear leaves a word to every student in it, with the purpose', async () => {
    const [student, other] = [
      await world.student({ name: '欧阳静' }),
      await world.student({ name: '张伟', college: 1 }),
    ];
    const one = await made(center, { clear: true, selection: { ids: [student.id] } });
    expect((await cells(center, one))[1]).toEqual([
      '欧阳静',
      student.no,
      '11010120020101004X',
      '13800000021',
      '龙山县民安街道新建路 12 号',
    ]);
    expect(await accesses(student)).toEqual([
      {
        kind: 'export',
        fields: ['idNo', 'phone', 'address'],
        reason: '上报省厅',
        by_name: center.ctx.actor.displayName,
      },
    ]);
    expect(await accesses(other)).toEqual([]);
    const audit = await bench.rows<{ action: string; body: string }>(
      `select body ->> 'action' as action, body::text from audit_entry where aggregate_id = $1 order by seq`,
      [one.id],
    );
    expect(audit.map(({ action }) => action)).toEqual(['source_export.ordered', 'source_export.made']);
    expect(audit.map(({ body }) => body).join()).not.toContain('13800000021');
  });

  it('writes every column there is', async () => {
    await world.student({ name: '欧阳静', sourceState: 'submitted' });
    const [head, row] = await cells(center, await made(center, { columns: SOURCE_EXPORT_KEYS, clear: true }));
    expect(head).toHaveLength(SOURCE_EXPORT_KEYS.length);
    const value = (title: string): string | undefined => row?.[head?.indexOf(title) ?? -1];
    expect([value('性别'), value('性别代码'), value('生源所在地代码'), value('核验状态'), value('辅导员审核')]).toEqual(
      ['男', '1', '433130', '待辅导员审核', '待审核'],
    );
  });

  it('asks for a purpose and columns, and for the number that the page showed', async () => {
    await world.student();
    expect((await order(center, { purpose: '' })).status).toBe(422);
    expect((await order(center, { columns: [] })).status).toBe(422);
    expect((await order(center, { columns: ['password'] })).status).toBe(422);
    expect((await order(center, { selection: { ...ALL, expected: 2 } })).status).toBe(409);
    expect((await order(center, { selection: { filter: { cohort: 2026 } } })).status).toBe(422);
    expect((await order(center, { selection: { ...ALL, expected: 1 } })).status).toBe(202);
  });

  it('is its maker’s alone, and gone after a day', async () => {
    await world.student();
    const one = await made(center);
    const colleague = await bench.signIn(await world.staff('center_admin'));
    expect((await colleague.get(`sources/exports/${one.id}`)).status).toBe(404);
    expect((await colleague.get(`sources/exports/${one.id}/file`)).status).toBe(404);
    await bench.database.owner.query(`update sealed_file set expires_at = $2 where id = $1`, [
      one.file?.id,
      bench.clock.now(),
    ]);
    expect((await center.get(`sources/exports/${one.id}/file`)).status).toBe(404);
    await bench.sweep('people.purge-secrets');
    expect(await bench.rows('select 1 from sealed_file_part where file_id = $1', [one.file?.id])).toEqual([]);
  });

  it('keeps no number in clear, neither of the search nor of the file', async () => {
    const { id } = await world.student();
    await bench.database.owner.query('update student set id_no_mac = $2 where id = $1', [
      id,
      bench.cipher.mac('id_no', '11010120020101004X'),
    ]);
    const one = await made(center, { clear: true, selection: { filter: { cohort: 2027, q: '11010120020101004X' } } });
    expect(await namesIn(center, one)).toHaveLength(1);
    const rows = await bench.rows<{ text: string }>(
      `select e::text as text from source_export e union all select j::text from job_run j union all select p::text from sealed_file_part p`,
    );
    expect(rows.filter(({ text }) => text.includes('11010120020101004X'))).toEqual([]);
  });

  it('comes in the same pieces when an attempt is made again', async () => {
    await world.student({ name: '欧阳静' });
    const { id } = (await order(center)).body;
    const file = await bench.one<{ id: string }>(
      `insert into sealed_file (school_id, account_id, kind, file_name, media_type, size, once, parts, created_at, expires_at)
       values ($1, $2, 'source_export', 'x', 'x', 0, false, 0, now(), now()) returning id`,
      [world.schoolId, center.id],
    );
    await bench.database.owner.query('update source_export set sealed_file_id = $2 where id = $1', [id, file.id]);
    for (const no of [0, 1]) {
      await bench.database.owner.query(
        `insert into sealed_file_part (school_id, file_id, no, content_enc) values ($1, $2, $3, 'old')`,
        [world.schoolId, file.id, no],
      );
    }
    await bench.drain({ schoolId: world.schoolId });
    expect(await namesIn(center, { id })).toEqual(['欧阳静']);
  });
});

describe('a counsellor moved off a class', () => {
  it('gets nothing of it from an export that was ordered before', async () => {
    await bothClasses();
    await world.student({ name: '留下的' });
    await world.student({ name: '移走的', college: 1 });
    const { id } = (await order(counsellor)).body;
    await grant([world.colleges[0].classId]);
    await bench.drain({ schoolId: world.schoolId });
    expect(await namesIn(counsellor, { id })).toEqual(['留下的']);
  });

  it('loses it while the file is being written', async () => {
    await bothClasses();
    await world.student({ name: '留下的' });
    await world.student({ name: '移走的', college: 1 });
    const pages = bench.app.get(ExportPages, { strict: false });
    const whole = pages.pages.bind(pages);
    pages.pages = async function* (ctx, wanted) {
      yield* whole(ctx, wanted);
      await grant([world.colleges[0].classId]);
    };
    const one = await made(counsellor);
    pages.pages = whole;
    expect(await namesIn(counsellor, one)).toEqual(['留下的']);
  });

  it('cannot fetch a file that tells of it', async () => {
    await bothClasses();
    await world.student({ name: '移走的', college: 1 });
    const one = await made(counsellor);
    await grant([world.colleges[0].classId]);
    const refused = await counsellor.get(`sources/exports/${one.id}/file`);
    expect([refused.status, refused.body['detail']]).toEqual([403, expect.stringContaining('职责范围变了')]);
  });

  it('without any right left, the job ends and says so', async () => {
    await world.student();
    const { id } = (await order(counsellor)).body;
    await bench.database.owner.query(`update account_grant set role = 'auditor' where account_id = $1`, [
      counsellor.id,
    ]);
    await expect(bench.drain({ schoolId: world.schoolId })).rejects.toThrow('没有这项权限');
    const run = await bench.one<{ status: string; error: string }>(
      `select status, error from job_run where payload ->> 'exportId' = $1`,
      [id],
    );
    expect(run).toMatchObject({ status: 'failed', error: expect.stringContaining('没有这项权限') });
  });
});
