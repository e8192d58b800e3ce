import { Injectable } from '@nestjs/common';
import {
  NOTICE_EVENTS,
  noticeText,
  type NoticeEvent,
  REPORT_STATUS_LABELS,
  reportFieldLabel,
  type ReportField,
  type ReportStatus,
  type SourceReturnReason,
  sourceReturnWords,
} from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { Notifier } from '../../notifications/index.js';
import type { SourceRecord } from '../records/source-records.js';

/** Whom it is about: a record, or as much of it as a message needs. */
export type NoticeRecord = Pick<SourceRecord, 'id' | 'accountId'>;

/** What the student is told of the source information; the message leads to its page. */
@Injectable()
export class SourceNotices {
  constructor(private readonly notifier: Notifier) {}

  returned(
    tx: Tx,
    ctx: RequestContext,
    record: NoticeRecord,
    codes: readonly SourceReturnReason[],
    note: string,
  ): Promise<void> {
    return this.tell(tx, ctx, record, 'source_returned', { reason: sourceReturnWords(codes, note) });
  }

  /** Passed by the last level of the school. */
  approved(tx: Tx, ctx: RequestContext, record: NoticeRecord): Promise<void> {
    return this.tell(tx, ctx, record, 'source_approved', {});
  }

  reportDecided(
    tx: Tx,
    ctx: RequestContext,
    record: NoticeRecord,
    report: { field: ReportField; status: ReportStatus; answer: string },
  ): Promise<void> {
    return this.tell(tx, ctx, record, 'source_report_decided', {
      item: reportFieldLabel(report.field),
      result: REPORT_STATUS_LABELS[report.status],
      reason: report.answer,
    });
  }

  private async tell(
    tx: Tx,
    ctx: RequestContext,
    record: NoticeRecord,
    event: NoticeEvent,
    values: Record<string, string>,
  ): Promise<void> {
    // a student who has never had an account reads it on the page, once there is one
    if (!record.accountId) return;
    // the sentence brings its own full stop
    const reason = values['reason']?.trim().replace(/[。．.]+$/u, '');
    await this.notifier.tell(tx, ctx, {
      to: { kind: 'accounts', ids: [record.accountId] },
      event,
      title: NOTICE_EVENTS[event].title,
      body: noticeText(event, { ...values, reason }),
      about: { kind: 'source', id: record.id },
      schoolId: tx.schoolId,
    });
  }
}
