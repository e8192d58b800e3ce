import { rawValue } from './parameters/access.js';
import { problemOfValue } from './parameters/check-value.js';
import { PARAMETER_KEYS, PARAMETERS } from './parameters/index.js';
import { isCyclic } from './parameters/slot-levels.js';
import { DEFAULT_POLICY, type SchoolPolicy } from './policy.js';
import { enabledFlows } from './samples.js';
import { FLOW_LABELS, REVIEW_ROLE_LABELS, SLOT_LABELS } from './states.js';

export interface PolicyProblem {
  /** A parameter's key, or 'flows' for the flows together. */
  path: string;
  message: string;
}

type Report = (path: string, message: string) => void;

function singleValues(policy: SchoolPolicy, report: Report): void {
  for (const key of PARAMETER_KEYS) {
    const message = problemOfValue(PARAMETERS[key], rawValue(policy, key), rawValue(DEFAULT_POLICY, key));
    if (message) report(key, message);
  }
}

function deadlines({ invite, reconfirm, sign, flows }: SchoolPolicy, report: Report): void {
  if (invite.ttl_min_days > invite.ttl_max_days) report('invite.ttl_max_days', '最长期限不能短于最短期限');
  const outside = invite.ttl_days < invite.ttl_min_days || invite.ttl_days > invite.ttl_max_days;
  if (invite.employer_can_set_ttl && outside)
    report(
      'invite.ttl_days',
      `单位可以自定有效期时，学校的天数要在 ${invite.ttl_min_days} 到 ${invite.ttl_max_days} 之间`,
    );
  const early = (path: string, days: number[], ttl: number): void => {
    const never = days.filter((day) => day >= ttl);
    if (never.length > 0) report(path, `期限只有 ${ttl} 天，提前 ${never.join('、')} 天的提醒发不出来`);
  };
  early('invite.reminder_days_before', invite.reminder_days_before, invite.ttl_days);
  early('sign.reminder_days_before', sign.reminder_days_before, sign.ttl_days);
  if (flows.student_to_employer && reconfirm.enabled)
    early('reconfirm.reminder_days_before', reconfirm.reminder_days_before, reconfirm.ttl_days);
}

function reviews(policy: SchoolPolicy, report: Report): void {
  if (policy.flows.student_with_proof && policy.review.levels.student_with_proof.length === 0) {
    report('review.levels.student_with_proof', '学生凭证明材料发起时，单位没有参与，至少要有一级审核');
  }
}

const LEVEL_ORDER = ['counsellor', 'college', 'center'] as const;

/** Source information goes up the school, and must be able to get as far as signing asks for. */
function sources({ source, eligibility }: SchoolPolicy, report: Report): void {
  const { levels } = source;
  if (levels.length === 0) return report('source.levels', '生源信息至少要有一级审核');
  const sorted = LEVEL_ORDER.filter((role) => levels.includes(role));
  if (levels.join() !== sorted.join()) report('source.levels', '审核从辅导员到学院再到就业中心，不能倒过来');
  const needed = eligibility.source_state_required === 'school_approved' ? 'center' : 'college';
  if (!levels.includes('center') && !(needed === 'college' && levels.includes('college'))) {
    report('eligibility.source_state_required', `没有${REVIEW_ROLE_LABELS[needed]}这一级审核，学生永远到不了这一步`);
  }
}

function signing(policy: SchoolPolicy, report: Report): void {
  const { slots, order, mode, reauth } = policy.sign;
  if (isCyclic(policy, order)) report('sign.order', '签章的先后顺序互相矛盾');
  if (mode === 'paper_mark' && slots.includes('student')) {
    report('sign.slots', '纸质签章时学生签在纸上，系统里没有学生签名这一步');
  }
  if (mode === 'ca_esign' && reauth === 'none') report('sign.reauth', '电子签署要能证明是本人签的，请选一种身份确认');
  const autoConfirms =
    policy.flows.student_to_employer && policy.reconfirm.enabled && policy.reconfirm.on_timeout === 'auto_confirm';
  if (autoConfirms && mode !== 'paper_mark' && !slots.includes('student')) {
    report('reconfirm.on_timeout', '到期自动确认的协议，还要有学生本人签名才能生效');
  }
}

/** An agreement must reach the moment from which it counts. */
function effect(policy: SchoolPolicy, report: Report): void {
  const { effective_at: effectiveAt, slots } = policy.sign;
  if (effectiveAt === 'all_slots' && slots.length === 0)
    report('sign.effective_at', '没有签章环节时，不能以签章齐全为生效条件');
  const flows = enabledFlows(policy);
  const started = flows.find((flow) => flow !== 'employer_invite');
  if (effectiveAt === 'accept' && started)
    report('sign.effective_at', `「${FLOW_LABELS[started]}」没有应约这一步，不能以应约为生效时间`);
  const unreviewed = flows.find((flow) => policy.review.levels[flow].length === 0);
  if (effectiveAt === 'last_review' && unreviewed)
    report('sign.effective_at', `「${FLOW_LABELS[unreviewed]}」不审核，不能以审核通过为生效时间`);
}

