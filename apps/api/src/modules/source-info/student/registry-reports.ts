import { Injectable } from '@nestjs/common';
import {
  isRegistryField,
  isSourceKey,
  namesNumber,
  REPORT_STATUS_LABELS,
  reportFieldLabel,
  type ReportField,
  type ReportStatus,
} from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, type Upload } from '../../../platform/http/index.js';
import type { StoredUpload } from '../../../platform/uploads/index.js';
import type { OwnSourceReport } from '../http/student-source.dto.js';
import { SourceNotices } from '../notices/source-notices.js';
import { type SourceRecord, SourceRecords } from '../records/source-records.js';
import { type OwnSource, OwnSources, studentIdOf } from './own-source.js';
import { type ReportFile, ReportFiles } from './report-files.js';

export interface NewReport {
  field: ReportField;
  /** What it should be. */
  proposed: string;
  /** By which paper that can be seen. */
  grounds: string;
}

export interface ReportDecision {
  /** corrected: the registry's value has been changed; kept: it is right as it is. */
  outcome: 'corrected' | 'kept';
  /** In the words of whoever answers; the student reads them. */
  answer: string;
}

interface ReportRow extends Record<string, unknown> {
  id: string;
  studentId: string;
  field: ReportField;
  sealed: Buffer;
  grounds: string;
  status: ReportStatus;
  answer: string;
  createdAt: Date;
  decidedAt: Date | null;
  decidedName: string | null;
}

const COLUMNS = `r.id, r.student_id as "studentId", r.field, r.proposed_enc as sealed, r.grounds, r.status, r.answer,
  r.created_at as "createdAt", r.decided_at as "decidedAt", r.decided_name as "decidedName"`;
const PROPOSED = ['registry_report', 'proposed_enc'] as const;
const NO_NUMBERS = '这里不用写证件号和手机号，写明是什么材料就行。';

/** "This is wrong in the registry" (F-046): the student reports, withdraws; the school answers. One open report a field. */
@Injectable()
export class RegistryReports {
  constructor(
    private readonly db: Db,
    private readonly own: OwnSources,
    private readonly records: SourceRecords,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly notices: SourceNotices,
    private readonly files: ReportFiles,
  ) {}

  /** The open ones first, then the newest. The proposed values are in clear: say so before staff are shown them. */
  async ofStudent(tx: Tx, studentId: string): Promise<OwnSourceReport[]> {
    const rows = await tx.query<ReportRow>(
      `select ${COLUMNS} from registry_report r where r.school_id = $1 and r.student_id = $2
        order by r.status = 'open' desc, r.created_at desc, r.id desc`,
      [tx.schoolId, studentId],
    );
    const filesOf = await this.files.ofReports(
      tx,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => this.viewOf(row, filesOf(row.id)));
  }

