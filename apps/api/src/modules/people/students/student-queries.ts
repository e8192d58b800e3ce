import { Injectable } from '@nestjs/common';
import { scopeWhere } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, offsetOf, pageOf } from '../../../platform/http/index.js';
import { LoginLocks } from '../../accounts/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import { stateSql } from '../accounts/account-state.js';
import { like, pinyinPattern, pinyinStarts, searchText } from '../accounts/search.js';
import type {
  StudentAccountDetail,
  StudentAccountFilter,
  StudentAccountPage,
  StudentAccountQuery,
  StudentAccountSort,
} from '../http/student-accounts.dto.js';
import { actionsFor } from './student-acts.js';
import { factsOf, FROM_STUDENT, NAMES, rowView, STUDENT_COLUMNS, type StudentAccount } from './student-row.js';

const ORDER: Record<string, string> = {
  studentNo: 's.student_no',
  name: 's.pinyin',
  className: 'k.name',
  lastLogin: 'a.last_login_at',
};

function orderBy(sort: StudentAccountSort = 'studentNo'): string {
  const down = sort.startsWith('-');
  const direction = down ? 'desc' : 'asc';
  return `${ORDER[down ? sort.slice(1) : sort]} ${direction} nulls last, s.student_no ${direction}, s.id ${direction}`;
}

/** The account is joined only where a condition asks for it: to count a cohort, an index is enough. */
function countedFrom({ state, wechat }: StudentAccountFilter): string {
  return state?.length || wechat !== undefined ? FROM_STUDENT : 'from student s';
}

/** Which students the actor looks after. */
export function studentScope(ctx: RequestContext, params: unknown[]): string {
  return scopeWhere(ctx, 's', params, { student: 'id', employer: null });
}

@Injectable()
export class StudentQueries {
  constructor(
    private readonly db: Db,
    private readonly locks: LoginLocks,
    private readonly policies: SchoolPolicies,
  ) {}

  list(ctx: RequestContext, query: StudentAccountQuery): Promise<StudentAccountPage> {
    return this.db.read(ctx, async (tx) => {
      const params: unknown[] = [];
      const where = await this.where(tx, ctx, query, params);
      const { total } = await tx.one<{ total: number }>(
        `select count(*)::int as total ${countedFrom(query)} where ${where}`,
        params,
      );
      const rows = await tx.query<StudentAccount>(
        `select ${STUDENT_COLUMNS} ${FROM_STUDENT} ${NAMES} where ${where} order by ${orderBy(query.sort)}
          limit $${params.length + 1} offset $${params.length + 2}`,
        [...params, query.pageSize, offsetOf(query)],
      );
      const locked = await this.lockedAmong(tx, ctx, rows);
      return pageOf(
        rows.map((row) => rowView(row, locked.has(row.id))),
        total,
        query,
      );
    });
  }

  get(ctx: RequestContext, id: string): Promise<StudentAccountDetail> {
    return this.db.read(ctx, (tx) => this.detail(tx, ctx, id));
  }

  async detail(tx: Tx, ctx: RequestContext, id: string): Promise<StudentAccountDetail> {
    const row = await this.find(tx, ctx, id);
    if (!row) throw new AppError('NOT_FOUND');
    const lockedUntil = (await this.lockedAmong(tx, ctx, [row])).get(row.id) ?? null;
    const { policy } = await this.policies.current(tx, schoolOf(ctx));
    const { sessions } = await tx.one<{ sessions: number }>(
      'select count(*)::int as sessions from session where account_id = $1 and revoked_at is null',
      [row.accountId],
    );
    return {
      ...rowView(row, lockedUntil !== null),
      opened: row.accountId !== null,
      activatedAt: row.activatedAt?.toISOString() ?? null,
      initialExpiresAt: row.passwordKind === 'initial' ? (row.initialExpiresAt?.toISOString() ?? null) : null,
      lockedUntil: lockedUntil?.toISOString() ?? null,
      wechatBoundAt: row.wechatBoundAt?.toISOString() ?? null,
      wechatNickname: row.wechatNickname,
      sessions,
      initialKind: policy.security.student_initial_password,
      availableActions: actionsFor(ctx, row, factsOf(row, lockedUntil !== null)),
    };
  }

