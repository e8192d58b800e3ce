import type { EmployerSummary } from '@qiancheng/api-client/employer';
import { dayNumber } from '@qiancheng/web-core';

const seals = (summary: EmployerSummary): number => summary.stages.reduce((sum, stage) => sum + stage.ours, 0);
const ofKind = (summary: EmployerSummary, kind: string): number =>
  summary.todos.filter((todo) => todo.kind === kind).reduce((sum, todo) => sum + Math.max(1, todo.count), 0);

/** What waits for this unit; the list of to-dos may be cut, the stages are not. */
export function waitingCount(summary: EmployerSummary): number {
  const others = summary.todos.filter((todo) => todo.kind !== 'seal').length;
  return Math.max(seals(summary), ofKind(summary, 'seal')) + others;
}

/** The line below the heading: how many of what. */
export function waitingWords(summary: EmployerSummary, now: Date): string {
  const soon = summary.due
    .filter((day) => dayNumber(`${day.date}T12:00:00+08:00`) - dayNumber(now) <= 2)
    .reduce((sum, day) => sum + day.count, 0);
  const drafts = ofKind(summary, 'draft');
  const sealing = Math.max(seals(summary), ofKind(summary, 'seal'));
  return [
    sealing ? `${sealing} 份协议等你们盖章` : '',
    drafts ? `${drafts} 份草稿没有发出` : '',
    soon ? `${soon} 份邀约 3 天内到期` : '',
  ]
    .filter(Boolean)
    .join('，');
}
