import type { CaseDetail, ProgressStepView } from '@qiancheng/api-client/student';
import { dayNumber, formatDay, formatDayTime } from '@qiancheng/web-core';
import type { RouteStep } from '@qiancheng/web-ui';
import { day, joined, type Sentence } from '../../shared/text.js';

/** Whose turn it is, since when, until when: the sentence under the employer's name. */

export const currentStep = (agreement: CaseDetail): ProgressStepView | null =>
  agreement.progress.find((step) => step.status === 'now') ?? null;

/** 已等 6 天; nothing on the first day, when nobody has waited yet */
export function waited(since: string, now: Date): string {
  const days = dayNumber(now) - dayNumber(since);
  return days > 0 ? `已等 ${days} 天` : '';
}

export const canSign = (agreement: CaseDetail): boolean =>
  agreement.availableActions.some((each) => each.action === 'slot_done' && each.slot === 'student' && each.allowed);

const hasSigned = (agreement: CaseDetail): boolean =>
  agreement.slots.some((slot) => slot.slot === 'student' && slot.done);

export function sayOf(agreement: CaseDetail, now: Date): Sentence {
  const until = agreement.deadlineAt ? day(agreement.deadlineAt, now) : null;
  const since = waited(agreement.stateSince, now);
  switch (agreement.state) {
    case 'REVIEW':
      return [`${joined(agreement.stateLabel, since)}。审核通过后，轮到你签名。`];
    case 'SIGNING': {
      if (canSign(agreement)) return until ? ['轮到你签名，', until, ' 前签完。'] : ['轮到你签名。'];
      const step = currentStep(agreement);
      const words = joined(hasSigned(agreement) ? '你已签名' : null, step ? `等${step.label}` : agreement.stateLabel);
      return until ? [`${words}。`, until, ' 前要全部签完。'] : [`${words}。`];
    }
    case 'SIGNED':
      return [
        '三方签章齐全',
        ...(agreement.signedAt ? ['，', day(agreement.signedAt, now), ' 起生效。'] : ['。']),
        ...(agreement.terms.startDate ? [day(agreement.terms.startDate, now), ' 前到单位报到。'] : []),
      ];
    default:
      return [`${agreement.stateLabel}。${reasonOf(agreement)}`];
  }
}

/** Why it stopped, word for word, when somebody gave a reason. */
function reasonOf(agreement: CaseDetail): string {
  const event = agreement.events.find(
    (each) => each.toState === agreement.state && (each.reasonLabel ?? each.reasonText),
  );
  if (!event) return '';
  return `${event.reasonLabel ? `原因：${event.reasonLabel}。` : ''}${event.reasonText ? `「${event.reasonText}」` : ''}`;
}

/** The record as a route: who, when, by what means; the waiting step says how long and until when. */
export function routeOf(agreement: CaseDetail, now: Date): RouteStep[] {
  return agreement.progress.map((step) => {
    const until = agreement.deadlineAt ? `${formatDay(agreement.deadlineAt, now)} 前` : '';
    const note =
      step.status === 'now'
        ? joined(step.note, waited(agreement.stateSince, now), agreement.state === 'SIGNING' ? until : '')
        : joined(step.at ? formatDayTime(step.at, now) : null, step.byName, step.note);
    return { key: step.key, label: step.label, status: step.status, note: note || null };
  });
}