  /** @param lock e.g. `for update of s`; undefined out of scope */
  find(tx: Tx, ctx: RequestContext, id: string, lock = ''): Promise<StudentAccount | undefined> {
    const params: unknown[] = [id];
    const where = studentScope(ctx, params);
    return tx.maybeOne<StudentAccount>(
      `select ${STUDENT_COLUMNS} ${FROM_STUDENT} ${NAMES} where s.id = $1 and ${where} ${lock}`,
      params,
    );
  }

  /** Those of `ids` that lie in the scope, in the order of student numbers. */
  async within(tx: Tx, ctx: RequestContext, ids: readonly string[]): Promise<string[]> {
    const params: unknown[] = [ids];
    const where = studentScope(ctx, params);
    const rows = await tx.query<{ id: string }>(
      `select s.id from student s where s.id = any($1::uuid[]) and ${where} order by s.student_no`,
      params,
    );
    return rows.map((row) => row.id);
  }

  /** Everything that matches, one more than `max` at most. */
  async matching(tx: Tx, ctx: RequestContext, filter: StudentAccountFilter, max: number): Promise<string[]> {
    const params: unknown[] = [];
    const where = await this.where(tx, ctx, filter, params);
    const rows = await tx.query<{ id: string }>(
      `select s.id ${countedFrom(filter)} where ${where} order by s.student_no limit $${params.length + 1}`,
      [...params, max + 1],
    );
    return rows.map((row) => row.id);
  }

  /** By student, until when. */
  async lockedAmong(
    tx: Tx,
    ctx: RequestContext,
    rows: readonly Pick<StudentAccount, 'id' | 'login'>[],
  ): Promise<Map<string, Date>> {
    const accounts = rows.flatMap(({ id, login }) => (login === null ? [] : [{ id, login }]));
    return this.locks.among(tx, 'student', ctx.schoolCode, accounts);
  }

  private async where(tx: Tx, ctx: RequestContext, query: StudentAccountFilter, params: unknown[]): Promise<string> {
    const bind = (value: unknown): string => `$${params.push(value)}`;
    const parts = [studentScope(ctx, params)];
    if (query.cohort !== undefined) parts.push(`s.cohort = ${bind(query.cohort)}`);
    if (query.collegeId?.length) parts.push(`s.college_id = any(${bind(query.collegeId)}::uuid[])`);
    if (query.classId?.length) parts.push(`s.class_id = any(${bind(query.classId)}::uuid[])`);
    if (query.wechat !== undefined) parts.push(`w.id is ${query.wechat ? 'not null' : 'null'}`);
    if (query.state?.length) {
      const locked = bind(await this.lockedAccounts(tx, ctx));
      parts.push(`${stateSql('a', locked)} = any(${bind(query.state)}::text[])`);
    }
    const q = searchText(query.q);
    if (q) {
      const text = bind(like(q));
      parts.push(
        `(lower(s.student_no) like ${text} or lower(s.name) like ${text} or ${pinyinStarts('s.pinyin', bind(pinyinPattern(q)))})`,
      );
    }
    return parts.join(' and ');
  }

  /** Which accounts of the scope are locked at this moment. Locks are few; only where there are any is everybody compared. */
  private async lockedAccounts(tx: Tx, ctx: RequestContext): Promise<string[]> {
    const params: unknown[] = [];
    const where = studentScope(ctx, params);
    const accounts = await tx.query<{ id: string; login: string }>(
      `select a.id, a.login from student s join account a on a.id = s.account_id where ${where}`,
      params,
    );
    return [...(await this.locks.among(tx, 'student', ctx.schoolCode, accounts)).keys()];
  }
}

export function schoolOf(ctx: RequestContext): number {
  if (ctx.schoolId === null) throw new Error('no school in the context');
  return ctx.schoolId;
}
