import { checkReviewReasons, reviewReasonsFor, type ReviewReason, type ReviewSubject } from '@qiancheng/shared';

/** What is still missing before the findings can be sent, as a sentence; null when nothing is. */
export function findingsProblem(findings: readonly ReviewReason[]): string | null {
  if (!findings.length) return '请至少写一条，申请人会看到原话。';
  if (findings.some((one) => !one.code)) return '每一条都要选一个原因。';
  return checkReviewReasons(findings);
}

/** A finding of a subject begins without a reason; where there is but one way to say it, with that. */
export function newFinding(field: ReviewSubject): ReviewReason {
  const [first, ...others] = reviewReasonsFor(field);
  return { field, code: first && !others.length ? first.code : '', text: '' };
}
