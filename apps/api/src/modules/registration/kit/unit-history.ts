import { Injectable } from '@nestjs/common';
import type { EmployerEventAction, ReviewReason } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { Audience, RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';

export interface UnitEvent {
  employerId: string;
  action: EmployerEventAction;
  /** The school whose matter it is; a school reads these and those of no school. */
  schoolId?: number;
  certificationId?: string;
  /** The account that it is about, where that is not the one who acts. */
  memberId?: string;
  from?: string | null;
  to?: string | null;
  reasons?: readonly ReviewReason[];
  note?: string;
  /** What changed, for the audit row alone: masks, no personal numbers. */
  before?: unknown;
  after?: unknown;
}

const ACTOR_KINDS: Readonly<Record<Audience, string>> = {
  employer: 'employer',
  teacher: 'school',
  platform: 'platform',
  student: 'system',
  public: 'employer',
};

/** What happens to a unit is written twice in the act's own transaction: a row that people read, and an audit row. */
@Injectable()
export class UnitHistory {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  async append(tx: Tx, ctx: RequestContext, event: UnitEvent): Promise<void> {
    const { employerId, action, schoolId, certificationId, memberId, from, to, reasons, note } = event;
    await tx.exec(
      `insert into employer_event (employer_id, school_id, certification_id, member_id, action, from_status, to_status,
         actor_id, actor_name, actor_kind, reasons, note, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        employerId,
        schoolId ?? null,
        certificationId ?? null,
        memberId ?? null,
        action,
        from ?? null,
        to ?? null,
        ctx.actor.accountId,
        ctx.actor.displayName,
        ctx.scope.kind === 'system' ? 'system' : ACTOR_KINDS[ctx.audience],
        JSON.stringify(reasons ?? []),
        note ?? '',
        this.clock.now(),
      ],
    );
    await this.audit.append(tx, ctx, {
      schoolId: schoolId ?? null,
      aggregateType: 'employer',
      aggregateId: employerId,
      action,
      before: event.before ?? { status: from ?? null },
      after: { status: to ?? null, certificationId, memberId, reasons, note, ...asObject(event.after) },
    });
  }
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
