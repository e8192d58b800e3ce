import { PDF } from '@libpdf/core';
import type { RequestContext } from '../../platform/context/index.js';
import { publicContext } from '../../platform/context/index.js';
import { Storage } from '../../platform/storage/index.js';
import { FilesService } from './files.service.js';
import { RenderAgreementHandler } from './jobs/render-agreement.handler.js';
import { PrintsService } from './prints.service.js';
import { TEMPLATE_VERSION } from './template/document.js';
import { DocumentsBench } from './testing/documents-bench.js';
import { VerificationService } from './verification.service.js';

interface RunRow {
  status: string;
  result: { documentId: string } | null;
  progress: { done: number; total: number; failed: number };
}

/** A browser on a busy machine takes its time. */
const SLOW = 120_000;

describe('documents', () => {
  let bench: DocumentsBench;
  let prints: PrintsService;
  let files: FilesService;

  beforeAll(async () => {
    bench = await DocumentsBench.open();
    prints = bench.app.get(PrintsService, { strict: false });
    files = bench.app.get(FilesService, { strict: false });
  }, SLOW);

  afterAll(() => bench.close());

  const print = async (
    caseIds: string[],
    variant: 'duplex' | 'simplex' = 'duplex',
    ctx: RequestContext = bench.staff(),
  ): Promise<{ documentId: string; run: RunRow }> => {
    const job = await prints.createPrint(ctx, { caseIds, variant });
    await bench.drain();
    const [run] = await bench.rows<RunRow>('select status, result, progress from job_run where id = $1', [job.id]);
    if (!run?.result) throw new Error(`print ended as ${run?.status}`);
    return { documentId: run.result.documentId, run };
  };
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'OK',
      (error: { code?: string }) => error.code ?? String(error),
    );

  it(
    'makes a file once and gives the same bytes ever after',
    async () => {
      const { id, agreementNo } = await bench.agreement();
      const first = await print([id]);
      const again = await print([id]);
      expect(again.documentId).toBe(first.documentId);
      const file = await files.file(bench.staff(), first.documentId);
      expect(file.name).toBe(`就业协议书-${agreementNo}-欧阳䶮.pdf`);
      expect((await PDF.load(file.bytes)).getPageCount()).toBe(6);
      const other = await print([id], 'simplex');
      expect(other.documentId).not.toBe(first.documentId);

      const log = await bench.rows(
        'select copies, variant, by_name, document_id from print_log where case_id = $1 order by at, id',
        [id],
      );
      expect(log).toHaveLength(3);
      expect(log[0]).toEqual({ copies: 3, variant: 'duplex', by_name: '赵启明', document_id: first.documentId });
      expect(bench.source.prints.at(-1)?.printedCopies.get(id)).toBe(6);
      const audited = await bench.rows(
        `select 1 from audit_entry where aggregate_type = 'document' and aggregate_id = $1`,
        [first.documentId],
      );
      expect(audited).toHaveLength(1);
    },
    SLOW,
  );

  it(
    'makes another file when a seal is recorded, and keeps the older one',
    async () => {
      const agreement = await bench.agreement();
      const before = await print([agreement.id]);
      agreement.slots = { ...agreement.slots, college: { doneAt: new Date('2027-04-20T02:00:00Z') } };
      const after = await print([agreement.id]);
      expect(after.documentId).not.toBe(before.documentId);
      expect((await files.file(bench.staff(), before.documentId)).bytes.length).toBeGreaterThan(1000);
    },
    SLOW,
  );

  it(
    'never sets again what was signed, however the template changes',
    async () => {
      const [signed, open] = [await bench.agreement('SIGNED'), await bench.agreement('SIGNING')];
      const before = [await print([signed.id]), await print([open.id])];
      const ids = before.map((each) => each.documentId);
      await bench.rows(
        `update document set template_version = '0', content_key = replace(content_key, '.${TEMPLATE_VERSION}', '.0') where id = any($1)`,
        [ids],
      );
      expect((await print([signed.id])).documentId).toBe(ids[0]);
      expect((await print([open.id])).documentId).not.toBe(ids[1]);
      // the old paper is also what a bulk print holds
      const bulk = await print([open.id, signed.id]);
      const [row] = await bench.rows<{ pages: number }>('select pages from document where id = $1', [bulk.documentId]);
      expect(row?.pages).toBe(12);
    },
    SLOW,
  );

  it(
    'refuses what the process refuses, and what is out of reach',
    async () => {
      const review = await bench.agreement('REVIEW');
      expect(await codeOf(prints.createPrint(bench.staff(), { caseIds: [review.id], variant: 'duplex' }))).toBe(
        'PRINT_NOT_OPEN',
      );
      const { id, employerId } = await bench.agreement();
      const stranger = bench.employer('01990000-0000-7000-8000-00000000ffff');
      expect(await codeOf(prints.createPrint(stranger, { caseIds: [id], variant: 'duplex' }))).toBe('NOT_FOUND');
      const { documentId } = await print([id], 'duplex', bench.employer(employerId));
      expect(await codeOf(files.file(stranger, documentId))).toBe('NOT_FOUND');
      // the address of an employer's file names no school
      expect((await files.file({ ...bench.employer(employerId), schoolId: null }, documentId)).name).toContain(
        '欧阳䶮',
      );
      const many = Array.from({ length: 501 }, () => id);
      expect(await codeOf(prints.createPrint(bench.staff(), { caseIds: many, variant: 'duplex' }))).toBe(
        'PRINT_TOO_MANY',
      );
      expect(await bench.rows(`select 1 from print_log where case_id = $1`, [review.id])).toHaveLength(0);
    },
    SLOW,
  );

  it(
    'prints many in the order of the list, in one file, batch by batch',
    async () => {
      const agreements = [];
      for (let i = 0; i < 36; i += 1) agreements.push(await bench.agreement());
      const ids = agreements.map((each) => each.id).reverse();
      const { documentId, run } = await print(ids);
      expect(run.progress).toEqual({ done: 36, total: 36, failed: 0 });
      const file = await files.file(bench.staff(), documentId);
      const pdf = await PDF.load(file.bytes);
      expect(pdf.getPageCount()).toBe(36 * 6);
      const textOf = (page: number): string => pdf.getPage(page)?.extractText().text.replace(/\s/g, '') ?? '';
      expect(textOf(0)).toContain(agreements[35]?.agreementNo);
      expect(textOf(33 * 6)).toContain(agreements[2]?.agreementNo);
      expect(textOf(35 * 6 + 5)).toContain(agreements[0]?.agreementNo);
      const [linked] = await bench.rows<{ n: number }>(
        'select count(*)::int as n from document_case where document_id = $1',
        [documentId],
      );
      expect(linked?.n).toBe(36);
      expect((await print(ids)).documentId).toBe(documentId);

      const turned = await print(ids, 'simplex');
      const simplex = await PDF.load((await files.file(bench.staff(), turned.documentId)).bytes);
      expect(simplex.getPageCount()).toBe(36 * 6 + 2);
      const lineOf = (page: number): string => simplex.getPage(page)?.extractText().text.replace(/\s/g, '') ?? '';
      expect(lineOf(0)).toContain('正面');
      expect(lineOf(108)).toContain('翻面，再印背面');
      expect(lineOf(109)).toMatch(new RegExp(`${agreements[35]?.agreementNo}.*背面`));
    },
    SLOW,
  );

  it(
    'makes one row when two workers make the same file at once',
    async () => {
      const { id } = await bench.agreement();
      const handler = bench.app.get(RenderAgreementHandler, { strict: false });
      const run = { id: crypto.randomUUID(), progress: () => Promise.resolve() } as never;
      const both = await Promise.all(
        [1, 2].map(() => handler.handle(bench.staff(), { caseId: id, variant: 'duplex' }, run)),
      );
      expect(both[0]).toEqual(both[1]);
      expect(await bench.rows('select 1 from document where case_id = $1', [id])).toHaveLength(1);
    },
    SLOW,
  );

  it(
    'finds what was signed and has no file after ten minutes',
    async () => {
      const { id } = await bench.agreement('SIGNED');
      expect(await bench.sweep()).toBe(0);
      bench.clock.advance(11 * 60_000);
      expect(await bench.sweep()).toBeGreaterThanOrEqual(1);
      await bench.drain();
      const [stored] = await bench.rows<{ sha256: string }>('select sha256 from document where case_id = $1', [id]);
      expect(await bench.app.get(Storage, { strict: false }).get(stored?.sha256 ?? '')).toBeInstanceOf(Buffer);
      expect(await bench.sweep()).toBe(0);
    },
    SLOW,
  );

  describe('public verification', () => {
    const verify = (no: string, more: { r?: number; c?: number; f?: number } = {}, ip = '192.0.2.7') =>
      bench.app.get(VerificationService, { strict: false }).verify(publicContext('test', ip), { no, ...more });

    beforeAll(() => {
      const at = new Date('2027-04-02T02:00:00Z');
      bench.source.revisions.push(
        { revision: 1, contentHash: 'a'.repeat(64), createdAt: new Date('2027-03-20T02:00:00Z') },
        { revision: 2, contentHash: 'b'.repeat(64), createdAt: at },
      );
    }, SLOW);

    it(
      'tells whether the paper counts, and masks who signed it',
      async () => {
        const { id, agreementNo } = await bench.agreement('SIGNED', { revision: 2 });
        await print([id]);
        const answer = await verify(agreementNo, { r: 2, c: 3, f: 1 });
        expect(answer).toMatchObject({
          result: 'valid',
          agreementNo,
          studentName: '欧阳*',
          employerName: '湘江精密****公司',
          schoolName: '云麓大学',
          revision: 2,
          currentRevision: 2,
          copy: 3,
          face: 1,
          contentHash: 'b'.repeat(64),
        });
        expect(answer.fileSha256s).toHaveLength(1);
        expect(JSON.stringify(answer)).not.toMatch(/11010120020101004X|13800000021|8500|20230001/);
        const old = await verify(agreementNo, { r: 1 });
        expect(old).toMatchObject({
          result: 'superseded',
          contentHash: 'a'.repeat(64),
          stateSince: '2027-04-02T02:00:00.000Z',
        });
        expect((await verify(agreementNo, { r: 3 })).result).toBe('missing');
      },
      SLOW,
    );

    it.each([
      ['SIGNING', 'in_progress'],
      ['VOIDED', 'void'],
      ['TERMINATED', 'void'],
      ['TERM_REVIEW', 'valid'],
      ['SUSPENDED', 'in_progress'],
    ] as const)(
      '%s is %s',
      async (state, result) => {
        const { agreementNo } = await bench.agreement(state, { revision: 2 });
        expect((await verify(agreementNo, {}, `192.0.2.${state.length}`)).result).toBe(result);
      },
      SLOW,
    );

    it(
      'reads numbers as people type them, and explains the check character',
      async () => {
        const { agreementNo } = await bench.agreement('SIGNED', { revision: 2 });
        const loose = agreementNo.replaceAll('-', '').toLowerCase();
        const wide = agreementNo.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
        expect((await verify(` ${loose} `)).result).toBe('valid');
        expect((await verify(wide)).result).toBe('valid');
        const wrong = agreementNo.replace(/.$/, (char) => (char === '1' ? '2' : '1'));
        expect(await verify(wrong)).toMatchObject({
          result: 'missing',
          reason: expect.stringContaining('校验码') as string,
        });
        expect((await verify('x'.repeat(40))).reason).toContain('写法');
      },
      SLOW,
    );

    it(
      'knows a file by its digest, and no other',
      async () => {
        const { id, agreementNo } = await bench.agreement('SIGNED', { revision: 1 });
        const { documentId } = await print([id]);
        const [stored] = await bench.rows<{ sha256: string }>('select sha256 from document where id = $1', [
          documentId,
        ]);
        const service = bench.app.get(VerificationService, { strict: false });
        const visitor = publicContext('test', '192.0.2.50');
        const answer = await service.verifyFile(visitor, { sha256: stored?.sha256.toUpperCase() ?? '' });
        expect(answer).toMatchObject({ result: 'valid', agreementNo, revision: 1, studentName: '欧阳*' });
        expect(answer.fileSha256s).toContain(stored?.sha256);
        expect(await service.verifyFile(visitor, { sha256: 'f'.repeat(64) })).toMatchObject({
          result: 'missing',
          agreementNo: null,
        });
      },
      SLOW,
    );

    it(
      'does not let anybody try out numbers',
      async () => {
        const codes: string[] = [];
        for (let i = 0; i < 62; i += 1) codes.push(await codeOf(verify('2027-10001-3-000001-0', {}, '192.0.2.99')));
        expect(codes.at(-1)).toBe('TOO_MANY_REQUESTS');
      },
      SLOW,
    );
  });
});
