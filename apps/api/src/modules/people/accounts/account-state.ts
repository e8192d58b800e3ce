/** How an account stands, in the order in which one hides another: who is disabled is not also locked. */
export const ACCOUNT_STATES = { active: '已激活', new: '未激活', locked: '锁定', disabled: '已停用' } as const;
export type AccountState = keyof typeof ACCOUNT_STATES;

export interface StateFacts {
  status: string | null;
  activatedAt: Date | null;
  locked: boolean;
}

/** Who has no account row yet has not activated it either. */
export function stateOf({ status, activatedAt, locked }: StateFacts): AccountState {
  if (status === 'disabled') return 'disabled';
  if (locked) return 'locked';
  return activatedAt === null ? 'new' : 'active';
}

/** The same as `stateOf`, for WHERE; `lockedIds` is the place of a uuid array. */
export function stateSql(alias: string, lockedIds: string): string {
  return `case when ${alias}.status = 'disabled' then 'disabled' when ${alias}.id = any(${lockedIds}::uuid[]) then 'locked'
               when ${alias}.activated_at is null then 'new' else 'active' end`;
}
