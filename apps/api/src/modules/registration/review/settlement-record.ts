import type { ReviewReason, ServiceAsked, SettlementStatus } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';

/** A unit's settling at one school. */
export interface SettlementRecord {
  employerId: string;
  status: SettlementStatus;
  name: string;
  unitStatus: string;
  services: ServiceAsked[];
  message: string;
  requestedAt: Date;
  slaDueAt: Date | null;
  decidedAt: Date | null;
  decidedByName: string | null;
  reasons: ReviewReason[];
  version: number;
}

const COLUMNS = `x.employer_id as "employerId", x.status, e.name, e.status as "unitStatus", x.services, x.message,
  x.requested_at as "requestedAt", x.sla_due_at as "slaDueAt", x.decided_at as "decidedAt",
  x.decided_by_name as "decidedByName", x.reasons, x.version`;

/**
 * What a school sees: units that asked to settle at it, once the operator has certified them. A request that was taken
 * back before that has never been its business; the term it would have had tells the two apart.
 */
export function settlementScope(ctx: Pick<RequestContext, 'schoolId'>, bind: (value: unknown) => string): string {
  if (ctx.schoolId === null) throw new Error('a settlement belongs to a school');
  return `x.school_id = ${bind(ctx.schoolId)} and x.status <> 'waiting' and (x.status <> 'withdrawn' or x.sla_due_at is not null)`;
}

export async function findSettlement(
  tx: Tx,
  ctx: RequestContext,
  employerId: string,
  lock: '' | 'for update of x' = '',
): Promise<SettlementRecord> {
  const params: unknown[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const row = await tx.maybeOne<SettlementRecord & Record<string, unknown>>(
    `select ${COLUMNS} from employer_school x join employer e on e.id = x.employer_id
      where ${settlementScope(ctx, bind)} and x.employer_id = ${bind(employerId)} ${lock}`,
    params,
  );
  if (!row) throw new AppError('NOT_FOUND');
  return row;
}

/** For deciding: nobody else decides, and the unit does not take it back, before this transaction has ended. */
export async function lockSettlement(
  tx: Tx,
  ctx: RequestContext,
  employerId: string,
  version: number,
): Promise<SettlementRecord> {
  const row = await findSettlement(tx, ctx, employerId, 'for update of x');
  if (row.version !== version) throw new AppError('STALE_VERSION', { extra: { currentVersion: row.version } });
  return row;
}
