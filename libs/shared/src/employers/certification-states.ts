import { Flow, type FlowRow } from './flow.js';

export const CERTIFICATION_KINDS = ['initial', 'change', 'takeover'] as const;
export type CertificationKind = (typeof CERTIFICATION_KINDS)[number];

export const CERTIFICATION_KIND_LABELS: Readonly<Record<CertificationKind, string>> = {
  initial: '单位登记',
  change: '变更认证',
  takeover: '更换管理员',
};

export const CERTIFICATION_STATUSES = ['draft', 'submitted', 'returned', 'approved', 'rejected', 'withdrawn'] as const;
export type CertificationStatus = (typeof CERTIFICATION_STATUSES)[number];

export const CERTIFICATION_STATUS_LABELS: Readonly<Record<CertificationStatus, string>> = {
  draft: '没有提交',
  submitted: '等平台审核',
  returned: '已退回',
  approved: '已通过',
  rejected: '没有通过',
  withdrawn: '已撤回',
};

/** Open ones: a unit has at most one initial or change, and one takeover a person. */
export const OPEN_CERTIFICATION: readonly CertificationStatus[] = ['draft', 'submitted', 'returned'];

export type CertificationAction = 'save' | 'submit' | 'resubmit' | 'withdraw' | 'return' | 'approve' | 'reject';
export type CertificationActor = 'applicant' | 'operator';

const ROWS: readonly FlowRow<CertificationStatus, CertificationAction, CertificationActor>[] = [
  {
    action: 'submit',
    label: '提交',
    from: [null, 'draft'],
    to: 'submitted',
    actor: 'applicant',
    permission: 'registration.write',
    refused: '已经提交过，不用再交。请刷新页面查看进度。',
  },
  {
    action: 'resubmit',
    label: '重新提交',
    from: ['returned', 'withdrawn'],
    to: 'submitted',
    actor: 'applicant',
    permission: 'registration.write',
    refused: '退回或撤回以后才能重新提交。请刷新页面查看进度。',
  },
  {
    action: 'withdraw',
    label: '撤回',
    from: ['submitted', 'returned'],
    to: 'withdrawn',
    actor: 'applicant',
    permission: 'registration.write',
    refused: '审核还没有结束的申请才能撤回。请刷新页面查看结果。',
  },
  {
    action: 'return',
    label: '退回补充',
    from: ['submitted'],
    to: 'returned',
    actor: 'operator',
    permission: 'certification.review',
    reasons: true,
    refused: '等待审核的申请才能退回。请刷新页面查看最新状态。',
  },
  {
    action: 'approve',
    label: '通过',
    from: ['submitted'],
    to: 'approved',
    actor: 'operator',
    permission: 'certification.review',
    refused: '等待审核的申请才能通过。请刷新页面查看最新状态。',
  },
  {
    action: 'reject',
    label: '不予通过',
    from: ['submitted'],
    to: 'rejected',
    actor: 'operator',
    permission: 'certification.review',
    reasons: true,
    refused: '等待审核的申请才能驳回。请刷新页面查看最新状态。',
  },
  {
    action: 'save',
    label: '保存',
    from: ['draft'],
    to: 'draft',
    actor: 'applicant',
    permission: 'registration.write',
    refused: '提交以后不能直接改。请先撤回，或等退回后再改。',
  },
];

/** What is asked for stands in a certification until the operator has decided. */
export const CERTIFICATION_FLOW = new Flow(ROWS, CERTIFICATION_STATUS_LABELS);

/** States in which the applicant may change the data and the files. */
export const EDITABLE_CERTIFICATION: readonly CertificationStatus[] = ['draft', 'returned', 'withdrawn'];
