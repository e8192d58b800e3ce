import type { RequestContext } from '../../../platform/context/index.js';
import { publicContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { PrintSources, type PrintRequest, type PrintSource } from '../../documents/index.js';
import type { CaseDetail } from '../http/dto/case-detail.dto.js';
import { Bench, codeOf } from '../testing/bench.js';
import type { Student, World } from '../testing/world.js';

let bench: Bench;
let db: Db;
let source: PrintSource;
let world: World;
let college: RequestContext;
let center: RequestContext;

beforeAll(async () => {
  bench = await Bench.open();
  db = bench.app.get(Db);
  source = bench.app.get(PrintSources, { strict: false }).source;
  world = await bench.world();
  college = await world.staff('college_admin', { college: 0 });
  center = await world.staff('center_admin');
});
afterAll(() => bench.close());

async function signed(): Promise<{ student: Student; detail: CaseDetail }> {
  const student = await world.student();
  const detail = await bench.signing(await world.employer(), student, [college, center]);
  return { student, detail: await bench.sign(student, detail) };
}

const first: PrintRequest = { reasonCode: null, reasonText: null, printedCopies: new Map() };

describe('what is printed', () => {
  it('is the frozen revision with its personal data in clear and the signature as drawn', async () => {
    const { detail } = await signed();
    const [content] = await source.contents(college, [detail.id]);
    expect(content).toMatchObject({
      agreementNo: detail.agreementNo,
      contentHash: detail.contentHash,
      student: { idNo: '11010120020101004X', phone: '13800000021', address: '龙山县民安街道新建路 12 号' },
      schoolBlock: { contact: '王知微', collegeOpinion: '同意', schoolOpinion: '同意' },
      voidedAt: null,
    });
    expect(content?.marks).toHaveLength(1);
    expect(content?.marks[0]?.strokes?.strokes).toHaveLength(3);
    expect(content?.articles.length).toBeGreaterThan(5);
  });

  it('prints the mask where the registry has changed since the signature', async () => {
    const { student, detail } = await signed();
    await bench.rows('update student set phone_enc = null where id = $1', [student.id]);
    const [content] = await source.contents(college, [detail.id]);
    expect(content?.student.phone).toBe('138****0021');
  });

  it('is not there for those whom it does not concern', async () => {
    const { detail } = await signed();
    const strangers = [
      (await world.student()).ctx,
      (await world.employer()).ctx,
      await world.staff('college_admin', { college: 1 }),
    ];
    for (const stranger of strangers) {
      expect(await source.contents(stranger, [detail.id])).toEqual([]);
      expect(await db.read(stranger, (tx) => source.facts(tx, stranger, [detail.id]))).toEqual([]);
      expect(await codeOf(db.tx(stranger, (tx) => source.recordPrint(tx, stranger, [detail.id], first)))).toBe(
        'NOT_FOUND',
      );
    }
  });
});

describe('printing', () => {
  it('leaves a line in the history and the audit chain, and no new version', async () => {
    const { student, detail } = await signed();
    await db.tx(student.ctx, (tx) => source.recordPrint(tx, student.ctx, [detail.id], first));
    const after = await bench.cases.get(student.ctx, detail.id);
    expect(after.version).toBe(detail.version);
    expect(after.events.at(-1)).toMatchObject({ action: 'print', actorName: student.name });
    expect(
      await bench.count("audit_entry where aggregate_id = $1 and body ->> 'action' = 'case.print'", [detail.id]),
    ).toBe(1);
  });

  it('by staff is told to the student, by a party it is not', async () => {
    const { student, detail } = await signed();
    const told = () =>
      bench.rows('select kind, fields, by_name, reason from personal_access where student_id = $1', [student.id]);
    await db.tx(student.ctx, (tx) => source.recordPrint(tx, student.ctx, [detail.id], first));
    expect(await told()).toEqual([]);
    await db.tx(center, (tx) => source.recordPrint(tx, center, [detail.id], first));
    expect(await told()).toEqual([
      {
        kind: 'print',
        fields: ['idNo', 'phone', 'address'],
        by_name: center.actor.displayName,
        reason: '打印协议书',
      },
    ]);
  });

  it('asks for a reason once the set is printed, and names the student in a selection', async () => {
    const [one, other] = [await signed(), await signed()];
    const printed = new Map([[one.detail.id, 3]]);
    const ids = [one.detail.id, other.detail.id];
    const print = (patch: Partial<PrintRequest>) =>
      db.tx(center, (tx) => source.recordPrint(tx, center, ids, { ...first, printedCopies: printed, ...patch }));
    const refused = await print({}).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'PRINT_REASON' });
    expect((refused as { detail: string }).detail).toContain(one.student.no);
    await print({ reasonCode: 'lost' });
    const detail = await bench.cases.get(center, one.detail.id);
    expect(detail.events.at(-1)).toMatchObject({ action: 'print', reasonLabel: '遗失' });
  });

  it('is closed until the student has signed', async () => {
    const student = await world.student();
    const detail = await bench.signing(await world.employer(), student, [college, center]);
    expect(await codeOf(db.tx(center, (tx) => source.recordPrint(tx, center, [detail.id], first)))).toBe(
      'PRINT_REQUIRES',
    );
    expect(detail.print).toMatchObject({ open: false, copies: 3 });
  });
});

describe('public verification', () => {
  it('finds a number in its school, and nothing in another', async () => {
    const { detail } = await signed();
    const anybody = publicContext('test', null, world.schoolId);
    const found = await db.read(anybody, (tx) => source.verify(tx, anybody, detail.agreementNo ?? ''));
    expect(found).toMatchObject({ caseId: detail.id, currentRevision: 1, stateLabel: '签章中' });
    expect(found?.revisions).toEqual([expect.objectContaining({ revision: 1, contentHash: detail.contentHash })]);
    const other = await bench.world();
    const elsewhere = publicContext('test', null, other.schoolId);
    expect(await db.read(elsewhere, (tx) => source.verify(tx, elsewhere, detail.agreementNo ?? ''))).toBeNull();
  });
});