function printing(policy: SchoolPolicy, report: Report): void {
  const { copies, copy_roles: owners, requires, open_after: openAfter, roles } = policy.print;
  if (owners.length !== copies) report('print.copy_roles', `份数是 ${copies}，请写明每一份归谁`);
  if (roles.length === 0) report('print.roles', '至少要有一种人能打印');
  if (openAfter === 'accept' && requires.length > 0) {
    report('print.requires', '应约后就开放打印时，不能再要求先完成签章');
  }
  paperSeals(policy, report);
}

/** A seal that goes on paper needs the paper first. */
function paperSeals(policy: SchoolPolicy, report: Report): void {
  const { mode, slots } = policy.sign;
  if (mode === 'ca_esign' || mode === 'mixed') return;
  const onPaper = slots.filter((slot) => slot !== 'student');
  if (onPaper.length > 0 && policy.print.open_after === 'all_slots')
    report('print.open_after', '章要盖在打印出来的纸上，等签章齐全才打印就盖不了');
  const waited = onPaper.filter((slot) => policy.print.requires.includes(slot));
  if (waited.length > 0)
    report('print.requires', `${waited.map((slot) => SLOT_LABELS[slot]).join('、')}盖在纸上，打印以前完成不了`);
}

function terminations({ term }: SchoolPolicy, report: Report): void {
  if (!term.online) return;
  if (!term.allow_student && !term.allow_employer) report('term.online', '学生和单位都不能申请时，网上解约没有人能用');
  if (term.levels.length === 0) report('term.levels', '网上解约至少要有一级审核');
  if (term.reason_codes.length === 0) report('term.reason_codes', '至少留一个原因可选');
}

function calendarAndHours({ calendar, notify }: SchoolPolicy, report: Report): void {
  const both = calendar.extra_holidays.filter((day) => calendar.extra_workdays.includes(day));
  if (both.length > 0) report('calendar.extra_workdays', `${both.join('、')} 不能又放假又上班`);
  const { quiet_from: from, quiet_to: to } = notify;
  if ((from === null) !== (to === null))
    report(from === null ? 'notify.quiet_from' : 'notify.quiet_to', '开始和结束要一起填');
  if (from !== null && from === to) report('notify.quiet_to', '开始和结束不能是同一时间');
}

function security(policy: SchoolPolicy, report: Report): void {
  const { captcha_after_failures: captcha, lock_after_failures: lock } = policy.security;
  if (captcha >= lock) report('security.captcha_after_failures', `要少于锁定的次数（${lock} 次），否则先被锁定`);
}

/** What a school may not decide, in words for whoever edits the settings. Empty: the policy can be used. */
export function validatePolicy(policy: SchoolPolicy): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const report: Report = (path, message) => problems.push({ path, message });
  if (enabledFlows(policy).length === 0) report('flows', '至少开通一种签约方式');
  for (const check of [
    singleValues,
    deadlines,
    reviews,
    sources,
    signing,
    effect,
    printing,
    terminations,
    calendarAndHours,
    security,
  ]) {
    check(policy, report);
  }
  return problems;
}

/** What a school may decide and should know: nothing stands in the way. */
export function policyAdvice(policy: SchoolPolicy): PolicyProblem[] {
  const advice: PolicyProblem[] = [];
  const say = (when: boolean, path: string, message: string): void => void (when && advice.push({ path, message }));
  const { flows, sign, review, security: accounts, term, reconfirm } = policy;
  say(sign.reauth === 'none', 'sign.reauth', '别人用了学生的账号，就能替他应约和签名');
  say(
    flows.employer_invite && review.levels.employer_invite.length === 0,
    'review.levels.employer_invite',
    '学生应约以后，学校没有人看过协议就进入签章',
  );
  say(
    reconfirm.enabled && !flows.student_to_employer,
    'reconfirm.enabled',
    '没有开通「学生发起，单位签约」，用不到复核',
  );
  say(term.online && term.max_per_student === 0, 'term.max_per_student', '次数是 0，学生不能解约');
  say(!accounts.second_factor_staff, 'security.second_factor_staff', '老师只凭密码登录，等保三级要求两种方式');
  say(
    accounts.student_initial_password === 'id_last6',
    'security.student_initial_password',
    '知道身份证号的人都能抢先登录学生账号',
  );
  return advice;
}
