import { grantHolds } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError, type ErrorCode } from '../../../platform/http/index.js';
import type { AccountActionView } from '../http/shared.dto.js';

export const STAFF_ACTIONS = {
  edit: '修改资料',
  grants: '设置角色',
  reset: '重置密码',
  unlock: '解锁',
  end_sessions: '退出所有登录',
  clear_factors: '清除第二步验证',
  disable: '停用',
  enable: '启用',
} as const;
export type StaffAction = keyof typeof STAFF_ACTIONS;

export interface StaffFacts {
  /** The actor's own account. */
  self: boolean;
  status: 'active' | 'disabled';
  /** Active, school-wide administrator, and nobody else is. */
  lastAdmin: boolean;
  phoneVerified: boolean;
  hasFactor: boolean;
  lockedUntil: Date | null;
  sessions: number;
}

export interface Refusal {
  code: ErrorCode;
  reason: string;
}

const OWN = '自己的资料、密码和登录在“我的账号”里改。';

function no(reason: string, code: ErrorCode = 'NOT_ALLOWED_NOW'): Refusal {
  return { code, reason };
}

/** Why an act cannot be done on this account now; null when it can. Buttons and commands both ask here. */
export function refusalOf(action: StaffAction, facts: StaffFacts): Refusal | null {
  switch (action) {
    case 'edit':
      return facts.self ? no(OWN) : null;
    case 'grants':
      return facts.self ? no('不能改自己的角色。请另一位管理员来改。') : null;
    case 'disable':
      if (facts.self) return no('不能停用自己。请另一位管理员来办。');
      if (facts.status === 'disabled') return no('这个账号已经停用。');
      return facts.lastAdmin ? no('这是最后一位管理员，不能停用。请先给别人这个角色。', 'LAST_ADMIN') : null;
    case 'enable':
      return facts.status === 'active' ? no('这个账号没有停用。') : null;
    case 'reset':
      if (facts.self) return no(OWN);
      return facts.status === 'disabled' ? no('账号停用着，不能重置密码。请先启用。') : null;
    case 'unlock':
      return facts.lockedUntil === null ? no('账号没有锁定，不用解锁。') : null;
    case 'end_sessions':
      if (facts.self) return no(OWN);
      return facts.sessions === 0 ? no('现在没有登录。') : null;
    case 'clear_factors':
      if (facts.self) return no(OWN);
      return facts.hasFactor ? null : no('还没有设第二步验证，不用清除。');
  }
}

export function refuse({ code, reason }: Refusal): AppError {
  return new AppError(code, { detail: reason });
}

/** Only whoever manages the whole school's accounts may act; everybody else reads. */
function manages(ctx: Pick<RequestContext, 'actor'>): boolean {
  return ctx.actor.grants.some(
    (grant) => grantHolds(grant, 'staff.manage') && grant.collegeIds === null && grant.classIds === null,
  );
}

const ALL = Object.keys(STAFF_ACTIONS) as StaffAction[];
/** Operators open and look after accounts; who may do what inside a school is the school's. */
const OF_OPERATORS = ALL.filter((action) => action !== 'grants');

function offeredTo(ctx: Pick<RequestContext, 'actor' | 'audience'>): readonly StaffAction[] {
  if (ctx.audience === 'platform') return OF_OPERATORS;
  return manages(ctx) ? ALL : [];
}

/** Disabled and enabled are two sides of one button: only the one that is not the case is offered. */
export function actionsFor(ctx: Pick<RequestContext, 'actor' | 'audience'>, facts: StaffFacts): AccountActionView[] {
  const hidden: StaffAction = facts.status === 'active' ? 'enable' : 'disable';
  return offeredTo(ctx)
    .filter((action) => action !== hidden)
    .map((action) => {
      const refusal = refusalOf(action, facts);
      return {
        action,
        label: STAFF_ACTIONS[action],
        allowed: refusal === null,
        code: refusal?.code ?? null,
        reason: refusal?.reason ?? null,
      };
    });
}
