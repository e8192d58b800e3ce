import { REVIEW_ROLE_LABELS, type SchoolPolicy } from '@qiancheng/shared';
import type { CaseRow } from '../case-row.js';
import type { ConsequenceView } from '../http/dto/case-detail.dto.js';

const OTHERS: Record<SchoolPolicy['invite']['on_accept_others'], string> = {
  keep_viewable: '还能查看，到期自动失效。',
  lock: '立即锁定，到期自动失效。',
  expire: '立即失效。',
};

function whatFollows(row: CaseRow, policy: SchoolPolicy): string {
  const levels = policy.review.levels[row.flow].map((role) => REVIEW_ROLE_LABELS[role]);
  const review = levels.length > 0 ? `接着由${levels.join('、')}审核` : '学校不再审核';
  return policy.sign.slots.length > 0 ? `${review}，再由你签名、三方盖章。` : `${review}，通过后签约完成。`;
}

function effective(row: CaseRow, policy: SchoolPolicy): ConsequenceView {
  const rule = `这是${row.school_name}的规定。`;
  switch (policy.sign.effective_at) {
    case 'accept':
      return { title: '接受就生效', body: `${rule}接受以后反悔，要按解约办理。` };
    case 'last_review':
      return { title: '学校审核通过就生效', body: `${rule}生效前反悔，要请就业中心作废。` };
    case 'all_slots':
      return { title: '三方签章齐了才生效', body: `${rule}生效前反悔，要请就业中心作废。` };
  }
}

/** What accepting means at this school, in the words that the student reads before it. */
export function consequencesOf(row: CaseRow, policy: SchoolPolicy): ConsequenceView[] {
  if (row.state !== 'INVITED') return [];
  const others =
    row.open_invites > 0
      ? { title: `其余 ${row.open_invites} 份不能再接受`, body: OTHERS[policy.invite.on_accept_others] }
      : { title: '不能再接受别的邀约', body: '这份协议结束前，其他单位不能再邀请你。' };
  const { max_per_student: max, cooldown_workdays: days } = policy.term;
  return [
    { title: '按这些条款生成协议', body: whatFollows(row, policy) },
    others,
    effective(row, policy),
    { title: '生效后反悔就是解约', body: `在校期间最多 ${max} 次，解约后 ${days} 个工作日内不能再签。` },
  ];
}
