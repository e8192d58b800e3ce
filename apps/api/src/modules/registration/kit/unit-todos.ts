import { Injectable } from '@nestjs/common';
import type { Permission } from '@qiancheng/shared';
import { grantHolds } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';

export const UNIT_TODO_KINDS = ['join_requests', 'change_returned', 'settlement_returned', 'change_submitted'] as const;
/** change_submitted is told only: whoever reads it can do nothing but wait. */
export type UnitTodoKind = (typeof UNIT_TODO_KINDS)[number];

export interface UnitTodo {
  kind: UnitTodoKind;
  count: number;
  title: string;
  /** whose it is, and how it stands */
  whose: string;
  action: string;
}

const NAMED = 3;

/** What waits for the unit itself, beside its agreements; to each person only what that person may do. */
@Injectable()
export class UnitTodos {
  constructor(private readonly db: Db) {}

  /** Not bound to a school: a unit looks after itself wherever it works. */
  async list(ctx: RequestContext): Promise<UnitTodo[]> {
    const { employerId } = ctx.actor;
    if (!employerId) return [];
    const may = (permission: Permission): boolean => ctx.actor.grants.some((grant) => grantHolds(grant, permission));
    return this.db.read({ schoolId: null }, async (tx) => [
      ...(may('member.manage') ? await joinRequests(tx, employerId) : []),
      ...(may('company.settle') ? await returnedSettlements(tx, employerId) : []),
      ...(may('company.write') ? await openChange(tx, employerId) : []),
    ]);
  }
}

async function joinRequests(tx: Tx, employerId: string): Promise<UnitTodo[]> {
  const people = await tx.query<{ name: string }>(
    `select a.name from employer_member m join account a on a.id = m.account_id
      where m.employer_id = $1 and m.status = 'requested' order by m.created_at, a.id`,
    [employerId],
  );
  const count = people.length;
  if (count === 0) return [];
  const names = people.slice(0, NAMED).map(({ name }) => name);
  const whose = `${names.join('、')}${count > NAMED ? ` 等 ${count} 人` : ''}`;
  return [{ kind: 'join_requests', count, title: '申请加入单位，等你同意', whose, action: '去处理' }];
}

async function returnedSettlements(tx: Tx, employerId: string): Promise<UnitTodo[]> {
  const schools = await tx.query<{ name: string }>(
    `select s.name from employer_school x join school s on s.id = x.school_id
      where x.employer_id = $1 and x.status = 'returned' order by s.code`,
    [employerId],
  );
  return schools.map(({ name }) => ({
    kind: 'settlement_returned',
    count: 1,
    title: '入驻申请被退回，改好再申请',
    whose: name,
    action: '去修改',
  }));
}

/** A unit has one open change at most. */
async function openChange(tx: Tx, employerId: string): Promise<UnitTodo[]> {
  const change = await tx.maybeOne<{ status: 'submitted' | 'returned' }>(
    `select status from employer_certification
      where employer_id = $1 and kind = 'change' and status in ('submitted', 'returned')`,
    [employerId],
  );
  if (!change) return [];
  return change.status === 'returned'
    ? [{ kind: 'change_returned', count: 1, title: '变更认证被退回', whose: '补好再提交', action: '去修改' }]
    : [{ kind: 'change_submitted', count: 1, title: '变更认证在审核', whose: '通过前按原来的办', action: '看进度' }];
}
