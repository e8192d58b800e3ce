import { Injectable } from '@nestjs/common';
import {
  codeName,
  normaliseEmployerName,
  type ServiceAsked,
  serviceOf,
  SETTLEMENT_STATUS_LABELS,
  type SettlementStatus,
  type WorkCalendar,
} from '@qiancheng/shared';
import { regionShort } from '@qiancheng/shared/regions';
import type { QueryResultRow } from 'pg';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { offsetOf, pageOf } from '../../../platform/http/index.js';
import { SchoolTerms } from '../kit/school-terms.js';
import { termView, dueWhere } from './deadline.js';
import type { QueuePlaceView, TabCounts } from './http/review.dto.js';
import type { SettlementPage, SettlementQuery, SettlementRow, SettlementSort } from './http/settlement.dto.js';
import { likePattern, queuePlace } from './queue-place.js';
import { findSettlement, settlementScope } from './settlement-record.js';

const FROM = 'from employer_school x join employer e on e.id = x.employer_id';
/** Whom the school talks to: the unit's first administrator. */
const CONTACT = `(select a.name from employer_member m join account a on a.id = m.account_id
  where m.employer_id = x.employer_id and m.status = 'active' order by m.role, m.created_at, a.id limit 1)`;
const AGREEMENTS = `(select count(*)::int from signing_case k where k.school_id = x.school_id and k.employer_id = x.employer_id
  and k.state in ('EMP_PENDING', 'RECONFIRM', 'REVIEW', 'SIGNING', 'FILING', 'SIGNED', 'TERM_COUNTERPARTY', 'TERM_REVIEW', 'SUSPENDED'))`;

const ORDER: Record<string, string> = {
  due: 'x.sla_due_at',
  requested: 'x.requested_at',
  name: 'e.name',
  decided: 'x.decided_at',
  agreements: AGREEMENTS,
};

interface Row extends QueryResultRow {
  id: string;
  version: number;
  status: SettlementStatus;
  name: string;
  credit_code: string | null;
  nature_code: string;
  industry_code: string;
  size_code: string | null;
  region_code: string;
  services: ServiceAsked[];
  contact_name: string | null;
  agreements: number;
  changing: boolean;
  requested_at: Date;
  sla_due_at: Date | null;
  decided_at: Date | null;
  decided_by_name: string | null;
}

/** Units that asked this school; nothing about other schools. */
@Injectable()
export class SettlementList {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly terms: SchoolTerms,
  ) {}

  list(ctx: RequestContext, query: SettlementQuery): Promise<SettlementPage> {
    const now = this.clock.now();
    return this.db.read(ctx, async (tx) => {
      const { from, order, params } = this.queue(ctx, query, now);
      const { total } = await tx.one<{ total: number }>(`select count(*)::int as total ${from}`, params);
      const rows = await tx.query<Row>(
        `select x.employer_id as id, x.version, x.status, e.name, e.credit_code, e.nature_code, e.industry_code, e.size_code,
                e.region_code, x.services, ${CONTACT} as contact_name, ${AGREEMENTS} as agreements,
                exists (select from employer_certification c where c.employer_id = e.id and c.kind = 'change' and c.status = 'submitted') as changing,
                x.requested_at, x.sla_due_at, x.decided_at, x.decided_by_name
           ${from} order by ${order} limit $${params.length + 1} offset $${params.length + 2}`,
        [...params, query.pageSize, offsetOf(query)],
      );
      const calendar = await this.terms.calendar(tx, ctx.schoolId as number);
      return pageOf(
        rows.map((row) => rowView(row, now, calendar)),
        total,
        query,
      );
    });
  }

  async counts(ctx: RequestContext): Promise<TabCounts> {
    const params: unknown[] = [this.clock.now()];
    const scope = settlementScope(ctx, (value) => `$${params.push(value)}`);
    const items = await this.db.read(ctx, (tx) =>
      tx.query<{ status: string; count: number; late: number }>(
        `select x.status, count(*)::int as count, count(*) filter (where x.status = 'pending' and x.sla_due_at < $1)::int as late
           from employer_school x where ${scope} group by x.status`,
        params,
      ),
    );
    return { items };
  }

  place(ctx: RequestContext, id: string, query: SettlementQuery): Promise<QueuePlaceView> {
    return this.db.read(ctx, async (tx) => {
      await findSettlement(tx, ctx, id);
      return queuePlace(tx, { ...this.queue(ctx, query, this.clock.now()), id: 'x.employer_id' }, id);
    });
  }

  private queue(
    ctx: RequestContext,
    query: SettlementQuery,
    now: Date,
  ): { from: string; order: string; params: unknown[] } {
    const params: unknown[] = [];
    const where = whereOf(ctx, query, now, (value) => `$${params.push(value)}`);
    return { from: `${FROM} where ${where}`, order: orderOf(query), params };
  }
}

