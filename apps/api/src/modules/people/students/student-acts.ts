import { holdsFor, type UnitRow } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { AccountActionView } from '../http/shared.dto.js';

export const STUDENT_ACTS = {
  reset: '重置密码',
  unbind: '解除微信绑定',
  unlock: '解锁',
  slips: '打印激活单',
} as const;
export type StudentActName = keyof typeof STUDENT_ACTS;

export const OUTCOMES = ['done', 'skipped', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface StudentFacts {
  opened: boolean;
  status: string | null;
  activated: boolean;
  /** None of their own yet, or none any more since a reset. */
  ownPassword: boolean;
  locked: boolean;
  wechat: boolean;
}

/** Why an act is of no use for this student now; null when it can be done. Pages, commands and jobs all ask here. */
export function refusalOf(action: StudentActName, facts: StudentFacts): string | null {
  if (facts.status === 'disabled' && action !== 'unbind') return '账号已停用，先启用才能办。';
  switch (action) {
    case 'reset':
      if (!facts.opened || !facts.activated) return '还没有激活，没有密码可重置。请打印激活单。';
      return null;
    case 'unbind':
      return facts.wechat ? null : '没有绑定微信，不用解绑。';
    case 'unlock':
      return facts.locked ? null : '账号没有锁定，不用解锁。';
    case 'slips':
      return facts.activated && facts.ownPassword ? '已经激活，用自己的密码登录，不用激活单。' : null;
  }
}

export function refuse(reason: string): AppError {
  return new AppError('NOT_ALLOWED_NOW', { detail: reason });
}

export function actionsFor(ctx: Pick<RequestContext, 'actor'>, row: UnitRow, facts: StudentFacts): AccountActionView[] {
  if (!holdsFor(ctx, 'student_account.manage', row)) return [];
  return (Object.keys(STUDENT_ACTS) as StudentActName[]).map((action) => {
    const reason = refusalOf(action, facts);
    return {
      action,
      label: STUDENT_ACTS[action],
      allowed: reason === null,
      code: reason === null ? null : 'NOT_ALLOWED_NOW',
      reason,
    };
  });
}
