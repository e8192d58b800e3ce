import type { SchoolPolicy, SigningFlow, SigningState, Slot } from '@qiancheng/shared';
import type { ProgressStepView } from '../http/dto/case-detail.dto.js';

export interface RouteFacts {
  state: SigningState;
  flow: SigningFlow;
  slotsDone: readonly Slot[];
  sentAt: Date | null;
  acceptedAt: Date | null;
  signingAt: Date | null;
  signedAt: Date | null;
}

const STAGE: Partial<Record<SigningState, number>> = {
  DRAFT_EMP: 0,
  INVITED: 1,
  REVIEW: 2,
  SIGNING: 3,
  FILING: 3,
  SIGNED: 5,
};
const ENDED: readonly SigningState[] = [
  'DECLINED',
  'WITHDRAWN',
  'EXPIRED',
  'RETURNED_CLOSED',
  'VOIDED',
  'SUPERSEDED',
  'TERMINATED',
];

/** The route in five steps, as a list shows it: no names, only how far and since when. */
export function routeOf(policy: SchoolPolicy, facts: RouteFacts): ProgressStepView[] {
  const reached = stageOf(facts);
  const failed = ENDED.includes(facts.state);
  const sealed = facts.slotsDone.length;
  const all = policy.sign.slots.length;
  const steps: [string, string, Date | null, string | null][] = [
    ['invite', '单位邀约', facts.sentAt, null],
    ['answer', '学生答复', facts.acceptedAt, null],
    ['review', '学校审核', facts.signingAt, null],
    ['seal', '签章', facts.signedAt, all > 0 && reached >= 3 ? `${sealed} / ${all}` : null],
    ['signed', '签约完成', facts.signedAt, null],
  ];
  return steps.map(([key, label, at, note], i) => ({
    key,
    label,
    status: i < reached ? 'done' : i > reached ? 'todo' : failed ? 'failed' : 'now',
    at: i < reached ? (at?.toISOString() ?? null) : null,
    byName: null,
    note,
  }));
}

/** A closed case stopped where its last date says. */
function stageOf(facts: RouteFacts): number {
  const open = STAGE[facts.state];
  if (open !== undefined) return open;
  if (facts.signedAt) return facts.state === 'TERMINATED' ? 4 : 5;
  if (facts.signingAt) return 3;
  if (facts.acceptedAt) return 2;
  return facts.sentAt ? 1 : 0;
}
