import { maskEmail } from '@qiancheng/shared';
import { ACCOUNT_STATES, stateOf } from '../accounts/account-state.js';
import type { StudentAccountRow } from '../http/student-accounts.dto.js';
import type { StudentFacts } from './student-acts.js';

/** A student with the account that may not be there yet. */
export interface StudentAccount extends Record<string, unknown> {
  id: string;
  studentNo: string;
  name: string;
  cohort: number;
  collegeId: string;
  classId: string;
  collegeName: string;
  majorName: string;
  className: string;
  accountId: string | null;
  login: string | null;
  version: number | null;
  status: string | null;
  activatedAt: Date | null;
  passwordKind: string | null;
  initialExpiresAt: Date | null;
  phoneMasked: string | null;
  email: string | null;
  lastLoginAt: Date | null;
  wechatBoundAt: Date | null;
  wechatNickname: string | null;
}

export const STUDENT_COLUMNS = `s.id, s.student_no as "studentNo", s.name, s.cohort, s.college_id as "collegeId", s.class_id as "classId",
  c.name as "collegeName", m.name as "majorName", k.name as "className",
  a.id as "accountId", a.login, a.version, a.status, a.activated_at as "activatedAt", a.password_kind as "passwordKind",
  a.initial_expires_at as "initialExpiresAt", a.phone_masked as "phoneMasked", a.email, a.last_login_at as "lastLoginAt",
  w.bound_at as "wechatBoundAt", w.nickname as "wechatNickname"`;

/** For conditions and the order of pages. */
export const FROM_STUDENT = `from student s
  join school_class k on k.school_id = s.school_id and k.id = s.class_id
  left join account a on a.id = s.account_id
  left join wechat_binding w on w.account_id = a.id and w.unbound_at is null`;

/** With all names, once the page is cut. */
export const NAMES = `join college c on c.school_id = s.school_id and c.id = s.college_id
  join major m on m.school_id = s.school_id and m.id = s.major_id`;

export function factsOf(row: StudentAccount, locked: boolean): StudentFacts {
  return {
    opened: row.accountId !== null,
    status: row.status,
    activated: row.activatedAt !== null,
    ownPassword: row.passwordKind === 'own',
    locked,
    wechat: row.wechatBoundAt !== null,
  };
}

export function rowView(row: StudentAccount, locked: boolean): StudentAccountRow {
  const state = stateOf({ status: row.status, activatedAt: row.activatedAt, locked });
  return {
    id: row.id,
    version: row.version ?? 0,
    studentNo: row.studentNo,
    name: row.name,
    cohort: row.cohort,
    collegeName: row.collegeName,
    majorName: row.majorName,
    className: row.className,
    state,
    stateLabel: ACCOUNT_STATES[state],
    wechat: row.wechatBoundAt !== null,
    phone: row.phoneMasked,
    email: row.email && maskEmail(row.email),
    lastLoginAt: row.lastLoginAt?.toISOString() ?? null,
  };
}
