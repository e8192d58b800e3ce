import { Injectable } from '@nestjs/common';
import {
  checkSourceValue,
  isSourceKey,
  REPORT_STATUS_LABELS,
  REPORT_UNITS,
  reportFieldLabel,
  type ReportField,
  type ReportStatus,
  shanghaiDate,
} from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { SourceRecord } from '../records/source-records.js';
import { ReportFiles } from '../student/report-files.js';
import type { SourceReportView } from './review.dto.js';
import { isPersonal, shownText } from './source-texts.js';

interface Row extends Record<string, unknown> {
  id: string;
  field: ReportField;
  sealed: Buffer;
  grounds: string;
  status: ReportStatus;
  answer: string;
  createdAt: Date;
  decidedAt: Date | null;
  decidedName: string | null;
}

/** What the student said is wrong in the registry, and what became of it. */
@Injectable()
export class RecordReports {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly files: ReportFiles,
    private readonly clock: Clock,
  ) {}

  async views(tx: Tx, record: SourceRecord): Promise<SourceReportView[]> {
    const rows = await tx.query<Row>(
      `select id, field, proposed_enc as sealed, grounds, status, answer, created_at as "createdAt",
              decided_at as "decidedAt", decided_name as "decidedName"
         from registry_report where school_id = $1 and student_id = $2 order by status <> 'open', created_at desc`,
      [tx.schoolId, record.id],
    );
    const filesOf = await this.files.ofReports(
      tx,
      rows.map(({ id }) => id),
    );
    const today = shanghaiDate(this.clock.now());
    return rows.map(({ sealed, createdAt, decidedAt, ...row }) => ({
      ...row,
      label: reportFieldLabel(row.field),
      present: this.present(record, row.field),
      proposed: textOf(record, row.field, this.cipher.open('registry_report', 'proposed_enc', row.id, sealed), today),
      statusLabel: REPORT_STATUS_LABELS[row.status],
      createdAt: createdAt.toISOString(),
      decidedAt: decidedAt?.toISOString() ?? null,
      files: filesOf(row.id),
    }));
  }

  private present(record: SourceRecord, field: ReportField): string {
    if (isSourceKey(field)) return shownText(field, record.values[field], record.cohort);
    return UNITS[field](record);
  }
}

const UNITS: Record<keyof typeof REPORT_UNITS, (record: SourceRecord) => string> = {
  college: (record) => record.collegeName,
  major: (record) => record.majorName,
  class: (record) => record.className,
};

/** People write a name where a code is kept, and now and then something that is neither. */
function textOf({ cohort, idType }: SourceRecord, field: ReportField, value: string, today: string): string {
  if (!isSourceKey(field)) return value;
  const checked = checkSourceValue(field, value, { today, cohort, idType });
  if (checked.ok) return shownText(field, checked.value, cohort);
  return isPersonal(field) ? shownText(field, value, cohort) : value;
}
