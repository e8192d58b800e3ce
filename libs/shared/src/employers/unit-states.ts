/** How a unit stands in the directory. provisional: known, but not certified; only verified units sign. */
export const UNIT_STATUSES = ['provisional', 'verified', 'rejected', 'cancelled', 'merged'] as const;
export type UnitStatus = (typeof UNIT_STATUSES)[number];

export const UNIT_STATUS_LABELS: Readonly<Record<UnitStatus, string>> = {
  provisional: '未认证',
  verified: '已认证',
  rejected: '认证未通过',
  cancelled: '已注销',
  merged: '已合并',
};

/** Other names under which a unit is found. merged and code come from a merge; imported from a school's library. */
export const ALIAS_KINDS = ['former', 'short', 'imported', 'merged', 'code'] as const;
export type AliasKind = (typeof ALIAS_KINDS)[number];

export const ALIAS_KIND_LABELS: Readonly<Record<AliasKind, string>> = {
  former: '曾用名',
  short: '简称',
  imported: '学校的写法',
  merged: '并入单位的名称',
  code: '并入单位的代码',
};

/** What an operator adds by hand. */
export const OWN_ALIAS_KINDS = ['former', 'short'] as const satisfies readonly AliasKind[];

/** How long a merge can be taken back. */
export const UNMERGE_DAYS = 30;
