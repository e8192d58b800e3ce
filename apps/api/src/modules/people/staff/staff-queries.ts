import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, offsetOf, pageOf } from '../../../platform/http/index.js';
import { LoginLocks } from '../../accounts/index.js';
import { stateSql } from '../accounts/account-state.js';
import { like, pinyinPattern, pinyinStarts, searchText } from '../accounts/search.js';
import { UnitNames } from '../accounts/unit-names.js';
import type { StaffDetail, StaffPage, StaffQuery, StaffSort } from '../http/staff.dto.js';
import { actionsFor, type StaffFacts } from './staff-actions.js';
import { rowView, SECOND_FACTOR_SQL, STAFF_COLUMNS, type StaffAccount } from './staff-row.js';
import { grantTouches, realmOf, staffWhere } from './staff.scope.js';

const ORDER: Record<string, string> = {
  login: 'lower(a.login)',
  name: 'a.pinyin',
  lastLogin: 'a.last_login_at',
  created: 'a.created_at',
};

function orderBy(sort: StaffSort = 'login'): string {
  const down = sort.startsWith('-');
  return `${ORDER[down ? sort.slice(1) : sort]} ${down ? 'desc' : 'asc'} nulls last, a.id ${down ? 'desc' : 'asc'}`;
}

/** Teachers' accounts, for those who look after them. */
@Injectable()
export class StaffQueries {
  constructor(
    private readonly db: Db,
    private readonly locks: LoginLocks,
  ) {}

  list(ctx: RequestContext, query: StaffQuery): Promise<StaffPage> {
    return this.db.read(ctx, async (tx) => {
      const params: unknown[] = [];
      const where = await this.where(tx, ctx, query, params);
      const { total } = await tx.one<{ total: number }>(
        `select count(*)::int as total from account a where ${where}`,
        params,
      );
      const rows = await tx.query<StaffAccount>(
        `select ${STAFF_COLUMNS} from account a where ${where} order by ${orderBy(query.sort)}
          limit $${params.length + 1} offset $${params.length + 2}`,
        [...params, query.pageSize, offsetOf(query)],
      );
      const locked = await this.locks.among(tx, realmOf(ctx).audience, ctx.schoolCode, rows);
      const units = await UnitNames.of(
        tx,
        rows.flatMap((row) => row.grants),
      );
      return pageOf(
        rows.map((row) => rowView(row, locked.has(row.id), units)),
        total,
        query,
      );
    });
  }

  get(ctx: RequestContext, id: string): Promise<StaffDetail> {
    return this.db.read(ctx, (tx) => this.detail(tx, ctx, id));
  }

  async detail(tx: Tx, ctx: RequestContext, id: string): Promise<StaffDetail> {
    const row = await this.find(tx, ctx, id);
    const facts = await this.facts(tx, ctx, row);
    const units = await UnitNames.of(tx, row.grants);
    return {
      ...rowView(row, facts.lockedUntil !== null, units),
      phoneVerified: row.phoneVerified,
      emailVerified: row.emailVerified,
      sessions: facts.sessions,
      initialExpiresAt: row.passwordKind === 'initial' ? (row.initialExpiresAt?.toISOString() ?? null) : null,
      lockedUntil: facts.lockedUntil?.toISOString() ?? null,
      disabledAt: row.disabledAt?.toISOString() ?? null,
      disabledReason: row.disabledReason,
      self: facts.self,
      availableActions: actionsFor(ctx, facts),
    };
  }

  /** @throws AppError NOT_FOUND outside the actor's scope */
  async find(tx: Tx, ctx: RequestContext, id: string, lock = ''): Promise<StaffAccount> {
    const params: unknown[] = [id];
    const where = staffWhere(ctx, 'a', params);
    const row = await tx.maybeOne<StaffAccount>(
      `select ${STAFF_COLUMNS} from account a where a.id = $1 and ${where} ${lock}`,
      params,
    );
    if (!row) throw new AppError('NOT_FOUND');
    return row;
  }

  /** What decides which acts are possible; read again under the lock before one is done. */
  async facts(tx: Tx, ctx: RequestContext, row: StaffAccount): Promise<StaffFacts> {
    const { audience, adminRole } = realmOf(ctx);
    const locked = await this.locks.among(tx, audience, ctx.schoolCode, [row]);
    const { sessions, otherAdmins } = await tx.one<{ sessions: number; otherAdmins: number }>(
      `select (select count(*)::int from session s where s.account_id = $2 and s.revoked_at is null) as sessions,
              (select count(distinct a.id)::int from account a join account_grant g on g.account_id = a.id
                where a.audience = $3 and a.school_id is not distinct from $1 and a.status = 'active' and a.id <> $2
                  and g.school_id is not distinct from a.school_id and g.role = $4
                  and g.college_ids is null and g.class_ids is null) as "otherAdmins"`,
      [ctx.schoolId, row.id, audience, adminRole],
    );
    const isAdmin = row.status === 'active' && row.grants.some((grant) => grant.role === adminRole);
    return {
      self: row.id === ctx.actor.accountId,
      status: row.status,
      lastAdmin: isAdmin && otherAdmins === 0,
      phoneVerified: row.phoneVerified,
      hasFactor: row.secondFactor !== 'none',
      lockedUntil: locked.get(row.id) ?? null,
      sessions,
    };
  }

  private async where(tx: Tx, ctx: RequestContext, query: StaffQuery, params: unknown[]): Promise<string> {
    const bind = (value: unknown): string => `$${params.push(value)}`;
    const parts = [staffWhere(ctx, 'a', params)];
    const q = searchText(query.q);
    if (q) {
      const text = bind(like(q));
      parts.push(
        `(lower(a.name) like ${text} or lower(a.login) like ${text} or ${pinyinStarts('a.pinyin', bind(pinyinPattern(q)))})`,
      );
    }
    if (query.role?.length) {
      parts.push(
        `exists (select from account_grant g where g.account_id = a.id and g.school_id = a.school_id and g.role = any(${bind(query.role)}::text[]))`,
      );
    }
    if (query.collegeId?.length) parts.push(grantTouches('a', bind(query.collegeId), bind([])));
    if (query.secondFactor?.length) parts.push(`${SECOND_FACTOR_SQL} = any(${bind(query.secondFactor)}::text[])`);
    if (query.state?.length) {
      const locked = bind(await this.lockedIds(tx, ctx));
      parts.push(`${stateSql('a', locked)} = any(${bind(query.state)}::text[])`);
    }
    return parts.join(' and ');
  }

  private async lockedIds(tx: Tx, ctx: RequestContext): Promise<string[]> {
    const { audience } = realmOf(ctx);
    const accounts = await tx.query<{ id: string; login: string }>(
      `select id, login from account where audience = $2 and school_id is not distinct from $1`,
      [ctx.schoolId, audience],
    );
    return [...(await this.locks.among(tx, audience, ctx.schoolCode, accounts)).keys()];
  }
}
