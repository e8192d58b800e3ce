import type { SigningRequest } from './types.js';
import { reviewRoleAt, type SchoolPolicy } from './policy.js';
import { SIGNING_TABLE } from './table.js';
import { enabledFlows, fits, requestsOf, type CaseNode } from './samples.js';
import type { SigningRow } from './row.js';
import { missingPredecessors, slotMarkers, slotsInOrder } from './slots.js';
import {
  ACTION_LABELS,
  ACTOR_LABELS,
  CLOSED_STATES,
  REVIEW_ROLE_LABELS,
  SLOT_LABELS,
  stateLabel,
  type SigningAction,
  type SigningFlow,
  type SigningState,
  type Slot,
} from './states.js';

export type ChartKind = 'draft' | 'waiting' | 'review' | 'signing' | 'done' | 'closed' | 'hold';

export interface ChartState {
  /** The state; a review adds its level and role: 'REVIEW.1.college'. */
  id: string;
  state: SigningState;
  reviewLevel: number;
  label: string;
  kind: ChartKind;
}

export interface ChartEdge {
  /** null: the case begins. */
  from: string | null;
  to: string;
  action: SigningAction;
  label: string;
  actor: string;
  slot?: Slot;
  /** Voiding and holding are possible nearly everywhere: a drawing leaves them out. */
  exception: boolean;
}

export interface ProcessChart {
  states: ChartState[];
  edges: ChartEdge[];
}

const EXCEPTIONS: readonly SigningAction[] = ['void', 'suspend', 'release'];

function kindOf(state: SigningState): ChartKind {
  if (state === 'DRAFT_EMP' || state === 'DRAFT_STU') return 'draft';
  if (state === 'REVIEW') return 'review';
  if (state === 'SIGNING' || state === 'FILING') return 'signing';
  if (state === 'SIGNED') return 'done';
  if (state === 'SUSPENDED') return 'hold';
  return CLOSED_STATES.includes(state) ? 'closed' : 'waiting';
}

function actorLabel(row: SigningRow, request: SigningRequest, node: CaseNode | null): string {
  const { policy, slot } = request;
  if (slot) {
    const marker = slotMarkers(policy, slot)[0];
    return marker?.roles
      ? marker.roles.map((role) => REVIEW_ROLE_LABELS[role]).join('、')
      : ACTOR_LABELS[marker?.kind ?? 'staff'];
  }
  if (node?.state === 'REVIEW' && (row.action === 'pass' || row.action === 'fail')) {
    const role = reviewRoleAt(policy, request.snapshot?.flow ?? 'employer_invite', node.reviewLevel);
    if (role) return REVIEW_ROLE_LABELS[role];
  }
  if (EXCEPTIONS.includes(row.action)) return REVIEW_ROLE_LABELS.center;
  if (row.action === 'save_draft' || row.action === 'discard')
    return ACTOR_LABELS[node?.state === 'DRAFT_EMP' ? 'employer' : 'student'];
  return row.actor.map((kind) => ACTOR_LABELS[kind]).join('、');
}

/**
 * The process as this school runs it, drawn from the table itself: every state that can be reached under the policy,
 * and every action that leads on.
 */
export function chartOf(policy: SchoolPolicy, flows: readonly SigningFlow[] = enabledFlows(policy)): ProcessChart {
  const states = new Map<string, ChartState>();
  const edges = new Map<string, ChartEdge>();
  for (const flow of flows) walk(policy, flow, states, edges);
  return { states: [...states.values()], edges: [...edges.values()] };
}

function walk(
  policy: SchoolPolicy,
  flow: SigningFlow,
  states: Map<string, ChartState>,
  edges: Map<string, ChartEdge>,
): void {
  const idOf = ({ state, reviewLevel }: CaseNode): string =>
    state === 'REVIEW' ? `REVIEW.${reviewLevel}.${reviewRoleAt(policy, flow, reviewLevel) ?? 'none'}` : state;
  const seen = new Set<string>();
  const queue: (CaseNode | null)[] = [null];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    for (const row of SIGNING_TABLE) {
      if (!fits(row, node, flow, policy)) continue;
      for (const request of requestsOf(row, node, flow, policy)) {
        const target = row.to(request);
        const to = idOf(target);
        const edge: ChartEdge = {
          from: node && idOf(node),
          to,
          action: row.action,
          label: request.slot ? SLOT_LABELS[request.slot] : ACTION_LABELS[row.action],
          actor: actorLabel(row, request, node),
          ...(request.slot ? { slot: request.slot } : {}),
          exception: EXCEPTIONS.includes(row.action),
        };
        edges.set(`${edge.from ?? ''}>${to}>${row.action}>${request.slot ?? ''}`, edge);
        if (seen.has(to)) continue;
        seen.add(to);
        const role = reviewRoleAt(policy, flow, target.reviewLevel);
        states.set(to, { id: to, ...target, label: stateLabel(target.state, role), kind: kindOf(target.state) });
        queue.push(target);
      }
    }
  }
}

/** What must be done before each slot, in words: for the drawing of the signing stage. */
export function slotOrderOf(policy: SchoolPolicy): { slot: Slot; label: string; after: Slot[] }[] {
  return slotsInOrder(policy).map((slot) => ({
    slot,
    label: SLOT_LABELS[slot],
    after: missingPredecessors(policy, slot, {}),
  }));
}

const mermaidId = (id: string): string => id.replace(/\./g, '_');

/** The chart in Mermaid's stateDiagram-v2; what can happen nearly everywhere is left out unless asked for. */
export function toMermaid(chart: ProcessChart, options: { exceptions?: boolean } = {}): string {
  const shown = chart.edges.filter((edge) => options.exceptions || !edge.exception);
  const used = new Set(shown.flatMap((edge) => [edge.from, edge.to]));
  const lines = ['stateDiagram-v2'];
  for (const state of chart.states) {
    if (used.has(state.id)) lines.push(`  state "${state.label}" as ${mermaidId(state.id)}`);
  }
  for (const edge of shown) {
    lines.push(`  ${edge.from ? mermaidId(edge.from) : '[*]'} --> ${mermaidId(edge.to)}: ${edge.actor} ${edge.label}`);
  }
  for (const state of chart.states) {
    if (used.has(state.id) && state.kind === 'closed') lines.push(`  ${mermaidId(state.id)} --> [*]`);
  }
  return `${lines.join('\n')}\n`;
}
