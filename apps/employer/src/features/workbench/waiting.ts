import type { EmployerSummary, TodoView } from '@qiancheng/api-client/employer';
import { dayNumber } from '@qiancheng/web-core';
import { isTask } from './todos.js';

const seals = (summary: EmployerSummary): number => summary.stages.reduce((sum, stage) => sum + stage.ours, 0);
const sum = (todos: readonly TodoView[]): number => todos.reduce((all, { count }) => all + Math.max(1, count), 0);
const ofKind = (summary: EmployerSummary, ...kinds: TodoView['kind'][]): number =>
  sum(summary.todos.filter(({ kind }) => kinds.includes(kind)));

/** What waits for this unit; the list of to-dos may be cut, the stages are not. */
export function waitingCount(summary: EmployerSummary): number {
  const others = sum(summary.todos.filter((todo) => todo.kind !== 'seal' && isTask(todo)));
  return Math.max(seals(summary), ofKind(summary, 'seal')) + others;
}

/** The line below the heading: how many of what. */
export function waitingWords(summary: EmployerSummary, now: Date): string {
  const soon = summary.due
    .filter((day) => dayNumber(`${day.date}T12:00:00+08:00`) - dayNumber(now) <= 2)
    .reduce((sum, day) => sum + day.count, 0);
  const joining = ofKind(summary, 'join_requests');
  const returned = ofKind(summary, 'change_returned', 'settlement_returned');
  const drafts = ofKind(summary, 'draft');
  const sealing = Math.max(seals(summary), ofKind(summary, 'seal'));
  return [
    joining ? `${joining} 人等你同意加入` : '',
    returned ? `${returned} 份申请被退回` : '',
    sealing ? `${sealing} 份协议等你们盖章` : '',
    drafts ? `${drafts} 份草稿没有发出` : '',
    soon ? `${soon} 份邀约 3 天内到期` : '',
  ]
    .filter(Boolean)
    .join('，');
}
