/** The vocabulary of the signing process: states, actions, slots, and their words on screen. */

export const SIGNING_STATES = [
  'DRAFT_EMP',
  'DRAFT_STU',
  'INVITED',
  'EMP_PENDING',
  'RECONFIRM',
  'REVIEW',
  'SIGNING',
  'FILING',
  'SIGNED',
  'TERM_COUNTERPARTY',
  'TERM_REVIEW',
  'SUSPENDED',
  'DECLINED',
  'WITHDRAWN',
  'EXPIRED',
  'RETURNED_CLOSED',
  'VOIDED',
  'SUPERSEDED',
  'TERMINATED',
] as const;
export type SigningState = (typeof SIGNING_STATES)[number];

export const SIGNING_ACTIONS = [
  'emp_draft',
  'stu_draft',
  'save_draft',
  'discard',
  'send',
  'withdraw',
  'decline',
  'expire',
  'accept',
  'submit_to_emp',
  'submit_with_proof',
  'recall',
  'return',
  'refuse',
  'emp_sign',
  'take_back',
  'confirm',
  'dispute',
  'reconfirm_timeout',
  'pass',
  'fail',
  'claw_back',
  'slot_done',
  'print',
  'upload_scan',
  'sign_timeout',
  'file',
  'void',
  'amend',
  'suspend',
  'release',
] as const;
export type SigningAction = (typeof SIGNING_ACTIONS)[number];

export const SLOTS = ['student', 'employer', 'superior', 'college', 'school'] as const;
export type Slot = (typeof SLOTS)[number];

export const REVIEW_ROLES = ['counsellor', 'college', 'center'] as const;
export type ReviewRole = (typeof REVIEW_ROLES)[number];

export const SIGNING_FLOWS = ['employer_invite', 'student_to_employer', 'student_with_proof'] as const;
export type SigningFlow = (typeof SIGNING_FLOWS)[number];

export type ActorKind = 'employer' | 'student' | 'staff' | 'system';

/** One live agreement a student (I1): a case in one of these states occupies the student. */
export const ACTIVE_STATES: readonly SigningState[] = [
  'EMP_PENDING',
  'RECONFIRM',
  'REVIEW',
  'SIGNING',
  'FILING',
  'SIGNED',
  'TERM_COUNTERPARTY',
  'TERM_REVIEW',
];

export const LIVE_STATES: readonly SigningState[] = [
  'DRAFT_EMP',
  'DRAFT_STU',
  'INVITED',
  ...ACTIVE_STATES,
  'SUSPENDED',
];

export const CLOSED_STATES: readonly SigningState[] = [
  'DECLINED',
  'WITHDRAWN',
  'EXPIRED',
  'RETURNED_CLOSED',
  'VOIDED',
  'SUPERSEDED',
  'TERMINATED',
];

/** Live and not yet signed: what T26 may void. */
export const UNSIGNED_LIVE_STATES: readonly SigningState[] = [
  'DRAFT_EMP',
  'DRAFT_STU',
  'INVITED',
  'EMP_PENDING',
  'RECONFIRM',
  'REVIEW',
  'SIGNING',
  'FILING',
];

/** States that only the termination process (not in this table) enters and leaves. */
export const TERMINATION_STATES: readonly SigningState[] = ['TERM_COUNTERPARTY', 'TERM_REVIEW', 'TERMINATED'];

export const STATE_LABELS: Record<SigningState, string> = {
  DRAFT_EMP: '单位草稿',
  DRAFT_STU: '学生草稿',
  INVITED: '待学生确认',
  EMP_PENDING: '待单位签约',
  RECONFIRM: '待学生复核',
  REVIEW: '审核中',
  SIGNING: '签章中',
  FILING: '待备案',
  SIGNED: '已签约',
  TERM_COUNTERPARTY: '解约待对方同意',
  TERM_REVIEW: '解约审核中',
  SUSPENDED: '已冻结',
  DECLINED: '已拒绝',
  WITHDRAWN: '已撤销',
  EXPIRED: '已失效',
  RETURNED_CLOSED: '审核不通过',
  VOIDED: '已作废',
  SUPERSEDED: '已被新版取代',
  TERMINATED: '已解约',
};

export const REVIEW_ROLE_LABELS: Record<ReviewRole, string> = {
  counsellor: '辅导员',
  college: '学院',
  center: '就业中心',
};

export const ACTOR_LABELS: Record<ActorKind, string> = {
  employer: '用人单位',
  student: '学生',
  staff: '学校老师',
  system: '系统',
};

export const FLOW_LABELS: Record<SigningFlow, string> = {
  employer_invite: '单位邀请',
  student_to_employer: '学生发起，单位签约',
  student_with_proof: '学生发起，上传证明',
};

export const ACTION_LABELS: Record<SigningAction, string> = {
  emp_draft: '邀请',
  stu_draft: '发起签约',
  save_draft: '保存草稿',
  discard: '删除草稿',
  send: '发送邀约',
  withdraw: '撤回修改',
  decline: '拒绝邀约',
  expire: '到期失效',
  accept: '接受邀约',
  submit_to_emp: '提交给单位',
  submit_with_proof: '提交审核',
  recall: '撤回申请',
  return: '退回学生',
  refuse: '拒绝签约',
  emp_sign: '确认签约',
  take_back: '拿回重签',
  confirm: '复核确认',
  dispute: '提出异议',
  reconfirm_timeout: '复核到期',
  pass: '通过',
  fail: '不通过',
  claw_back: '收回审核',
  slot_done: '签章',
  print: '打印协议书',
  upload_scan: '上传扫描件',
  sign_timeout: '签章到期',
  file: '备案',
  void: '作废',
  amend: '变更协议',
  suspend: '冻结',
  release: '解除冻结',
};

export const SLOT_LABELS: Record<Slot, string> = {
  student: '学生签名',
  employer: '单位盖章',
  superior: '上级主管部门盖章',
  college: '学院盖章',
  school: '学校盖章',
};

/** What the button says: the student signs, everybody else records a seal that is on the paper. */
export const SLOT_ACTION_LABELS: Record<Slot, string> = {
  student: '阅读并签名',
  employer: '标记单位章',
  superior: '标记主管部门章',
  college: '标记学院章',
  school: '标记学校章',
};

/** The state as people read it: a review names its level. */
export function stateLabel(state: SigningState, reviewRole?: ReviewRole | null): string {
  if (state === 'REVIEW' && reviewRole) return `${REVIEW_ROLE_LABELS[reviewRole]}审核中`;
  return STATE_LABELS[state];
}