function whereOf(ctx: RequestContext, query: SettlementQuery, now: Date, bind: (value: unknown) => string): string {
  const { status = 'pending', nature, industry, region, due, from, to } = query;
  const parts = [settlementScope(ctx, bind)];
  if (status !== 'all') parts.push(`x.status = ${bind(status)}`);
  if (nature?.length) parts.push(`e.nature_code = any(${bind(nature)}::text[])`);
  if (industry?.length) parts.push(`e.industry_code = any(${bind(industry)}::text[])`);
  if (region?.length)
    parts.push(`left(e.region_code, 2) = any(${bind(region.map((code) => code.slice(0, 2)))}::text[])`);
  if (due) parts.push(`x.status = 'pending' and ${dueWhere('x.sla_due_at', due, now, bind)}`);
  if (from) parts.push(`x.requested_at >= ${bind(new Date(`${from}T00:00:00+08:00`))}`);
  if (to) parts.push(`x.requested_at <= ${bind(new Date(`${to}T23:59:59.999+08:00`))}`);
  const q = query.q?.trim();
  if (q) {
    const name = bind(likePattern(normaliseEmployerName(q)));
    const plain = bind(q);
    parts.push(`(e.name_norm ilike ${name} or e.name ilike ${name} or e.credit_code ^@ upper(${plain})
      or exists (select from employer_member m join account a on a.id = m.account_id
                  where m.employer_id = e.id and m.status = 'active' and a.name ^@ ${plain}))`);
  }
  return parts.join(' and ');
}

/** What waits is taken by its deadline, what is decided by how new it is. */
function orderOf({ sort, status = 'pending' }: SettlementQuery): string {
  const chosen: SettlementSort = sort ?? (status === 'pending' ? 'due' : status === 'all' ? '-requested' : '-decided');
  const down = chosen.startsWith('-');
  return `${ORDER[down ? chosen.slice(1) : chosen]} ${down ? 'desc' : 'asc'} nulls last, x.employer_id ${down ? 'desc' : 'asc'}`;
}

function rowView(row: Row, now: Date, calendar: WorkCalendar): SettlementRow {
  return {
    id: row.id,
    version: row.version,
    status: row.status,
    statusLabel: SETTLEMENT_STATUS_LABELS[row.status],
    name: row.name,
    creditCode: row.credit_code ?? '',
    natureName: codeName('natures', row.nature_code),
    industryName: codeName('industries', row.industry_code),
    sizeName: codeName('employerSizes', row.size_code),
    regionName: regionShort(row.region_code),
    services: row.services.map(({ code }) => serviceOf(code)?.label ?? code).join('、'),
    contactName: row.contact_name,
    agreements: row.agreements,
    changing: row.changing,
    requestedAt: row.requested_at.toISOString(),
    deadline: row.status === 'pending' ? termView(row.sla_due_at, now, calendar) : null,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedByName: row.decided_by_name,
  };
}
