import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, offsetOf, pageOf } from '../../../platform/http/index.js';
import { like, searchText } from '../accounts/search.js';
import { roleLabel } from '../accounts/unit-names.js';
import type { RecordPage, RecordPerson, RecordQuery, RecordRow } from '../http/records.dto.js';
import { actionsOf, RECORD_GROUPS, type RecordBody, told } from './sentences.js';

interface Row extends Record<string, unknown> {
  aggregateId: string;
  seq: number;
  at: Date;
  actorId: string | null;
  body: RecordBody & {
    actor?: { name?: string; roles?: string[]; audience?: string };
    from?: { ip?: string | null; device?: string | null };
  };
  subjectName: string | null;
  subjectLogin: string | null;
  subjectAudience: string | null;
}

const AUDIENCES: Record<string, string> = { student: '学生', employer: '单位', platform: '平台运营', public: '未登录' };
/** A search that matches more people is no search for a person. */
const PEOPLE_MAX = 200;

/** What was done to accounts and by whom, in sentences. It reads the audit chain and writes nothing. */
@Injectable()
export class RecordQueries {
  constructor(private readonly db: Db) {}

  list(ctx: RequestContext, query: RecordQuery): Promise<RecordPage> {
    return this.db.read(ctx, async (tx) => {
      const params: unknown[] = [];
      const where = await this.where(tx, ctx, query, params);
      const { total } = await tx.one<{ total: number }>(
        `select count(*)::int as total from audit_entry e where ${where}`,
        params,
      );
      const rows = await tx.query<Row>(
        `select e.aggregate_id as "aggregateId", e.seq, e.at, e.actor_id as "actorId", e.body,
                a.name as "subjectName", a.login as "subjectLogin", a.audience as "subjectAudience"
           from (select * from audit_entry e where ${where}
                  order by e.at desc, e.aggregate_id desc, e.seq desc
                  limit $${params.length + 1} offset $${params.length + 2}) e
           left join account a on a.id = e.aggregate_id::uuid
          order by e.at desc, e.aggregate_id desc, e.seq desc`,
        [...params, query.pageSize, offsetOf(query)],
      );
      return pageOf(rows.map(viewOf), total, query);
    });
  }

  private async where(tx: Tx, ctx: RequestContext, query: RecordQuery, params: unknown[]): Promise<string> {
    const bind = (value: unknown): string => `$${params.push(value)}`;
    const parts = [`e.aggregate_type = 'account'`, realmWhere(ctx, bind)];
    if (query.accountId) parts.push(`e.aggregate_id = ${bind(query.accountId)}`);
    if (query.group?.length) parts.push(`e.body ->> 'action' = any(${bind(actionsOf(query.group))}::text[])`);
    if (query.from) parts.push(`e.at >= (${bind(query.from)}::date::timestamp at time zone 'Asia/Shanghai')`);
    if (query.to) parts.push(`e.at < ((${bind(query.to)}::date + 1)::timestamp at time zone 'Asia/Shanghai')`);
    const q = searchText(query.q);
    if (q) {
      const people = bind(await this.people(tx, ctx, q));
      parts.push(`(e.aggregate_id = any(${people}::uuid[]::text[]) or e.actor_id = any(${people}::uuid[]))`);
    }
    return parts.join(' and ');
  }

  private async people(tx: Tx, ctx: RequestContext, q: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select id from account a
        where (a.school_id = $1 or ($1::int is null and a.audience = 'platform') or a.audience = 'platform')
          and (lower(a.name) like $2 or lower(a.login) like $2) order by a.login limit $3`,
      [ctx.schoolId, like(q), PEOPLE_MAX],
    );
    return rows.map((row) => row.id);
  }
}

/** A school's accounts for its auditors; for operators their own, and what they did in schools. */
function realmWhere(ctx: RequestContext, bind: (value: unknown) => string): string {
  switch (ctx.scope.kind) {
    case 'school':
      return `e.school_id = ${bind(ctx.schoolId)}`;
    case 'platform':
      return `(e.actor_id = any(array(select id from account where audience = 'platform'))
        or e.aggregate_id = any(array(select id::text from account where audience = 'platform')))`;
    default:
      throw new AppError('FORBIDDEN');
  }
}

function viewOf(row: Row): RecordRow {
  const { group, sentence, reason } = told(row.body);
  return {
    id: `${row.aggregateId}/${row.seq}`,
    at: row.at.toISOString(),
    group,
    groupLabel: RECORD_GROUPS[group],
    sentence,
    reason,
    refused: row.body.result === 'refused',
    actor: actorOf(row),
    subject: {
      id: row.aggregateId,
      name: row.subjectName ?? '已删除的账号',
      login: row.subjectLogin,
      role: AUDIENCES[row.subjectAudience ?? ''] ?? '教师',
    },
    ip: row.body.from?.ip ?? null,
    device: row.body.from?.device ?? null,
  };
}

function actorOf({ actorId, aggregateId, body }: Row): RecordPerson {
  const { name = '系统', roles = [], audience = '' } = body.actor ?? {};
  if (actorId === null)
    return { id: null, name: audience === 'public' ? '没有登录的人' : name, login: null, role: null };
  const role = actorId === aggregateId ? '本人' : roles.map(roleLabel).join('、') || AUDIENCES[audience] || null;
  return { id: actorId, name, login: null, role };
}
