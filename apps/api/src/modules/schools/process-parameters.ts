import {
  REVIEW_ROLE_LABELS,
  SLOT_LABELS,
  slotsInOrder,
  type SchoolPolicy,
  type SigningFlow,
  FLOW_LABELS,
  enabledFlows,
} from '@qiancheng/shared';

export interface Parameter {
  key: string;
  label: string;
  value: string;
  explain: string;
}

const ON_ACCEPT: Record<SchoolPolicy['invite']['on_accept_others'], string> = {
  lock: '锁定，不能再看',
  expire: '立即失效',
  keep_viewable: '还能查看，不能再接受',
};

const REAUTH: Record<SchoolPolicy['sign']['reauth'], string> = {
  none: '不再确认',
  password: '登录密码',
  sms: '短信验证码',
  wechat: '微信确认',
};

export const EFFECTIVE_AT: Record<SchoolPolicy['sign']['effective_at'], string> = {
  accept: '学生应约之时',
  last_review: '最后一级审核通过之时',
  all_slots: '三方签章齐全之时',
};

const OPEN_AFTER: Record<SchoolPolicy['print']['open_after'], string> = {
  accept: '学生应约后',
  review: '审核通过后',
  all_slots: '签章齐全后',
};

const reviewers = (policy: SchoolPolicy, flow: SigningFlow): string =>
  policy.review.levels[flow].map((role) => REVIEW_ROLE_LABELS[role]).join('，再') || '不审核';

const slots = (policy: SchoolPolicy): string =>
  slotsInOrder(policy)
    .map((slot) => SLOT_LABELS[slot])
    .join('，') || '不收集签章';

/** One line that tells two schools' processes apart. */
export function variantLabel(policy: SchoolPolicy): string {
  const [flow] = enabledFlows(policy);
  const start = flow ? FLOW_LABELS[flow] : '没有开通签约';
  return `${start}；${flow ? reviewers(policy, flow) : '不'}审核；${slots(policy)}；${EFFECTIVE_AT[policy.sign.effective_at]}生效`;
}

/** The school's parameters in words, for the page that draws its process. */
export function parametersOf(policy: SchoolPolicy): Parameter[] {
  const flows = enabledFlows(policy);
  const { invite, review, sign, print, term } = policy;
  return [
    {
      key: 'flows',
      label: '签约方式',
      value: flows.map((flow) => FLOW_LABELS[flow]).join('、') || '未开通',
      explain: '学生和单位可以用哪种方式开始签约。',
    },
    {
      key: 'invite.ttl_days',
      label: '邀约有效期',
      value: `${invite.ttl_days} 天`,
      explain: '从发出的第二天算起，到最后一天 23:59:59；到期没有答复自动失效。',
    },
    {
      key: 'invite.max_concurrent',
      label: '同时待答复的邀约',
      value: `最多 ${invite.max_concurrent} 份`,
      explain: '满了以后，学生答复或邀约失效才能再收新的。',
    },
    {
      key: 'invite.on_accept_others',
      label: '应约后，其余邀约',
      value: ON_ACCEPT[invite.on_accept_others],
      explain: '学生接受一份以后，其他单位的邀约怎样处理。',
    },
    ...flows.map((flow) => ({
      key: `review.levels.${flow}`,
      label: `审核级别（${FLOW_LABELS[flow]}）`,
      value: reviewers(policy, flow),
      explain: '按这个顺序一级一级审核。',
    })),
    {
      key: 'review.sla_workdays',
      label: '办理时限',
      value: `${review.sla_workdays} 个工作日`,
      explain: '每一级审核超过这个时间算超时。',
    },
    {
      key: 'review.fail_to',
      label: '审核不通过',
      value: review.fail_to === 'closed' ? '协议结束' : '退回发起方修改',
      explain: '不通过以后协议到哪里去。',
    },
    { key: 'sign.slots', label: '签章顺序', value: slots(policy), explain: '前一处没有完成，后一处不能登记。' },
    {
      key: 'sign.reauth',
      label: '学生应约、签名时的身份确认',
      value: REAUTH[sign.reauth],
      explain: '老师和单位都不能代学生应约或签名。',
    },
    {
      key: 'sign.effective_at',
      label: '生效时间',
      value: EFFECTIVE_AT[sign.effective_at],
      explain: '从这一刻起协议对三方有效。',
    },
    {
      key: 'print.open_after',
      label: '开放打印',
      value: OPEN_AFTER[print.open_after],
      explain: `一共 ${print.copies} 份，A4 双面，沿长边翻转。`,
    },
    {
      key: 'term.max_per_student',
      label: '解约次数',
      value: `每名学生最多 ${term.max_per_student} 次`,
      explain: `解约后 ${term.cooldown_workdays} 个工作日内不能再签。`,
    },
  ];
}
