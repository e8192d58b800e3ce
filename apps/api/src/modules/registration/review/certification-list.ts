import { Injectable } from '@nestjs/common';
import {
  CERTIFICATION_KIND_LABELS,
  CERTIFICATION_STATUS_LABELS,
  type CertificationKind,
  type CertificationStatus,
  codeName,
  normaliseEmployerName,
} from '@qiancheng/shared';
import { regionShort } from '@qiancheng/shared/regions';
import type { QueryResultRow } from 'pg';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { offsetOf, pageOf } from '../../../platform/http/index.js';
import { findCertification } from './certification-record.js';
import { termView, dueWhere } from './deadline.js';
import type {
  CertificationPage,
  CertificationQuery,
  CertificationRow,
  CertificationSort,
  CertificationTab,
} from './http/certification.dto.js';
import type { QueuePlaceView, TabCounts } from './http/review.dto.js';
import { likePattern, queuePlace } from './queue-place.js';

/** A request to take over brings no data of its own: the unit's stand for it. */
const NAME = `coalesce(nullif(c.data ->> 'name', ''), e.name)`;
const CODE = `coalesce(nullif(c.data ->> 'creditCode', ''), e.credit_code, '')`;
const NATURE = `coalesce(nullif(c.data ->> 'natureCode', ''), e.nature_code)`;
const REGION = `coalesce(nullif(c.data ->> 'regionCode', ''), e.region_code)`;

export const SUBMISSIONS = `(select count(*)::int from employer_event v where v.certification_id = c.id
  and v.action in ('certification.submit', 'certification.resubmit', 'takeover.submit', 'takeover.resubmit'))`;

const FROM = `from employer_certification c join employer e on e.id = c.employer_id join account a on a.id = c.applicant_id`;

const ORDER: Record<string, string> = {
  due: 'c.sla_due_at',
  submitted: 'c.submitted_at',
  name: NAME,
  decided: 'c.decided_at',
};

interface Row extends QueryResultRow {
  id: string;
  version: number;
  kind: CertificationKind;
  status: CertificationStatus;
  name: string;
  credit_code: string;
  nature_code: string;
  region_code: string;
  applicant_name: string;
  submissions: number;
  submitted_at: Date | null;
  sla_due_at: Date | null;
  decided_at: Date | null;
  decided_by_name: string | null;
}

/** What waits for the operator, and what has been decided. Drafts are nobody's business yet. */
@Injectable()
export class CertificationList {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  list(ctx: RequestContext, query: CertificationQuery): Promise<CertificationPage> {
    const now = this.clock.now();
    return this.db.read(ctx, async (tx) => {
      const { from, order, params } = this.queue(query, now);
      const { total } = await tx.one<{ total: number }>(`select count(*)::int as total ${from}`, params);
      const rows = await tx.query<Row>(
        `select c.id, c.version, c.kind, c.status, ${NAME} as name, ${CODE} as credit_code, ${NATURE} as nature_code,
                ${REGION} as region_code, a.name as applicant_name, ${SUBMISSIONS} as submissions, c.submitted_at,
                c.sla_due_at, c.decided_at, c.decided_by_name
           ${from} order by ${order} limit $${params.length + 1} offset $${params.length + 2}`,
        [...params, query.pageSize, offsetOf(query)],
      );
      return pageOf(
        rows.map((row) => rowView(row, now)),
        total,
        query,
      );
    });
  }

  /** How many stand under each tab; the navigation shows the same numbers. */
  async counts(ctx: RequestContext): Promise<TabCounts> {
    const items = await this.db.read(ctx, (tx) =>
      tx.query<{ status: string; count: number; late: number }>(
        `select status, count(*)::int as count,
                count(*) filter (where status = 'submitted' and sla_due_at < $1)::int as late
           from employer_certification where status <> 'draft' group by status`,
        [this.clock.now()],
      ),
    );
    return { items };
  }

  place(ctx: RequestContext, id: string, query: CertificationQuery): Promise<QueuePlaceView> {
    return this.db.read(ctx, async (tx: Tx) => {
      await findCertification(tx, id);
      return queuePlace(tx, { ...this.queue(query, this.clock.now()), id: 'c.id' }, id);
    });
  }

  private queue(query: CertificationQuery, now: Date): { from: string; order: string; params: unknown[] } {
    const params: unknown[] = [];
    const where = whereOf(query, now, (value) => `$${params.push(value)}`);
    return { from: `${FROM} where ${where}`, order: orderOf(query), params };
  }
}

function whereOf(query: CertificationQuery, now: Date, bind: (value: unknown) => string): string {
  const tab: CertificationTab = query.status ?? 'submitted';
  const parts = [tab === 'all' ? `c.status <> 'draft'` : `c.status = ${bind(tab)}`];
  if (query.kind?.length) parts.push(`c.kind = any(${bind(query.kind)}::text[])`);
  if (query.nature?.length) parts.push(`${NATURE} = any(${bind(query.nature)}::text[])`);
  if (query.region?.length)
    parts.push(`left(${REGION}, 2) = any(${bind(query.region.map((code) => code.slice(0, 2)))}::text[])`);
  if (query.due) parts.push(`c.status = 'submitted' and ${dueWhere('c.sla_due_at', query.due, now, bind)}`);
  const q = query.q?.trim();
  if (q) {
    const name = bind(likePattern(normaliseEmployerName(q)));
    const plain = bind(q);
    parts.push(`(${NAME} ilike ${name} or ${CODE} ^@ upper(${plain}) or a.name ^@ ${plain})`);
  }
  return parts.join(' and ');
}

/** What waits is taken by its deadline, what is decided by how new it is. */
function orderOf({ sort, status = 'submitted' }: CertificationQuery): string {
  const chosen: CertificationSort =
    sort ?? (status === 'submitted' ? 'due' : status === 'all' ? '-submitted' : '-decided');
  const down = chosen.startsWith('-');
  return `${ORDER[down ? chosen.slice(1) : chosen]} ${down ? 'desc' : 'asc'} nulls last, c.id ${down ? 'desc' : 'asc'}`;
}

function rowView(row: Row, now: Date): CertificationRow {
  return {
    id: row.id,
    version: row.version,
    kind: row.kind,
    kindLabel: CERTIFICATION_KIND_LABELS[row.kind],
    status: row.status,
    statusLabel: CERTIFICATION_STATUS_LABELS[row.status],
    name: row.name,
    creditCode: row.credit_code,
    natureName: codeName('natures', row.nature_code),
    regionName: regionShort(row.region_code),
    applicantName: row.applicant_name,
    submissions: row.submissions,
    submittedAt: row.submitted_at?.toISOString() ?? null,
    deadline: row.status === 'submitted' ? termView(row.sla_due_at, now) : null,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedByName: row.decided_by_name,
  };
}
