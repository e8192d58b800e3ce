import { type Audience, type Permission, PERMISSIONS, type RoleCode, ROLES } from './permissions.js';

/** Under which heading a permission is shown; exhaustive, so that a new permission does not fall off the page. */
const GROUP_OF: Record<Permission, PermissionGroup> = {
  'notification.read': 'everyday',
  'job.read': 'everyday',
  'document.read': 'everyday',
  'preference.write': 'everyday',
  'home.read': 'everyday',
  'workspace.read': 'everyday',
  'student.search': 'agreements',
  'case.read': 'agreements',
  'case.list': 'agreements',
  'case.invite': 'agreements',
  'case.answer': 'agreements',
  'case.apply': 'agreements',
  'case.employer_sign': 'agreements',
  'case.confirm': 'agreements',
  'case.sign': 'agreements',
  'case.amend': 'agreements',
  'case.review': 'agreements',
  'case.mark_seal': 'agreements',
  'case.file': 'agreements',
  'case.print': 'agreements',
  'case.void': 'agreements',
  'case.suspend': 'agreements',
  'case.system': 'agreements',
  'case.reveal': 'personal',
  'source.read': 'sources',
  'source.write': 'sources',
  'source.review': 'sources',
  'source.edit': 'sources',
  'source.import': 'sources',
  'source.move': 'sources',
  'source.export': 'sources',
  'source.export_clear': 'personal',
  'student_account.read': 'accounts',
  'student_account.manage': 'accounts',
  'staff.read': 'accounts',
  'staff.manage': 'accounts',
  'member.read': 'accounts',
  'member.manage': 'accounts',
  'account.open': 'accounts',
  'audit.read': 'accounts',
  'directory.read': 'employers',
  'directory.import': 'employers',
  'directory.manage': 'employers',
  'settlement.read': 'employers',
  'settlement.review': 'employers',
  'certification.read': 'employers',
  'certification.review': 'employers',
  'registration.write': 'employers',
  'company.read': 'employers',
  'company.write': 'employers',
  'company.settle': 'employers',
  'org.read': 'settings',
  'org.manage': 'settings',
  'process.read': 'settings',
  'policy.read': 'settings',
  'policy.manage': 'settings',
  'school.manage': 'settings',
  'job.manage': 'settings',
};

export const PERMISSION_GROUPS = {
  sources: '生源信息',
  agreements: '网签协议',
  personal: '个人信息',
  accounts: '账号和记录',
  employers: '用人单位',
  settings: '学校设置',
  everyday: '日常',
} as const;
export type PermissionGroup = keyof typeof PERMISSION_GROUPS;

export interface PermissionSection {
  group: PermissionGroup;
  label: string;
  permissions: { code: Permission; label: string }[];
}

export function rolesOf(audience: Audience): RoleCode[] {
  return (Object.keys(ROLES) as RoleCode[]).filter((role) => ROLES[role].audience === audience);
}

export function holds(role: RoleCode, permission: Permission): boolean {
  return (ROLES[role].permissions as readonly Permission[]).includes(permission);
}

/** What the roles of an audience can hold at all, by heading, in the order of the catalogue. */
export function permissionSections(audience: Audience): PermissionSection[] {
  const roles = rolesOf(audience);
  const known = (Object.keys(PERMISSIONS) as Permission[]).filter((code) => roles.some((role) => holds(role, code)));
  return (Object.keys(PERMISSION_GROUPS) as PermissionGroup[])
    .map((group) => ({
      group,
      label: PERMISSION_GROUPS[group],
      permissions: known.filter((code) => GROUP_OF[code] === group).map((code) => ({ code, label: PERMISSIONS[code] })),
    }))
    .filter((section) => section.permissions.length > 0);
}

/**
 * How far a teacher's role reaches. `school` takes no units; the others must name some: a grant without units counts for
 * the whole school, so an empty list is never "nothing", it is everything.
 */
export const ROLE_REACH = {
  center_admin: 'school',
  center_staff: 'school',
  auditor: 'school',
  college_admin: 'colleges',
  counsellor: 'units',
} as const satisfies Partial<Record<RoleCode, RoleReach>>;
export type RoleReach = 'school' | 'colleges' | 'units';
export type TeacherRole = keyof typeof ROLE_REACH;
export const TEACHER_ROLES = Object.keys(ROLE_REACH) as TeacherRole[];

export const ROLE_REACH_LABELS: Record<RoleReach, string> = {
  school: '全校',
  colleges: '指定的学院',
  units: '指定的班级或学院',
};

export interface GrantUnits {
  collegeIds: readonly string[];
  classIds: readonly string[];
}

/** Why a role cannot be given with these units, in a sentence; null when it can. */
export function grantProblem(role: TeacherRole, { collegeIds, classIds }: GrantUnits): string | null {
  const label = ROLES[role].label;
  switch (ROLE_REACH[role]) {
    case 'school':
      return collegeIds.length + classIds.length > 0 ? `${label}管全校，不用选学院和班级。` : null;
    case 'colleges':
      if (classIds.length > 0) return `${label}按学院管，不能选班级。`;
      return collegeIds.length === 0 ? `请给${label}选至少一个学院。` : null;
    case 'units':
      return collegeIds.length + classIds.length === 0 ? `请给${label}选至少一个班级或学院。` : null;
  }
}
