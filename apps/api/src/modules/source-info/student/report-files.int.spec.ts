import sharp from 'sharp';
import { systemContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { Storage, StorageError } from '../../../platform/storage/index.js';
import { HTML, jpeg, pdfOfPages, picture, png } from '../../../platform/uploads/testing/corpus.js';
import type { Student, World } from '../../agreements/testing/world.js';
import { PeopleBench, type Person, type Reply } from '../../people/testing/people-bench.js';
import type { OwnSourceReport } from '../http/student-source.dto.js';
import type { SourceRecordView } from '../review/review.dto.js';
import { submitted } from '../testing/submissions.js';

const DAY = 86_400_000;

let bench: PeopleBench;
let world: World;
let student: Student;
let own: Person;
let counsellor: Person;
let report: OwnSourceReport;

beforeAll(async () => {
  bench = await PeopleBench.open();
});
afterAll(() => bench.close());
beforeEach(async () => {
  world = await bench.world();
  student = await world.student({ name: '司徒静' });
  await submitted(bench.app, student);
  own = await bench.signIn(student.ctx);
  counsellor = await bench.signIn(await world.staff('counsellor', { classOf: 0 }));
  report = await reported('ethnicCode');
  // what tests before this one have left
  await sweep();
});

async function reported(field: string): Promise<OwnSourceReport> {
  const { status, body } = await own.post<OwnSourceReport>('source/reports', { field, proposed: '苗族' });
  expect(status).toBe(201);
  return body;
}
const attach = async (bytes: Buffer, name = '户口簿.jpg', to = report.id): Promise<Reply<OwnSourceReport>> =>
  own.upload<OwnSourceReport>(`source/reports/${to}/files`, name, bytes);
const code = ({ body }: Reply<unknown>): unknown => (body as Record<string, unknown>)['code'];
const ownFile = (fileId: string, who = own): Promise<Reply> => who.get(`source/reports/${report.id}/files/${fileId}`);
const seen = (fileId: string, who = counsellor, of = student): Promise<Reply> =>
  who.get(`sources/${of.id}/reports/${report.id}/files/${fileId}`);

async function attached(bytes?: Buffer): Promise<string> {
  const { status, body } = await attach(bytes ?? (await jpeg()));
  expect(status).toBe(201);
  return body.files.at(-1)?.fileId as string;
}
async function bytesOf(fileId: string): Promise<string> {
  return (await bench.one<{ sha256: string }>('select sha256 from uploaded_file where id = $1', [fileId])).sha256;
}
const stored = (sha256: string): Promise<boolean> =>
  bench.app
    .get(Storage, { strict: false })
    .get(sha256)
    .then(
      () => true,
      (error: unknown) => {
        if (error instanceof StorageError && error.reason === 'missing') return false;
        throw error;
      },
    );
const sweep = (): Promise<number> => bench.sweep('source-info.purge-report-files');
/** Days later, everybody is signed in again. */
async function later(days: number): Promise<void> {
  bench.clock.advance(days * DAY);
  own = await bench.signIn(student.ctx);
  counsellor = await bench.signIn(counsellor.ctx);
}

describe('papers to a report', () => {
  it('are pictures, made anew, and PDFs; three of them', async () => {
    const shot = await picture(60, 40)
      .withExif({ IFD0: { Copyright: 'where it was taken' } })
      .jpeg()
      .toBuffer();
    const picked = await attach(shot, '户口簿首页.jpeg');
    expect(picked.body.files).toMatchObject([{ name: expect.stringMatching(/^户口簿首页\./) as string }]);
    const shown = await ownFile(picked.body.files[0]?.fileId as string);
    expect([shown.status, shown.headers['content-disposition']]).toEqual([200, expect.stringMatching(/^inline/)]);
    expect((await sharp(shown.bytes).metadata()).exif).toBeUndefined();
    expect((await attach(await pdfOfPages(2), '录取通知书.pdf')).body.files[1]).toMatchObject({
      mime: 'application/pdf',
      pages: 2,
    });
    const third = await attach(await png(), '430121 2005 0418 0019.png');
    // numbers of people stand in no name
    expect(third.body.files[2]?.name).toMatch(/^材料\.\w+$/);
    const fourth = await attach(await png(50, 50));
    expect([fourth.status, (fourth.body as unknown as { detail: string }).detail]).toEqual([
      409,
      '一项最多附 3 份材料，先去掉一份。',
    ]);
    const { body } = await own.delete<OwnSourceReport>(
      `source/reports/${report.id}/files/${third.body.files[2]?.fileId}`,
    );
    expect(body.files.length).toBe(2);
    expect((await own.get<{ reports: OwnSourceReport[] }>('source')).body.reports[0]?.files).toEqual(body.files);
  });

  it('are refused by what they are, and leave nothing', async () => {
    expect(code(await attach(HTML, 'a.jpg'))).toBe('FILE_TYPE_REFUSED');
    expect(code(await attach(await pdfOfPages(11), 'a.pdf'))).toBe('FILE_TOO_MANY_PAGES');
    expect(await bench.rows('select from uploaded_file where school_id = $1', [world.schoolId])).toEqual([]);
  });

  it('have an end over all reports of one student', async () => {
    await bench.rows(
      `with r as (insert into registry_report (school_id, student_id, field, proposed_enc, status, created_at, decided_at)
         select $1, $2, 'name', '\\x00', 'kept', now(), now() from generate_series(1, 5) returning id),
       u as (insert into uploaded_file (school_id, account_id, purpose, sha256, mime, size, original_name, created_at)
         select $1, $3, 'source.report', repeat('0', 64), 'image/jpeg', 1, 'a.jpg', now() from generate_series(1, 3) returning id)
       insert into registry_report_file (school_id, report_id, file_id, added_at) select $1, r.id, u.id, now() from r, u`,
      [world.schoolId, student.id, student.accountId],
    );
    const { status, body } = await attach(await jpeg());
    expect([status, (body as unknown as { detail: string }).detail]).toEqual([
      409,
      expect.stringContaining('最多附 15 份'),
    ]);
  });

  it('are shown to whoever answers, and to nobody else; the student reads who looked', async () => {
    const fileId = await attached();
    const { body } = await counsellor.get<SourceRecordView>(`sources/${student.id}`);
    expect(body.reports[0]?.files).toMatchObject([{ fileId, mime: expect.stringMatching(/^image/) as string }]);
    const shown = await seen(fileId);
    expect([shown.status, shown.bytes.length > 0]).toEqual([200, true]);
    const looked = await own.get<{ items: { byName: string; fields: string[]; reason: string }[] }>('personal-access');
    expect(looked.body.items).toMatchObject([
      { byName: counsellor.ctx.actor.displayName, fields: ['学籍报错的材料'], reason: '核对学籍报错：民族' },
    ]);
    const elsewhere = await bench.signIn(await world.staff('counsellor', { classOf: 1 }));
    const auditor = await bench.signIn(await world.staff('auditor'));
    const there = await bench.signIn(await (await bench.world()).staff('center_admin'));
    expect(
      (await Promise.all([elsewhere, auditor, there].map((who) => seen(fileId, who)))).map((a) => a.status),
    ).toEqual([404, 403, 404]);
    // through the record of somebody else
    expect((await seen(fileId, counsellor, await world.student())).status).toBe(404);
    const classmate = await bench.signIn((await world.student()).ctx);
    expect((await ownFile(fileId, classmate)).status).toBe(404);
    const url = `source/reports/${report.id}/files`;
    expect((await classmate.upload(url, 'a.jpg', await jpeg())).status).toBe(404);
    expect((await classmate.delete(`${url}/${fileId}`)).status).toBe(404);
    const db = bench.app.get(Db, { strict: false });
    const stranger = systemContext(there.ctx.schoolId, 'test');
    expect(await db.read(stranger, (tx) => tx.query('select report_id from registry_report_file', []))).toEqual([]);
  });

  it('go at once when the report is taken back, and with them the bytes that nobody else has', async () => {
    const [mine, shared] = [await attached(await jpeg(61, 41)), await attached(await jpeg(62, 42))];
    const digests = await Promise.all([mine, shared].map(bytesOf));
    await bench.rows(
      `insert into uploaded_file (school_id, purpose, sha256, mime, size, original_name, created_at)
       values ($1, 'logo', $2, 'image/webp', 1, 'a.webp', now())`,
      [world.schoolId, digests[1]],
    );
    await own.post(`source/reports/${report.id}/withdraw`);
    expect((await ownFile(mine)).status).toBe(404);
    expect((await seen(mine)).status).toBe(404);
    expect(code(await attach(await jpeg()))).toBe('CONFLICT');
    expect(await sweep()).toBe(2);
    expect(await Promise.all(digests.map(stored))).toEqual([false, true]);
  });

  it('stay for a while behind the answer, and are swept then', async () => {
    const fileId = await attached(await jpeg(63, 43));
    const digest = await bytesOf(fileId);
    const { version } = (await counsellor.get<SourceRecordView>(`sources/${student.id}`)).body;
    const decision = { version, decision: 'kept', answer: '户口簿上是土家族。' };
    expect((await counsellor.post(`sources/${student.id}/reports/${report.id}`, decision)).status).toBe(200);
    await later(89);
    expect(await sweep()).toBe(0);
    expect((await seen(fileId)).status).toBe(200);
    await later(2);
    expect(await sweep()).toBe(1);
    expect((await seen(fileId)).status).toBe(404);
    expect(await stored(digest)).toBe(false);
    expect((await own.get<{ reports: OwnSourceReport[] }>('source')).body.reports).toMatchObject([
      { status: 'kept', files: [] },
    ]);
  });
});