  report(ctx: RequestContext, { field, proposed, grounds }: NewReport): Promise<OwnSourceReport> {
    return this.db.tx(ctx, async (tx) => {
      const own = await this.own.load(tx, ctx, 'for update of s');
      assertReportable(own, field);
      if (namesNumber(grounds)) throw wrong('grounds', NO_NUMBERS);
      const open = await tx.maybeOne(
        `select id from registry_report where school_id = $1 and student_id = $2 and field = $3 and status = 'open'`,
        [tx.schoolId, own.record.id, field],
      );
      if (open) throw new AppError('CONFLICT', { detail: `${reportFieldLabel(field)}已经报告过，正在等学院核对。` });
      const { id } = await tx.one<{ id: string }>('select uuidv7() as id', []);
      await tx.exec(
        `insert into registry_report (school_id, id, student_id, field, proposed_enc, grounds, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [tx.schoolId, id, own.record.id, field, this.cipher.seal(...PROPOSED, id, proposed), grounds, this.clock.now()],
      );
      await this.note(tx, ctx, own.record.id, 'source.report', { field, grounds });
      return this.view(tx, id);
    });
  }

  /** A paper that shows what is right. It can be put beside an open report, not beside one that was answered. */
  async attach(ctx: RequestContext, id: string, upload: Upload): Promise<OwnSourceReport> {
    const file = await this.files.accept(upload);
    return this.db.tx(ctx, async (tx) => {
      const { record } = await this.own.load(tx, ctx, 'for update of s');
      assertCohortOpen(record);
      const row = await this.ownOpen(tx, ctx, id);
      await this.files.add(tx, ctx, record.id, id, file);
      await this.note(tx, ctx, row.studentId, 'source.report_file', { field: row.field, sha256: file.sha256 });
      return this.view(tx, id);
    });
  }

  detach(ctx: RequestContext, id: string, fileId: string): Promise<OwnSourceReport> {
    return this.db.tx(ctx, async (tx) => {
      const row = await this.ownOpen(tx, ctx, id);
      if ((await this.files.remove(tx, id, fileId)) === 0) throw new AppError('NOT_FOUND');
      await this.note(tx, ctx, row.studentId, 'source.report_file_remove', { field: row.field, fileId });
      return this.view(tx, id);
    });
  }

  /** One's own paper, whatever became of the report. */
  async file(ctx: RequestContext, id: string, fileId: string): Promise<StoredUpload> {
    const found = await this.db.read(ctx, (tx) => this.files.find(tx, studentIdOf(ctx), id, fileId));
    if (!found) throw new AppError('NOT_FOUND');
    return this.files.open(fileId);
  }

  withdraw(ctx: RequestContext, id: string): Promise<OwnSourceReport> {
    return this.db.tx(ctx, async (tx) => {
      const row = await this.ownOpen(tx, ctx, id);
      await tx.exec(
        `update registry_report set status = 'withdrawn', decided_at = $3 where school_id = $1 and id = $2`,
        [tx.schoolId, id, this.clock.now()],
      );
      await this.files.remove(tx, id);
      await this.note(tx, ctx, row.studentId, 'source.report_withdraw', { field: row.field });
      return this.view(tx, id);
    });
  }

  /**
   * The school's answer, in the transaction of whoever changes the registry's value. The student is told.
   * @throws AppError NOT_FOUND out of the actor's scope, CONFLICT where it is answered already
   */
  async decide(
    tx: Tx,
    ctx: RequestContext,
    id: string,
    { outcome, answer }: ReportDecision,
  ): Promise<{ record: SourceRecord; report: OwnSourceReport }> {
    const row = await this.locked(tx, id);
    const record = row && (await this.records.find(tx, ctx, row.studentId));
    if (!row || !record) throw new AppError('NOT_FOUND');
    assertOpen(row);
    if (outcome === 'kept' && answer.trim() === '') throw wrong('answer', '写明为什么不改，学生会看到原话。');
    if (namesNumber(answer)) throw wrong('answer', '答复里不要写证件号和手机号。');
    await tx.exec(
      `update registry_report set status = $3, answer = $4, decided_at = $5, decided_by = $6, decided_name = $7
        where school_id = $1 and id = $2`,
      [tx.schoolId, id, outcome, answer.trim(), this.clock.now(), ctx.actor.accountId, ctx.actor.displayName],
    );
    await this.note(tx, ctx, record.id, 'source.report_decide', { field: row.field, outcome });
    await this.notices.reportDecided(tx, ctx, record, { field: row.field, status: outcome, answer });
    return { record, report: await this.view(tx, id) };
  }

  private async ownOpen(tx: Tx, ctx: RequestContext, id: string): Promise<ReportRow> {
    const row = await this.locked(tx, id);
    if (row?.studentId !== studentIdOf(ctx)) throw new AppError('NOT_FOUND');
    assertOpen(row);
    return row;
  }

  private locked(tx: Tx, id: string): Promise<ReportRow | undefined> {
    return tx.maybeOne<ReportRow>(
      `select ${COLUMNS} from registry_report r where r.school_id = $1 and r.id = $2 for update of r`,
      [tx.schoolId, id],
    );
  }

  private async view(tx: Tx, id: string): Promise<OwnSourceReport> {
    const row = await tx.one<ReportRow>(
      `select ${COLUMNS} from registry_report r where r.school_id = $1 and r.id = $2`,
      [tx.schoolId, id],
    );
    return this.viewOf(row, (await this.files.ofReports(tx, [id]))(id));
  }

  private note(tx: Tx, ctx: RequestContext, studentId: string, action: string, after: object): Promise<void> {
    return this.audit.append(tx, ctx, {
      schoolId: tx.schoolId,
      aggregateType: 'source',
      aggregateId: studentId,
      action,
      after,
    });
  }

  private viewOf(row: ReportRow, files: ReportFile[]): OwnSourceReport {
    return {
      id: row.id,
      field: row.field,
      label: reportFieldLabel(row.field),
      proposed: this.cipher.open(...PROPOSED, row.id, row.sealed),
      grounds: row.grounds,
      status: row.status,
      statusLabel: REPORT_STATUS_LABELS[row.status],
      answer: row.answer,
      createdAt: row.createdAt.toISOString(),
      decidedAt: row.decidedAt?.toISOString() ?? null,
      decidedName: row.decidedName,
      files,
    };
  }
}

const wrong = (field: string, message: string): AppError =>
  new AppError('VALIDATION_FAILED', { errors: [{ field, code: 'INVALID', message }] });

function assertReportable({ record, registry }: OwnSource, field: ReportField): void {
  assertCohortOpen(record);
  if (isSourceKey(field) && !isRegistryField(field, registry)) {
    throw wrong('field', '这一项不属于学籍，直接在表里改就行。');
  }
}

function assertCohortOpen({ cohortOpen }: SourceRecord): void {
  if (!cohortOpen) throw new AppError('NOT_ALLOWED_NOW', { detail: '这一届已经结束，只能查看。' });
}

function assertOpen(row: ReportRow): void {
  if (row.status === 'open') return;
  throw new AppError('CONFLICT', { detail: `这份报告已经有了结果：${REPORT_STATUS_LABELS[row.status]}。` });
}
