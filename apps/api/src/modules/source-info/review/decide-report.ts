import { Injectable } from '@nestjs/common';
import {
  checkSourceValue,
  isSourceKey,
  type ReportField,
  reportFieldLabel,
  shanghaiDate,
  type SourceKey,
} from '@qiancheng/shared';
import { holdsFor } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import { type SourceRecord, SourceRecords } from '../records/source-records.js';
import { RegistryReports } from '../student/registry-reports.js';
import { RecordViews } from './record-views.js';
import type { DecideReportBody, SourceRecordView } from './review.dto.js';
import { SaveSource } from './save-source.js';
import { mustBeFresh, resolved } from './source-standing.js';

/** Put right elsewhere, by moving or importing: the number is also how somebody logs in, a unit decides who looks after them. */
const ELSEWHERE: readonly ReportField[] = ['studentNo', 'college', 'major', 'class'];

/** The school's answer to "this is wrong in the registry": the value and the answer in one transaction (F-046). */
@Injectable()
export class DecideReport {
  constructor(
    private readonly db: Db,
    private readonly records: SourceRecords,
    private readonly policies: SchoolPolicies,
    private readonly reports: RegistryReports,
    private readonly saving: SaveSource,
    private readonly views: RecordViews,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  run(ctx: RequestContext, id: string, reportId: string, body: DecideReportBody): Promise<SourceRecordView> {
    return this.db.tx(ctx, async (tx) => {
      const record = await this.records.find(tx, ctx, id, 'for update of s');
      if (!record) throw new AppError('NOT_FOUND');
      if (!holdsFor(ctx, 'source.edit', record)) throw new AppError('FORBIDDEN');
      const { policy } = await this.policies.current(tx, tx.schoolId as number);
      mustBeFresh(record, body.version, policy.source.levels);
      resolved(ctx, record, policy.source.levels, 'edit');
      const report = await this.find(tx, id, reportId);
      const { decision: outcome, answer = '' } = body;
      await this.reports.decide(tx, ctx, reportId, { outcome, answer });
      if (outcome === 'corrected' && !ELSEWHERE.includes(report.field) && isSourceKey(report.field)) {
        const value = this.corrected(record, report.field, body.value ?? report.proposed);
        const note = `学籍报错已核改：${reportFieldLabel(report.field)}`;
        await this.saving.write(tx, ctx, record, { ...record.values, [report.field]: value }, note);
      }
      return this.views.view(tx, ctx, id);
    });
  }

  private async find(tx: Tx, id: string, reportId: string): Promise<{ field: ReportField; proposed: string }> {
    const row = await tx.maybeOne<{ field: ReportField; sealed: Buffer }>(
      'select field, proposed_enc as sealed from registry_report where school_id = $1 and id = $2 and student_id = $3',
      [tx.schoolId, reportId, id],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return { field: row.field, proposed: this.cipher.open('registry_report', 'proposed_enc', reportId, row.sealed) };
  }

  private corrected(record: SourceRecord, key: SourceKey, value: string): string {
    const checked = checkSourceValue(key, value, {
      today: shanghaiDate(this.clock.now()),
      cohort: record.cohort,
      idType: record.idType,
    });
    if (checked.ok && checked.value !== '') return checked.value;
    const message = checked.ok ? `请填写${reportFieldLabel(key)}。` : checked.reason;
    throw new AppError('VALIDATION_FAILED', { errors: [{ field: 'value', code: 'INVALID', message }] });
  }
}
