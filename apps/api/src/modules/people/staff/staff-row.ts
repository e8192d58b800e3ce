import type { Grant } from '../../../platform/context/index.js';
import { ACCOUNT_STATES, stateOf } from '../accounts/account-state.js';
import { roleLabel, type UnitNames } from '../accounts/unit-names.js';
import type { SecondFactor, StaffGrantView, StaffRow } from '../http/staff.dto.js';

/** One teacher's account as the queries read it. */
export interface StaffAccount extends Record<string, unknown> {
  id: string;
  version: number;
  login: string;
  name: string;
  phoneMasked: string | null;
  phoneVerified: boolean;
  email: string | null;
  emailVerified: boolean;
  status: 'active' | 'disabled';
  activatedAt: Date | null;
  secondFactor: SecondFactor;
  passwordKind: string;
  initialExpiresAt: Date | null;
  disabledAt: Date | null;
  disabledReason: string | null;
  lastLoginAt: Date | null;
  createdAt: Date;
  grants: Grant[];
}

/** An authenticator is asked before a phone, a phone before a mail. */
export const SECOND_FACTOR_SQL = `case when a.totp_confirmed_at is not null then 'totp' when a.phone_verified_at is not null then 'phone'
  when a.email_verified_at is not null then 'mail' else 'none' end`;

export const STAFF_COLUMNS = `a.id, a.version, a.login, a.name, a.phone_masked as "phoneMasked",
  a.phone_verified_at is not null as "phoneVerified", a.email, a.email_verified_at is not null as "emailVerified",
  a.status, a.activated_at as "activatedAt", ${SECOND_FACTOR_SQL} as "secondFactor", a.password_kind as "passwordKind",
  a.initial_expires_at as "initialExpiresAt", a.disabled_at as "disabledAt", a.disabled_reason as "disabledReason",
  a.last_login_at as "lastLoginAt", a.created_at as "createdAt",
  (select coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'collegeIds', g.college_ids, 'classIds', g.class_ids)
                             order by g.created_at, g.role), '[]')
     from account_grant g where g.account_id = a.id and g.school_id is not distinct from a.school_id) as grants`;

export function rowView(row: StaffAccount, locked: boolean, units: UnitNames): StaffRow {
  const state = stateOf({ ...row, locked });
  return {
    id: row.id,
    version: row.version,
    login: row.login,
    name: row.name,
    phone: row.phoneMasked,
    email: row.email,
    state,
    stateLabel: ACCOUNT_STATES[state],
    secondFactor: row.secondFactor,
    grants: row.grants.map((grant) => grantView(grant, units)),
    lastLoginAt: row.lastLoginAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

export function grantView(grant: Grant, units: UnitNames): StaffGrantView {
  return {
    role: grant.role,
    label: roleLabel(grant.role),
    scopeLabel: units.scopeOf(grant),
    colleges: units.list(grant.collegeIds),
    classes: units.list(grant.classIds),
  };
}
