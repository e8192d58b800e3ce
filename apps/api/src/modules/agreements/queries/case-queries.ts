import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import { AgreementRepository, type CaseFilter } from '../agreement.repository.js';
import { CASE_COLUMNS } from '../case-row.js';
import type { CaseDetail } from '../http/dto/case-detail.dto.js';
import { caseView, type CaseDetailRow } from './case-view.js';

/** Times inside jsonb as ISO text, like all others of an answer. */
const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** One statement for a whole page: the row, its history, its signatures and its prints. */
const DETAIL_COLUMNS = `${CASE_COLUMNS}, k.address as school_address,
  coalesce((select jsonb_agg(jsonb_build_object('seq', v.seq, 'action', v.action, 'from_state', v.from_state, 'to_state', v.to_state,
      'review_level', v.review_level, 'at', ${iso('v.at')}, 'actor_kind', v.actor_kind, 'actor_name', v.actor_name,
      'actor_role', v.actor_role, 'reason_code', v.reason_code, 'reason_text', v.reason_text, 'note', v.note, 'data', v.data) order by v.seq)
    from case_event v where v.school_id = c.school_id and v.case_id = c.id), '[]') as events,
  coalesce((select jsonb_agg(jsonb_build_object('slot', t.slot, 'done_at', ${iso('t.done_at')}, 'method', t.method, 'by_name', t.by_name) order by t.done_at)
    from signing_slot t where t.school_id = c.school_id and t.case_id = c.id and t.revision = c.revision and t.cleared_at is null), '[]') as slots,
  coalesce((select jsonb_agg(jsonb_build_object('copies', p.copies, 'at', ${iso('p.at')}, 'party', a.audience) order by p.at)
    from print_log p left join account a on a.id = p.account_id where p.school_id = c.school_id and p.case_id = c.id and p.revision = c.revision), '[]') as prints`;

@Injectable()
export class CaseQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly policies: SchoolPolicies,
    private readonly cases: AgreementRepository,
  ) {}

  get(ctx: RequestContext, id: string, cohort?: number): Promise<CaseDetail> {
    return this.db.read(ctx, (tx) => this.detail(tx, ctx, { id, ...(cohort === undefined ? {} : { cohort }) }));
  }

  /** The whole case as this actor may see it, with what may be done next and why not. */
  async detail(tx: Tx, ctx: RequestContext, filter: CaseFilter): Promise<CaseDetail> {
    const row = await this.cases.one<CaseDetailRow>(tx, ctx, filter, 'detail', DETAIL_COLUMNS, '');
    if (!row) throw new AppError('NOT_FOUND');
    const policy =
      row.state === 'DRAFT_EMP'
        ? (await this.policies.current(tx, row.school_id)).policy
        : await this.policies.version(tx, row.school_id, row.policy_version);
    row.prefill = row.state === 'REVIEW' ? await this.prefill(tx, ctx, row.school_id) : null;
    return caseView(ctx, row, policy, this.clock.now());
  }

  private async prefill(tx: Tx, ctx: RequestContext, schoolId: number): Promise<CaseDetailRow['prefill']> {
    if (ctx.scope.kind !== 'school' && ctx.scope.kind !== 'units') return null;
    const row = await tx.maybeOne<{ block: NonNullable<CaseDetailRow['prefill']> }>(
      'select block from review_prefill where school_id = $1 and account_id = $2',
      [schoolId, ctx.actor.accountId],
    );
    return row?.block ?? null;
  }
}
