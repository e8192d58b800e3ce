import { USUAL_REGISTRY_FIELDS } from '../source/fields.js';
import type { ReviewRole, SigningFlow, Slot } from './states.js';

/**
 * Everything a school decides about its processes, in one typed object: what differs between schools is a named
 * switch here, never a graph in a database.
 */
export interface SchoolPolicy {
  flows: {
    employer_invite: boolean;
    student_to_employer: boolean;
    student_with_proof: boolean;
    offline_paper: boolean;
    paper_quota_pct: number;
    existing_agreement_register: boolean;
  };
  source: {
    /** Who reviews source information, in this order; at least one. */
    levels: ReviewRole[];
    /** Fields that equal the registry: grey on the student's form, changed by the school only. */
    registry_fields: string[];
    /** Working days within which each level decides; shown to the student. */
    sla_workdays: number;
  };
  eligibility: {
    source_state_required: 'college_approved' | 'school_pending_ok' | 'school_approved';
    /** Training modes that may only sign with the unit they are bound to. */
    training_mode_blocklist: string[];
  };
  invite: {
    ttl_days: number;
    employer_can_set_ttl: boolean;
    ttl_min_days: number;
    ttl_max_days: number;
    max_concurrent: number;
    on_accept_others: 'lock' | 'expire' | 'keep_viewable';
    /** Days before the same employer may invite again after a refusal or an expiry. 0 = at once. */
    reinvite_after_days: number;
    student_search: 'exact_number' | 'number_or_name' | 'needs_student_code';
    reminder_days_before: number[];
  };
  employer_answer: {
    ttl_days: number;
  };
  proof: {
    employer_confirm: 'none' | 'notice' | 'one_click';
  };
  reconfirm: {
    enabled: boolean;
    ttl_days: number;
    on_timeout: 'auto_confirm' | 'expire';
    reminder_days_before: number[];
  };
  review: {
    levels: Record<SigningFlow, ReviewRole[]>;
    fail_to: 'initiator_draft' | 'closed';
    sla_workdays: number;
    delegate_on_absence: boolean;
  };
  sign: {
    mode: 'paper_mark' | 'handwriting' | 'ca_esign' | 'mixed';
    slots: Slot[];
    /** Partial order as pairs [before, after]; a slot that the school does not use still passes the order on. */
    order: [Slot, Slot][];
    reauth: 'none' | 'password' | 'sms' | 'wechat';
    /** When the agreement counts as effective; printed in the words that both sides read. */
    effective_at: 'accept' | 'last_review' | 'all_slots';
    ttl_days: number;
    on_timeout: 'escalate' | 'expire';
    /** After the deadline the centre is reminded again at this interval, for as long as it stays unsigned. */
    escalate_every_days: number;
    reminder_days_before: number[];
    /** After the last slot the college files the paper before the agreement counts as signed. */
    filing: boolean;
  };
  print: {
    copies: number;
    copy_roles: string[];
    open_after: 'accept' | 'review' | 'all_slots';
    /** Slots that must be done before printing; those that the school does not use are ignored. */
    requires: Slot[];
    roles: ('student' | 'employer' | ReviewRole)[];
    duplex: 'long_edge' | 'short_edge' | 'simplex';
    template_by_level: boolean;
    layout: 'A4_duplex2' | 'A4_cover4';
    layout_by_level: Record<string, 'A4_duplex2' | 'A4_cover4'>;
  };
  number: {
    pattern: string;
    source: 'import' | 'generate' | 'student_no';
  };
  term: {
    allow_student: boolean;
    allow_employer: boolean;
    online: boolean;
    max_per_student: number;
    cooldown_workdays: number;
    letter_required: boolean;
    counterparty_consent: boolean;
    counterparty_ttl_days: number;
    on_timeout: 'review' | 'keep';
    levels: ReviewRole[];
    reason_codes: string[];
    counts_if: 'student_breach' | 'always' | 'never';
  };
  reissue: {
    proof: 'newspaper' | 'self_declaration' | 'none';
    new_number: boolean;
  };
  legacy: {
    dispatch_letter_fields: 'off' | 'optional' | 'required';
    /** Cohorts from this one on never show the fields: the dispatch letter was abolished in 2023. */
    dispatch_letter_off_from_cohort: number;
  };
  penalty: {
    warn_above: number;
  };
  calendar: {
    tz: 'Asia/Shanghai';
    /** Days the school itself adds to the State Council's table. */
    extra_holidays: string[];
    extra_workdays: string[];
  };
  notify: {
    channels: Record<string, ('in_app' | 'mail' | 'sms' | 'wechat')[]>;
    quiet_from: string | null;
    quiet_to: string | null;
  };
  security: {
    password_min_length_staff: number;
    password_min_length_others: number;
    staff_password_days: number;
    lock_after_failures: number;
    lock_minutes: number;
    captcha_after_failures: number;
    staff_idle_minutes: number;
    others_idle_minutes: number;
    absolute_session_hours: number;
    second_factor_staff: boolean;
    /** What a student's first log-in asks for: a code from a slip, or the last six characters of the ID number. */
    student_initial_password: 'activation_code' | 'id_last6';
    initial_password_days: number;
  };
  employers: {
    /** Working days within which the school decides on a unit that asks to settle in. */
    audit_sla_workdays: number;
  };
}

