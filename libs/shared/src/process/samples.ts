import { GOOD_FACTS, type SigningRequest, type SigningSnapshot } from './types.js';
import type { SchoolPolicy } from './policy.js';
import type { SigningRow } from './row.js';
import { slotsInOrder } from './slots.js';
import { SIGNING_FLOWS, type SigningFlow, type SigningState, type Slot } from './states.js';

/** Specimens of cases, from which the chart and the boot check learn what each row does under a policy. */

export function enabledFlows(policy: SchoolPolicy): SigningFlow[] {
  return SIGNING_FLOWS.filter((flow) => policy.flows[flow]);
}

function sample(
  state: SigningState,
  reviewLevel: number,
  flow: SigningFlow,
  slots: SigningSnapshot['slots'],
): SigningSnapshot {
  const suspendedFrom = state === 'SUSPENDED' ? { state: 'SIGNING' as const, reviewLevel: 0 } : null;
  const lastReview = { level: Math.max(1, reviewLevel - 1), accountId: 'reviewer' };
  return {
    state,
    reviewLevel,
    flow,
    revision: 1,
    deadlineAt: null,
    slots,
    lastReview,
    initiatorAccountId: null,
    suspendedFrom,
  };
}

/** Slots done so that exactly this one is next, in the school's order. */
function doneBefore(policy: SchoolPolicy, slot: Slot): SigningSnapshot['slots'] {
  const order = slotsInOrder(policy);
  return Object.fromEntries(order.slice(0, order.indexOf(slot)).map((done) => [done, { doneAt: new Date(0) }]));
}

export interface CaseNode {
  state: SigningState;
  reviewLevel: number;
}

/** Every request that a row can be asked in this node, as far as it leads to different places. */
export function requestsOf(
  row: SigningRow,
  node: CaseNode | null,
  flow: SigningFlow,
  policy: SchoolPolicy,
): SigningRequest[] {
  const base = {
    action: row.action,
    actor: { kind: row.actor[0] ?? 'system', accountId: 'reviewer', reviewRoles: [] },
    policy,
    facts: GOOD_FACTS,
    now: new Date(0),
  };
  if (node === null) return [{ ...base, snapshot: null }];
  if (row.action === 'slot_done') {
    return slotsInOrder(policy).map((slot) => ({
      ...base,
      slot,
      snapshot: sample(node.state, 0, flow, doneBefore(policy, slot)),
    }));
  }
  if (row.action === 'claw_back') {
    // The first level has nobody before it; from signing it goes back to the last level.
    if (node.reviewLevel === 1) return [];
    const levels = policy.review.levels[flow].length;
    if (node.state === 'SIGNING' && levels === 0) return [];
    const snapshot = sample(node.state, node.reviewLevel, flow, {});
    return [
      {
        ...base,
        snapshot:
          node.state === 'SIGNING' ? { ...snapshot, lastReview: { level: levels, accountId: 'reviewer' } } : snapshot,
      },
    ];
  }
  return [{ ...base, snapshot: sample(node.state, node.reviewLevel, flow, {}) }];
}

function starts(row: SigningRow, flow: SigningFlow): boolean {
  return row.action === (flow === 'employer_invite' ? 'emp_draft' : 'stu_draft');
}

/** Rows that belong to this flow in this node: a row that names a flow draws only there. */
export function fits(row: SigningRow, node: CaseNode | null, flow: SigningFlow, policy: SchoolPolicy): boolean {
  if (row.when && !row.when(policy)) return false;
  if (node === null) return starts(row, flow);
  if (!row.from.includes(node.state)) return false;
  if (row.flow && row.flow !== flow) return false;
  // A printable state that is not yet open draws no print edge.
  return row.action !== 'print' || node.state === 'SIGNING' || node.state === 'SIGNED';
}
