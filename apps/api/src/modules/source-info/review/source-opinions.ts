import { Injectable } from '@nestjs/common';
import { isSourceApproved, type SourceAction, type SourceReturnReason } from '@qiancheng/shared';
import { holdsFor } from '../../../platform/access/index.js';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import { SourceNotices } from '../notices/source-notices.js';
import { SourceRecords } from '../records/source-records.js';
import { RecordViews } from './record-views.js';
import type { ClawBackSourceBody, PassSourceBody, ReturnSourceBody, SourceRecordView } from './review.dto.js';
import { actingLevel, mustBeFresh, resolved } from './source-standing.js';

interface Opinion {
  action: Extract<SourceAction, 'pass' | 'return' | 'claw_back'>;
  version: number;
  codes: readonly SourceReturnReason[];
  note: string;
}

/** What a level says of a submission. Each opinion: the lock, the version, the process, history and audit in one transaction. */
@Injectable()
export class SourceOpinions {
  constructor(
    private readonly db: Db,
    private readonly records: SourceRecords,
    private readonly policies: SchoolPolicies,
    private readonly notices: SourceNotices,
    private readonly views: RecordViews,
    private readonly audit: AuditService,
  ) {}

  pass(ctx: RequestContext, id: string, { version, note = '' }: PassSourceBody): Promise<SourceRecordView> {
    return this.give(ctx, id, { action: 'pass', version, codes: [], note });
  }

  return(ctx: RequestContext, id: string, { version, codes, note = '' }: ReturnSourceBody): Promise<SourceRecordView> {
    if (codes.includes('other') && note.trim() === '') {
      const message = '选了“其他”，请写明是什么，学生会看到。';
      throw new AppError('VALIDATION_FAILED', { errors: [{ field: 'note', code: 'REQUIRED', message }] });
    }
    return this.give(ctx, id, { action: 'return', version, codes, note });
  }

  clawBack(ctx: RequestContext, id: string, { version }: ClawBackSourceBody): Promise<SourceRecordView> {
    return this.give(ctx, id, { action: 'claw_back', version, codes: [], note: '' });
  }

  private give(ctx: RequestContext, id: string, opinion: Opinion): Promise<SourceRecordView> {
    return this.db.tx(ctx, async (tx) => {
      await this.carry(tx, ctx, id, opinion);
      return this.views.view(tx, ctx, id);
    });
  }

  private async carry(tx: Tx, ctx: RequestContext, id: string, opinion: Opinion): Promise<void> {
    const { action, version, codes, note } = opinion;
    const record = await this.records.find(tx, ctx, id, 'for update of s');
    if (!record) throw new AppError('NOT_FOUND');
    if (!holdsFor(ctx, 'source.review', record)) throw new AppError('FORBIDDEN');
    const { policy } = await this.policies.current(tx, tx.schoolId as number);
    const { levels } = policy.source;
    mustBeFresh(record, version, levels);
    const level = actingLevel(action, record.state, levels);
    const reasonGiven = codes.length > 0 || note.trim() !== '';
    const to = resolved(ctx, record, levels, action, reasonGiven);
    await this.records.writeState(tx, id, to, {
      returnedBy: action === 'return' ? level : null,
      passedBy: action === 'pass' ? ctx.actor.accountId : null,
    });
    const submitted = await this.records.submitted(tx, id);
    await this.records.addEvent(tx, ctx, id, {
      action,
      level,
      from: record.state,
      to,
      versionNo: submitted?.no ?? null,
      reasonCodes: codes,
      note,
    });
    await this.audit.append(tx, ctx, {
      schoolId: tx.schoolId,
      aggregateType: 'source',
      aggregateId: id,
      action: `source.${action}`,
      before: { state: record.state },
      after: { state: to, level, ...(codes.length > 0 ? { codes } : {}), ...(note ? { note } : {}) },
    });
    if (action === 'return') await this.notices.returned(tx, ctx, record, codes, note);
    if (action === 'pass' && isSourceApproved(to, levels)) await this.notices.approved(tx, ctx, record);
  }
}
