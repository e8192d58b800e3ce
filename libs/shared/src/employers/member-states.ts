import { Flow, type FlowRow } from './flow.js';

export const MEMBER_STATUSES = ['requested', 'active', 'declined', 'removed'] as const;
export type MemberStatus = (typeof MEMBER_STATUSES)[number];

export const MEMBER_STATUS_LABELS: Readonly<Record<MemberStatus, string>> = {
  requested: '等管理员同意',
  active: '在用',
  declined: '没有同意',
  removed: '已离开',
};

/** establish: the first administrator of a unit that registers. */
export type MemberAction = 'establish' | 'request' | 'cancel' | 'accept' | 'decline' | 'invite' | 'remove' | 'leave';
export type MemberActor = 'person' | 'admin' | 'system';

const OUTSIDE = [null, 'declined', 'removed'] as const;

const ROWS: readonly FlowRow<MemberStatus, MemberAction, MemberActor>[] = [
  {
    action: 'establish',
    label: '成为管理员',
    from: [...OUTSIDE, 'requested', 'active'],
    to: 'active',
    actor: 'system',
    permission: 'case.system',
    refused: '现在不能成为管理员。',
  },
  {
    action: 'request',
    label: '申请加入',
    from: OUTSIDE,
    to: 'requested',
    actor: 'person',
    permission: 'registration.write',
    refused: '不用再申请。请刷新页面查看最新状态。',
  },
  {
    action: 'cancel',
    label: '撤回申请',
    from: ['requested'],
    to: 'removed',
    actor: 'person',
    permission: 'registration.write',
    refused: '管理员已经处理过这份申请，不能撤回。请刷新页面查看结果。',
  },
  {
    action: 'accept',
    label: '同意加入',
    from: ['requested'],
    to: 'active',
    actor: 'admin',
    permission: 'member.manage',
    refused: '等待同意的申请才能处理。请刷新页面查看最新状态。',
  },
  {
    action: 'decline',
    label: '不同意',
    from: ['requested'],
    to: 'declined',
    actor: 'admin',
    permission: 'member.manage',
    reasons: true,
    refused: '等待同意的申请才能处理。请刷新页面查看最新状态。',
  },
  {
    // Whoever takes an invitation is in at once: the administrator has named them before.
    action: 'invite',
    label: '接受邀请',
    from: [...OUTSIDE, 'requested'],
    to: 'active',
    actor: 'person',
    permission: 'registration.write',
    refused: '你已经是这家单位的成员，不用再接受邀请。',
  },
  {
    action: 'remove',
    label: '移出单位',
    from: ['active'],
    to: 'removed',
    actor: 'admin',
    permission: 'member.manage',
    reasons: true,
    refused: '在用的成员才能移出。请刷新页面查看最新状态。',
  },
  {
    action: 'leave',
    label: '退出单位',
    from: ['active'],
    to: 'removed',
    actor: 'person',
    permission: 'company.read',
    refused: '你已经不在这家单位了。请刷新页面。',
  },
];

export const MEMBER_FLOW = new Flow(ROWS, MEMBER_STATUS_LABELS);
