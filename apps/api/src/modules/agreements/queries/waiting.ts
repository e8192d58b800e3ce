import {
  openSlots,
  REVIEW_ROLE_LABELS,
  reviewRoleAt,
  type ReviewRole,
  type SchoolPolicy,
  type SigningFlow,
  type SigningState,
  type Slot,
  SLOT_LABELS,
  slotMarkers,
} from '@qiancheng/shared';

/** What decides whose turn it is. */
export interface WaitingFacts {
  state: SigningState;
  flow: SigningFlow;
  reviewLevel: number;
  slotsDone: readonly Slot[];
}

export interface Waiting {
  /** `review:college`, `slot:employer`, `student`, `employer`. */
  key: string;
  label: string;
  party: 'student' | 'employer' | 'staff';
  roles: readonly ReviewRole[];
}

function slotWaiting(policy: SchoolPolicy, slot: Slot): Waiting {
  const markers = slotMarkers(policy, slot);
  const staff = markers.find((marker) => marker.kind === 'staff');
  // a seal on paper is given by its owner and recorded by staff, so it waits for both; the first role of the marker has
  // it in its list, others may record it, too, but it does not wait for them
  const party = slot === 'student' ? 'student' : slot === 'employer' ? 'employer' : 'staff';
  return { key: `slot:${slot}`, label: SLOT_LABELS[slot], party, roles: staff?.roles?.slice(0, 1) ?? [] };
}

/** Whose turn it is; several at once only where the school's order of seals leaves it open. */
export function waitingFor(policy: SchoolPolicy, facts: WaitingFacts): Waiting[] {
  switch (facts.state) {
    case 'DRAFT_EMP':
    case 'EMP_PENDING':
      return [{ key: 'employer', label: '用人单位', party: 'employer', roles: [] }];
    case 'DRAFT_STU':
    case 'INVITED':
    case 'RECONFIRM':
      return [{ key: 'student', label: '学生', party: 'student', roles: [] }];
    case 'REVIEW': {
      const role = reviewRoleAt(policy, facts.flow, facts.reviewLevel);
      return role
        ? [{ key: `review:${role}`, label: `${REVIEW_ROLE_LABELS[role]}审核`, party: 'staff', roles: [role] }]
        : [];
    }
    case 'SIGNING': {
      const done = Object.fromEntries(facts.slotsDone.map((slot) => [slot, { doneAt: new Date(0) }]));
      return openSlots(policy, done).map((slot) => slotWaiting(policy, slot));
    }
    case 'FILING':
      return [{ key: 'filing', label: '备案', party: 'staff', roles: ['counsellor', 'college'] }];
    default:
      return [];
  }
}
