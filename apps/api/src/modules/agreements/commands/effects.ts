import {
  type Effect,
  type EffectType,
  REVIEW_ROLE_LABELS,
  reviewRoleAt,
  type ReviewRole,
  ROLES,
  type NoticeTo,
} from '@qiancheng/shared';
import type { Recipients } from '../../notifications/index.js';
import type { Carry } from './carry.js';

type Handler<T extends EffectType> = (carry: Carry, effect: Extract<Effect, { type: T }>) => void;

const STAFF_ROLES: Record<ReviewRole, string[]> = {
  counsellor: ['counsellor'],
  college: ['college_admin'],
  center: ['center_admin', 'center_staff'],
};

function recipients(carry: Carry, to: NoticeTo): Recipients | null {
  switch (to) {
    case 'student':
    case 'employer':
    case 'acted':
      return { kind: to };
    case 'college':
    case 'center':
      return { kind: 'staff', roles: STAFF_ROLES[to] };
    case 'reviewer': {
      const role = reviewRoleAt(carry.scene.policy, carry.scene.row.flow, carry.result.reviewLevel);
      return role && { kind: 'staff', roles: STAFF_ROLES[role] };
    }
  }
}

/** Told by the state itself, or another module's to do when it reads the state: nothing is written here. */
const byState = (): void => undefined;

/**
 * What each effect of the process table does, all of them: a new one does not compile until it is here. They fill
 * the carry; the executor writes it in as few statements as there are tables.
 */
export const EFFECTS: { readonly [T in EffectType]: Handler<T> } = {
  timer: (carry, { name, at }) => carry.timers.push({ name, at }),
  // A timer that rings compares itself with the row's deadline first; one that is out of date does nothing.
  cancel_timers: byState,
  notify: (carry, { to, event }) => {
    const whom = recipients(carry, to);
    if (whom) carry.notices.push({ to: whom, event });
  },
  issue_number: (carry) => {
    carry.needsNumber = carry.scene.row.agreement_no === null;
  },
  fix_hash: (carry) => {
    carry.fixesHash = true;
  },
  close_other_invites: (carry, { mode }) => {
    // 'lock' and 'keep_viewable' follow from the active case; only expiring changes the other rows.
    carry.expiresOthers = mode === 'expire';
  },
  prefill_store: (carry) => {
    carry.storesPrefill = true;
  },
  evidence: (carry) => {
    carry.data['evidence'] = {
      factor: carry.scene.reauth,
      ip: carry.scene.ctx.ip,
      device: carry.scene.ctx.device,
      sessionId: carry.scene.ctx.actor.sessionId ?? null,
    };
  },
  mark_effective: (carry) => {
    carry.data['effective'] = true;
  },
  mark_auto_confirmed: (carry) => {
    carry.patch.auto_confirmed = true;
  },
  audit: (carry) => {
    carry.audited = true;
  },
  // Written by the documents module, which makes the file that they are about.
  print_log: byState,
  scan_log: byState,
  render_pdf: (carry) => {
    carry.rendersPdf = true;
  },
  // The print of a voided case carries the watermark because it is voided.
  watermark: byState,
  // Revisions stay where they are; the case's own number says which one counts.
  supersede_revision: byState,
  // The register of destinations takes its rows from signed cases.
  register_destination: byState,
};

export function applyEffects(carry: Carry): void {
  for (const effect of carry.result.effects) {
    (EFFECTS[effect.type] as Handler<EffectType>)(carry, effect);
  }
}

/** As what somebody acted, for the history: 学院, 就业中心, 单位管理员 … */
export function roleLabel(reviewRoles: readonly ReviewRole[], grants: readonly { role: string }[]): string | null {
  const [first] = reviewRoles;
  if (first) return REVIEW_ROLE_LABELS[first];
  const role = grants[0]?.role;
  return role !== undefined && Object.hasOwn(ROLES, role) ? ROLES[role as keyof typeof ROLES].label : null;
}
