/** Who hears of a step. 'acted': the staff who have already done something on the case (nobody is told twice). */
export type NoticeTo = 'student' | 'employer' | 'reviewer' | 'college' | 'center' | 'acted';

/**
 * One event that somebody is told of: a step of the table, or something about source information. {student} {employer}
 * {deadline} {reason} {item} {result} are filled in by the sender; a placeholder without a value disappears together with
 * its sentence.
 */
export const NOTICE_EVENTS = {
  invited: { title: '收到新邀约', body: '{employer}邀请你签约。{deadline}前答复有效。' },
  invite_withdrawn: { title: '单位撤回了邀约', body: '{employer}撤回了邀约，改好后可能会重新发来。' },
  invite_declined: { title: '学生拒绝了邀约', body: '{student}拒绝了邀约。原因：{reason}。' },
  invite_due: { title: '邀约快到期', body: '{employer}给{student}的邀约{deadline}到期，到期自动失效。' },
  invite_expired: { title: '邀约已失效', body: '{employer}给{student}的邀约到期没有答复，已自动失效。' },
  invite_accepted: { title: '学生已应约', body: '{student}接受了邀约，协议进入下一步。' },
  employer_asked: { title: '学生申请签约', body: '{student}向你们提交了签约申请，请核对并填写单位信息。' },
  employer_informed: { title: '学生登记了与你们的签约', body: '{student}凭证明材料登记了与你们的签约，学校正在审核。' },
  application_recalled: { title: '学生撤回了申请', body: '{student}撤回了签约申请。' },
  application_returned: { title: '单位退回了申请', body: '{employer}退回了签约申请。原因：{reason}。' },
  application_refused: { title: '单位拒绝了申请', body: '{employer}拒绝了签约申请。原因：{reason}。' },
  application_expired: { title: '签约申请已到期', body: '{employer}没有在期限内答复签约申请。' },
  employer_signed: { title: '单位已签约，请复核', body: '{employer}已确认签约。请在{deadline}前复核。' },
  employer_took_back: { title: '单位拿回重签', body: '{employer}拿回协议修改，改好后会再请你复核。' },
  reconfirmed: { title: '学生已复核', body: '{student}已复核确认。' },
  reconfirm_disputed: { title: '学生提出异议', body: '{student}对协议内容有异议。原因：{reason}。' },
  reconfirm_due: { title: '复核快到期', body: '请在{deadline}前复核与{employer}的协议。' },
  reconfirm_lapsed: { title: '复核已到期', body: '{student}与{employer}的协议复核到期，已按学校规定处理。' },
  review_waiting: { title: '有协议等你审核', body: '{student}与{employer}的协议等你审核。' },
  review_passed: { title: '审核通过一级', body: '{student}与{employer}的协议通过了一级审核。' },
  review_failed: { title: '审核不通过', body: '{student}与{employer}的协议审核不通过。原因：{reason}。' },
  review_clawed_back: { title: '审核被收回', body: '{student}与{employer}的协议被收回重审。' },
  sign_ready: { title: '轮到你签名', body: '与{employer}的协议审核通过，请在{deadline}前签名。' },
  signing_started: { title: '协议进入签章', body: '{student}与{employer}的协议审核通过，进入签章。' },
  slot_turn: { title: '轮到你们盖章', body: '{student}与{employer}的协议等你们盖章。' },
  slot_recorded: { title: '签章已登记', body: '{student}与{employer}的协议又完成了一处签章。' },
  sign_due: { title: '签章快到期', body: '{student}与{employer}的协议请在{deadline}前完成签章。' },
  sign_overdue: { title: '签章已超期', body: '{student}与{employer}的协议没有在期限内完成签章。' },
  filing_waiting: { title: '有协议等你备案', body: '{student}与{employer}的协议签章齐全，等你备案。' },
  signed: { title: '三方签章齐全', body: '{student}与{employer}的协议签约完成。' },
  voided: { title: '协议已作废', body: '{student}与{employer}的协议已作废。原因：{reason}。' },
  amended: { title: '协议变更', body: '{student}与{employer}的协议申请变更，产生新的版本。' },
  suspended: { title: '协议已冻结', body: '{student}与{employer}的协议已冻结，由就业中心核实。' },
  source_returned: { title: '生源信息被退回', body: '生源信息没有通过审核，改好后再提交。原因：{reason}。' },
  source_approved: { title: '生源信息审核通过', body: '你的生源信息审核通过了。' },
  source_report_decided: { title: '学籍信息的报告有了答复', body: '你报告的{item}：{result}。答复：{reason}。' },
  released: { title: '协议已解冻', body: '{student}与{employer}的协议解除冻结，继续办理。' },
} as const satisfies Record<string, { title: string; body: string }>;

export type NoticeEvent = keyof typeof NOTICE_EVENTS;

/** The sentence with its values; a sentence whose value is missing is left out, never printed with a hole. */
export function noticeText(event: NoticeEvent, values: Record<string, string | null | undefined>): string {
  return NOTICE_EVENTS[event].body
    .split(/(?<=。)/)
    .filter((sentence) => [...sentence.matchAll(/\{(\w+)\}/g)].every((match) => values[match[1] as string]))
    .map((sentence) => sentence.replace(/\{(\w+)\}/g, (_, key: string) => values[key] as string))
    .join('');
}
