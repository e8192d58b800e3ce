import { shanghaiDate } from '@qiancheng/shared';
import { AuditService } from '../../../../platform/audit/index.js';
import { Clock } from '../../../../platform/clock/index.js';
import type { RequestContext } from '../../../../platform/context/index.js';
import { FieldCipher } from '../../../../platform/crypto/index.js';
import { Db, type Tx } from '../../../../platform/database/index.js';
import { AppError, XLSX } from '../../../../platform/http/index.js';
import { type JobHandler, type JobRunHandle, RegisterJobHandler } from '../../../../platform/jobs/index.js';
import { type ExportRow, writeRows } from '../../../../platform/sheets/index.js';
import { PersonalAccesses, SealedParts } from '../../../people/index.js';
import { SchoolPolicies } from '../../../schools/index.js';
import { ExportPages } from './export-pages.js';
import { ExportRights, inSlices } from './export-rights.js';
import { exportRowMaker, personalFieldsOf } from './export-row.js';
import { defineSheetOfExport } from './export-sheet.js';
import { type ExportRecord, ExportsRepository } from './exports.repository.js';
import { MakeExportJob, type MakeExportPayload } from './make-export.job.js';

/** A reach that changes while the file is written has it written again; not for ever. */
const ROUNDS = 3;

/**
 * Streams an export: a page of students, their lines of the sheet, a sealed piece of the file. Nothing of it is held whole
 * but the ids. What its orderer may see is asked for every page and once more at the end, so that a class that was taken away
 * in between is not in the file.
 */
@RegisterJobHandler()
export class MakeExportHandler implements JobHandler<MakeExportPayload> {
  readonly job = MakeExportJob;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
    private readonly policies: SchoolPolicies,
    private readonly exports: ExportsRepository,
    private readonly pages: ExportPages,
    private readonly rights: ExportRights,
    private readonly files: SealedParts,
    private readonly accesses: PersonalAccesses,
    private readonly audit: AuditService,
  ) {}

  async handle(ctx: RequestContext, { exportId }: MakeExportPayload, run: JobRunHandle): Promise<{ exportId: string }> {
    const order = await this.db.read(ctx, (tx) => this.exports.get(tx, exportId));
    if (order.finishedAt !== null) return { exportId };
    for (let round = 0; round < ROUNDS; round += 1) {
      if (await this.make(ctx, order, run)) return { exportId };
    }
    throw new AppError('CONFLICT', { detail: '导出时你的职责范围一直在变，没有做成。请稍后再导出。' });
  }

  /** @returns false when the reach changed meanwhile, and what was written must not leave */
  private async make(ctx: RequestContext, order: ExportRecord, run: JobRunHandle): Promise<boolean> {
    const fileId = await this.db.tx(ctx, (tx) => this.freshFile(tx, ctx, order));
    const { policy } = await this.db.read(ctx, (tx) => this.policies.current(tx, tx.schoolId as number));
    const { stream, written } = this.files.writer(ctx, fileId);
    const ids: string[] = [];
    const line = exportRowMaker(order.columns, {
      cipher: this.cipher,
      levels: policy.source.levels,
      clear: order.clear,
    });
    const { pages } = this;
    async function* rows(): AsyncGenerator<ExportRow<string>> {
      for await (const page of pages.pages(ctx, order)) {
        for (const row of page) {
          ids.push(row.id);
          yield line(row);
        }
        await run.progress(ids.length, Math.max(order.expected, ids.length));
      }
    }
    await writeRows(defineSheetOfExport(order.columns), rows(), stream);
    return this.db.tx(ctx, async (tx) => {
      const now = await this.rights.of(tx, ctx, order.clear);
      if (!(await this.rights.reaches(tx, now, ids))) return false;
      const fileName = `生源信息-${ids.length}人-${shanghaiDate(this.clock.now())}.xlsx`;
      await this.files.finish(tx, fileId, fileName, written);
      await this.exports.finish(tx, order.id, ids);
      await this.note(tx, now, order, ids);
      return true;
    });
  }

  /** An earlier attempt's file is written anew. */
  private async freshFile(tx: Tx, ctx: RequestContext, order: ExportRecord): Promise<string> {
    const { sealedFileId } = await this.exports.get(tx, order.id);
    if (sealedFileId) {
      await this.files.drop(tx, sealedFileId);
      return sealedFileId;
    }
    const id = await this.files.begin(tx, ctx, {
      kind: 'source_export',
      fileName: '生源信息.xlsx',
      mediaType: XLSX,
      once: false,
    });
    await this.exports.setFile(tx, order.id, id);
    return id;
  }

  /** With the file, in one transaction: whoever is in it in clear reads by whom and why. */
  private async note(tx: Tx, now: RequestContext, order: ExportRecord, ids: readonly string[]): Promise<void> {
    const fields = order.clear ? personalFieldsOf(order.columns) : [];
    if (fields.length > 0 && ids.length > 0) {
      for (const studentIds of inSlices(ids)) {
        await this.accesses.note(tx, now, { studentIds, kind: 'export', fields, reason: order.purpose });
      }
    }
    await this.audit.append(tx, now, {
      schoolId: tx.schoolId,
      aggregateType: 'source_export',
      aggregateId: order.id,
      action: 'source_export.made',
      after: { students: ids.length, clear: order.clear, personal: fields },
    });
  }
}
