import {
  checkEmail,
  checkMobile,
  grantProblem,
  maskMobile,
  normaliseName,
  ROLE_REACH,
  type TeacherRole,
} from '@qiancheng/shared';
import { checkRow, issueOf, type SheetIssue, type SheetRow } from '../../../platform/sheets/index.js';
import { ROLE_BY_LABEL, STAFF_SHEET, type StaffColumn } from './staff-sheet.js';
import type { Found, UnitFinder } from './unit-finder.js';

/** A row that can be applied: values in their normal form, units by their ids. */
export interface StaffPlan {
  login: string;
  name: string;
  phone: string | null;
  email: string | null;
  role: TeacherRole;
  collegeIds: string[];
  classIds: string[];
}

export interface CheckedRow {
  issues: SheetIssue<StaffColumn>[];
  plan: StaffPlan | null;
}

const LOGIN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

export interface RowContext {
  units: UnitFinder;
  /** The line on which this login stood before, in this file. */
  seen: Map<string, number>;
  /** Whoever imports, in lower case: nobody changes their own account. */
  self: string;
}

/** Everything that can be told of one row before anything is changed. */
export function checkStaffRow(row: SheetRow<StaffColumn>, { units, seen, self }: RowContext): CheckedRow {
  const issues = checkRow(STAFF_SHEET, row).map(masked);
  const { values } = row;
  const complain = (key: StaffColumn | null, reason: string): void => {
    if (!issues.some((issue) => issue.key === key)) issues.push(masked(issueOf(STAFF_SHEET, row, key, reason)));
  };
  const login = values.login;
  const lower = login.toLowerCase();
  if (login && !LOGIN.test(login)) complain('login', '用字母、数字，可以带 . _ -，不超过 40 个');
  if (lower === self) complain('login', '这是你自己的账号，不能用导入改');
  const before = seen.get(lower);
  if (before !== undefined) complain('login', `和第 ${before} 行是同一个账号，每人只能一行`);
  else if (login) seen.set(lower, row.row);
  const phone = valueOf(values.phone, checkMobile, (reason) => complain('phone', reason));
  const email = valueOf(values.email, checkEmail, (reason) => complain('email', reason));
  const collegeIds = idsOf(units.colleges(values.colleges), (reason) => complain('colleges', reason));
  const classIds = idsOf(units.classes(values.classes), (reason) => complain('classes', reason));
  const role = ROLE_BY_LABEL.get(values.role);
  const misfit = role && issues.length === 0 ? grantProblem(role, { collegeIds, classIds }) : null;
  if (role && misfit) complain(columnOf(role, classIds), misfit.replace(/。$/, ''));
  const sound = role && issues.every((issue) => issue.severity !== 'error');
  const name = normaliseName(values.name);
  return { issues, plan: sound ? { login, name, phone, email, role, collegeIds, classIds } : null };
}

function valueOf(text: string, check: typeof checkMobile, complain: (reason: string) => void): string | null {
  if (text === '') return null;
  const checked = check(text);
  if (checked.ok) return checked.value;
  complain(checked.reason.replace(/。$/, ''));
  return null;
}

function idsOf(found: Found, complain: (reason: string) => void): string[] {
  if ('ids' in found) return found.ids;
  complain(found.problem);
  return [];
}

/** Where the person has to look: the units that are missing, or those that do not belong there. */
function columnOf(role: TeacherRole, classIds: readonly string[]): StaffColumn {
  if (ROLE_REACH[role] === 'units') return 'classes';
  return classIds.length > 0 ? 'classes' : 'colleges';
}

/** What is kept of an issue, and shown to whoever comes later, has no phone in it. */
function masked(issue: SheetIssue<StaffColumn>): SheetIssue<StaffColumn> {
  return issue.key === 'phone' ? { ...issue, value: maskMobile(issue.value) } : issue;
}
