import type { TermView } from '@qiancheng/api-client/teacher';

/** Working days by the statutory calendar, from the server. */
export function deadlineWords({ state, workdaysLeft }: Pick<TermView, 'state' | 'workdaysLeft'>): string {
  if (state === 'late') return workdaysLeft === 0 ? '已超时' : `超时 ${-workdaysLeft} 个工作日`;
  if (state === 'today') return '今天到期';
  return `剩 ${workdaysLeft} 个工作日`;
}
