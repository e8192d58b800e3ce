import { Flow, type FlowRow } from './flow.js';

export const SETTLEMENT_STATUSES = [
  'waiting',
  'pending',
  'returned',
  'approved',
  'rejected',
  'suspended',
  'withdrawn',
] as const;
export type SettlementStatus = (typeof SETTLEMENT_STATUSES)[number];

export const SETTLEMENT_STATUS_LABELS: Readonly<Record<SettlementStatus, string>> = {
  waiting: '等平台通过',
  pending: '学校审核中',
  returned: '学校已退回',
  approved: '已入驻',
  rejected: '没有通过',
  suspended: '已暂停',
  withdrawn: '已撤回',
};

export type SettlementAction =
  'apply_waiting' | 'apply' | 'forward' | 'drop' | 'withdraw' | 'approve' | 'return' | 'reject' | 'suspend' | 'resume';
export type SettlementActor = 'employer' | 'school' | 'system';

/** Nothing there, or an attempt that has ended: a school can be asked (again). */
const ASKABLE = [null, 'withdrawn', 'rejected'] as const;

const ROWS: readonly FlowRow<SettlementStatus, SettlementAction, SettlementActor>[] = [
  {
    // The unit is not certified yet: the school does not see it before.
    action: 'apply_waiting',
    label: '申请入驻',
    from: ASKABLE,
    to: 'waiting',
    actor: 'employer',
    permission: 'company.settle',
    refused: '已经申请过这所学校，不用再申请。',
  },
  {
    action: 'apply',
    label: '申请入驻',
    from: [...ASKABLE, 'returned'],
    to: 'pending',
    actor: 'employer',
    permission: 'company.settle',
    refused: '已经申请过这所学校，不用再申请。',
  },
  {
    action: 'forward',
    label: '转学校审核',
    from: ['waiting'],
    to: 'pending',
    actor: 'system',
    permission: 'case.system',
    refused: '这份入驻申请没有在等平台审核。',
  },
  {
    // The operator has refused the unit: its requests end with it.
    action: 'drop',
    label: '随登记结束',
    from: ['waiting'],
    to: 'withdrawn',
    actor: 'system',
    permission: 'case.system',
    refused: '这份入驻申请没有在等平台审核。',
  },
  {
    action: 'withdraw',
    label: '撤回申请',
    from: ['waiting', 'pending', 'returned'],
    to: 'withdrawn',
    actor: 'employer',
    permission: 'company.settle',
    refused: '学校还没有审完的申请才能撤回。请刷新页面查看最新状态。',
  },
  {
    action: 'approve',
    label: '通过',
    from: ['pending'],
    to: 'approved',
    actor: 'school',
    permission: 'settlement.review',
    refused: '等待审核的申请才能通过。请刷新页面查看最新状态。',
  },
  {
    action: 'return',
    label: '退回补充',
    from: ['pending'],
    to: 'returned',
    actor: 'school',
    permission: 'settlement.review',
    reasons: true,
    refused: '等待审核的申请才能退回。请刷新页面查看最新状态。',
  },
  {
    action: 'reject',
    label: '不予通过',
    from: ['pending'],
    to: 'rejected',
    actor: 'school',
    permission: 'settlement.review',
    reasons: true,
    refused: '等待审核的申请才能驳回。请刷新页面查看最新状态。',
  },
  {
    action: 'suspend',
    label: '暂停入驻',
    from: ['approved'],
    to: 'suspended',
    actor: 'school',
    permission: 'settlement.review',
    reasons: true,
    refused: '已入驻的单位才能暂停。请刷新页面查看最新状态。',
  },
  {
    action: 'resume',
    label: '恢复入驻',
    from: ['suspended'],
    to: 'approved',
    actor: 'school',
    permission: 'settlement.review',
    refused: '暂停中的单位才能恢复。请刷新页面查看最新状态。',
  },
];

export const SETTLEMENT_FLOW = new Flow(ROWS, SETTLEMENT_STATUS_LABELS);

/** Before the operator has certified the unit, a request waits where the school does not see it. */
export function applyAction(unitVerified: boolean): 'apply' | 'apply_waiting' {
  return unitVerified ? 'apply' : 'apply_waiting';
}
