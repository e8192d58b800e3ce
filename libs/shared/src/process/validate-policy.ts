import type { SchoolPolicy } from './policy.js';
import { predecessorsOf } from './slots.js';
import { enabledFlows } from './samples.js';
import { REVIEW_ROLES, SIGNING_FLOWS, SLOTS, type Slot } from './states.js';

export interface PolicyProblem {
  path: string;
  message: string;
}

type Report = (path: string, message: string) => void;

function wholeNumbers(policy: SchoolPolicy, report: Report): void {
  const check = (path: string, value: number, min: number, max: number): void => {
    if (!Number.isInteger(value) || value < min || value > max) report(path, `请填 ${min} 到 ${max} 之间的整数`);
  };
  check('flows.paper_quota_pct', policy.flows.paper_quota_pct, 0, 100);
  check('invite.ttl_days', policy.invite.ttl_days, 1, 90);
  check('invite.ttl_min_days', policy.invite.ttl_min_days, 1, 90);
  check('invite.ttl_max_days', policy.invite.ttl_max_days, policy.invite.ttl_min_days, 90);
  check('invite.max_concurrent', policy.invite.max_concurrent, 1, 100);
  check('invite.reinvite_after_days', policy.invite.reinvite_after_days, 0, 365);
  check('employer_answer.ttl_days', policy.employer_answer.ttl_days, 1, 90);
  check('reconfirm.ttl_days', policy.reconfirm.ttl_days, 1, 90);
  check('review.sla_workdays', policy.review.sla_workdays, 1, 60);
  check('sign.ttl_days', policy.sign.ttl_days, 1, 365);
  check('sign.escalate_every_days', policy.sign.escalate_every_days, 1, 90);
  check('print.copies', policy.print.copies, 1, 8);
  check('term.max_per_student', policy.term.max_per_student, 0, 10);
  check('term.cooldown_workdays', policy.term.cooldown_workdays, 0, 120);
  check('term.counterparty_ttl_days', policy.term.counterparty_ttl_days, 1, 90);
  check('penalty.warn_above', policy.penalty.warn_above, 0, 1_000_000);
  check('security.initial_password_days', policy.security.initial_password_days, 1, 365);
  check('employers.audit_sla_workdays', policy.employers.audit_sla_workdays, 1, 60);
}

function reviews(policy: SchoolPolicy, report: Report): void {
  for (const flow of SIGNING_FLOWS) {
    const levels = policy.review.levels[flow];
    const path = `review.levels.${flow}`;
    if (levels.some((role) => !REVIEW_ROLES.includes(role))) report(path, '审核级别只能是辅导员、学院、就业中心');
    if (new Set(levels).size !== levels.length) report(path, '同一级审核不能重复');
    if (flow === 'student_with_proof' && policy.flows[flow] && levels.length === 0) {
      report(path, '学生凭证明材料发起时，单位没有参与，至少要有一级审核');
    }
  }
}

function signing(policy: SchoolPolicy, report: Report): void {
  const { slots, order, mode, effective_at: effectiveAt } = policy.sign;
  if (new Set(slots).size !== slots.length) report('sign.slots', '同一处签章不能重复');
  if (slots.some((slot) => !SLOTS.includes(slot))) report('sign.slots', '有不认识的签章');
  const cyclic = SLOTS.some((slot) => order.some(([first]) => first === slot) && reaches(policy, slot));
  if (cyclic) report('sign.order', '签章的先后顺序互相矛盾');
  if (order.some((pair) => pair.length !== 2 || pair.some((slot) => !SLOTS.includes(slot))))
    report('sign.order', '签章顺序里有不认识的签章');
  if (effectiveAt === 'all_slots' && slots.length === 0)
    report('sign.effective_at', '没有签章环节时，不能以签章齐全为生效条件');
  if (mode === 'paper_mark' && slots.includes('student')) {
    report('sign.slots', '纸质签章时学生签在纸上，系统里没有学生签名这一步');
  }
  const autoConfirms =
    policy.flows.student_to_employer && policy.reconfirm.enabled && policy.reconfirm.on_timeout === 'auto_confirm';
  if (autoConfirms && mode !== 'paper_mark' && !slots.includes('student')) {
    report('reconfirm.on_timeout', '到期自动确认的协议，还要有学生本人签名才能生效');
  }
}

/** Whether the order leads from this slot back to itself. */
function reaches(policy: SchoolPolicy, slot: Slot): boolean {
  const all: SchoolPolicy = { ...policy, sign: { ...policy.sign, slots: [...SLOTS] } };
  return predecessorsOf(all, slot).includes(slot);
}

function printing(policy: SchoolPolicy, report: Report): void {
  const { copies, copy_roles: roles, requires, open_after: openAfter } = policy.print;
  if (roles.length !== copies) report('print.copy_roles', `份数是 ${copies}，请写明每一份归谁`);
  if (new Set(roles).size !== roles.length) report('print.copy_roles', '同一方不能留存两份');
  if (openAfter === 'accept' && requires.length > 0) {
    report('print.requires', '应约后就开放打印时，不能再要求先完成签章');
  }
}

const CHANNELS = ['in_app', 'mail', 'sms', 'wechat'];
const CLOCK_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

function notices(policy: SchoolPolicy, report: Report): void {
  const { channels, quiet_from: from, quiet_to: to } = policy.notify;
  for (const [event, chosen] of Object.entries(channels)) {
    if (chosen.some((channel) => !CHANNELS.includes(channel)))
      report(`notify.channels.${event}`, '通知方式只能是站内、邮件、短信、微信');
  }
  if ((from === null) !== (to === null)) report('notify.quiet_to', '免打扰的起止时间要一起填');
  if (from !== null && !CLOCK_TIME.test(from)) report('notify.quiet_from', '请写成 22:00 这样的时间');
  if (to !== null && !CLOCK_TIME.test(to)) report('notify.quiet_to', '请写成 07:30 这样的时间');
}

/** What a school may not decide, in words for whoever edits the settings. Empty: the policy can be used. */
export function validatePolicy(policy: SchoolPolicy): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const report: Report = (path, message) => problems.push({ path, message });
  if (enabledFlows(policy).length === 0) report('flows', '至少开通一种签约方式');
  if (policy.invite.ttl_min_days > policy.invite.ttl_max_days)
    report('invite.ttl_max_days', '最长期限不能短于最短期限');
  wholeNumbers(policy, report);
  reviews(policy, report);
  signing(policy, report);
  printing(policy, report);
  notices(policy, report);
  return problems;
}