/** 'student < employer < college' as the pairs of a partial order. */
export function chainOrder(...slots: Slot[]): [Slot, Slot][] {
  return slots.slice(1).map((slot, index) => [slots[index] as Slot, slot]);
}

/** The defaults of the product: every value a school has not decided. */
export const DEFAULT_POLICY: SchoolPolicy = {
  flows: {
    employer_invite: true,
    student_to_employer: true,
    student_with_proof: true,
    offline_paper: true,
    paper_quota_pct: 20,
    existing_agreement_register: true,
  },
  source: { levels: ['counsellor', 'college', 'center'], registry_fields: [...USUAL_REGISTRY_FIELDS], sla_workdays: 3 },
  eligibility: { source_state_required: 'college_approved', training_mode_blocklist: ['2', '4'] },
  invite: {
    ttl_days: 14,
    employer_can_set_ttl: false,
    ttl_min_days: 3,
    ttl_max_days: 30,
    max_concurrent: 5,
    on_accept_others: 'keep_viewable',
    reinvite_after_days: 0,
    student_search: 'number_or_name',
    reminder_days_before: [3, 1],
  },
  employer_answer: { ttl_days: 14 },
  proof: { employer_confirm: 'none' },
  reconfirm: { enabled: false, ttl_days: 7, on_timeout: 'auto_confirm', reminder_days_before: [3, 1] },
  review: {
    levels: {
      employer_invite: ['college', 'center'],
      student_to_employer: ['college'],
      student_with_proof: ['counsellor', 'college'],
    },
    fail_to: 'initiator_draft',
    sla_workdays: 3,
    delegate_on_absence: true,
  },
  sign: {
    mode: 'handwriting',
    slots: ['student', 'employer', 'college', 'school'],
    order: chainOrder('student', 'employer', 'superior', 'college', 'school'),
    reauth: 'sms',
    effective_at: 'all_slots',
    ttl_days: 30,
    on_timeout: 'escalate',
    escalate_every_days: 7,
    reminder_days_before: [7, 1],
    filing: false,
  },
  print: {
    copies: 3,
    copy_roles: ['student', 'employer', 'school'],
    open_after: 'review',
    requires: ['student'],
    roles: ['student', 'employer', 'counsellor', 'college', 'center'],
    duplex: 'long_edge',
    template_by_level: true,
    layout: 'A4_duplex2',
    layout_by_level: {},
  },
  number: { pattern: '{year}-{school}-{level}-{seq6}-{check}', source: 'generate' },
  term: {
    allow_student: true,
    allow_employer: false,
    online: true,
    max_per_student: 1,
    cooldown_workdays: 15,
    letter_required: true,
    counterparty_consent: false,
    counterparty_ttl_days: 7,
    on_timeout: 'review',
    levels: ['center'],
    reason_codes: [
      'further_study',
      'family',
      'health',
      'employer_promise',
      'employer_trouble',
      'employer_breach',
      'other',
    ],
    counts_if: 'student_breach',
  },
  reissue: { proof: 'self_declaration', new_number: true },
  legacy: { dispatch_letter_fields: 'off', dispatch_letter_off_from_cohort: 2023 },
  penalty: { warn_above: 5000 },
  calendar: { tz: 'Asia/Shanghai', extra_holidays: [], extra_workdays: [] },
  notify: { channels: { default: ['in_app'] }, quiet_from: null, quiet_to: null },
  security: {
    password_min_length_staff: 10,
    password_min_length_others: 8,
    staff_password_days: 90,
    lock_after_failures: 5,
    lock_minutes: 15,
    captcha_after_failures: 3,
    staff_idle_minutes: 30,
    others_idle_minutes: 120,
    absolute_session_hours: 12,
    second_factor_staff: true,
    student_initial_password: 'activation_code',
    initial_password_days: 90,
  },
  employers: { audit_sla_workdays: 3 },
};

/** A part of a policy: whole groups may be left out, and single values inside a group. Lists are replaced whole. */
export type PolicyPatch = { [G in keyof SchoolPolicy]?: Partial<SchoolPolicy[G]> };

/** A policy on top of a base, group by group; the base is not changed. */
export function makePolicy(patch: PolicyPatch, base: SchoolPolicy = DEFAULT_POLICY): SchoolPolicy {
  const policy = clone(base);
  for (const group of Object.keys(patch) as (keyof SchoolPolicy)[]) {
    Object.assign(policy[group], clone(patch[group]));
  }
  return policy;
}

/** A policy is JSON (it is stored as such), so this copies all of it. */
function clone<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** The role that reviews at this level (1-based), or null past the last one. */
export function reviewRoleAt(policy: SchoolPolicy, flow: SigningFlow, level: number): ReviewRole | null {
  return policy.review.levels[flow][level - 1] ?? null;
}
