/** The whole catalogue of permissions: a route asks for one of these or the API does not boot. */
export const PERMISSIONS = {
  'notification.read': '查看消息',
  'job.read': '查看自己的任务',
  'document.read': '下载文件',
  'preference.write': '保存个人设置',
  'workspace.read': '选择学校和届别',
  'student.search': '查找可邀请的学生',
  'case.read': '查看协议',
  'case.list': '查看协议名单',
  'case.invite': '邀请学生、管理邀约',
  'case.answer': '答复邀约',
  'case.apply': '发起签约',
  'case.employer_sign': '确认签约',
  'case.confirm': '复核确认',
  'case.sign': '签名',
  'case.amend': '申请变更协议',
  'case.review': '审核协议',
  'case.mark_seal': '登记签章',
  'case.file': '备案',
  'case.print': '打印协议书',
  'case.void': '作废协议',
  'case.suspend': '冻结、解冻协议',
  'case.reveal': '查看隐去的个人信息',
  'home.read': '查看工作台',
  'org.read': '查看学院和班级',
  'process.read': '查看学校的流程图',
  'audit.read': '查看操作记录',
  'staff.read': '查看教师账号和权限',
  'staff.manage': '管理教师账号和权限',
  'student_account.read': '查看学生账号',
  'student_account.manage': '重置、解绑、解锁学生账号',
  'source.read': '查看生源信息',
  'source.write': '核验自己的生源信息',
  'source.review': '审核生源信息',
  'source.edit': '修改生源信息',
  'source.import': '导入生源信息',
  'source.move': '给学生换届',
  'source.export': '导出生源信息',
  'source.export_clear': '导出不隐去的个人信息',
  'org.manage': '维护学院、专业、班级和届别',
  'policy.read': '查看学校参数',
  'policy.manage': '设置学校参数',
  'settlement.read': '查看入驻单位',
  'settlement.review': '审核入驻单位',
  'directory.read': '查看单位库',
  'directory.import': '导入单位库',
  'directory.manage': '维护单位库',
  'certification.read': '查看单位认证',
  'certification.review': '审核单位认证',
  'registration.write': '登记单位',
  'company.read': '查看本单位资料',
  'company.write': '维护本单位资料',
  'company.settle': '申请入驻学校',
  'member.read': '查看本单位成员',
  'member.manage': '管理本单位成员',
  'account.open': '开通学校管理账号',
  'school.manage': '管理学校',
  'job.manage': '管理任务队列',
  'case.system': '系统自动处理',
} as const;
export type Permission = keyof typeof PERMISSIONS;

export const AUDIENCES = ['teacher', 'student', 'employer', 'platform', 'public'] as const;
export type Audience = (typeof AUDIENCES)[number];

const COMMON: Permission[] = ['notification.read', 'job.read', 'document.read', 'preference.write'];
const STAFF: Permission[] = [
  ...COMMON,
  'case.read',
  'case.list',
  'home.read',
  'org.read',
  'process.read',
  'directory.read',
  'source.read',
];
/** Who looks after students helps them with their accounts, too. */
const REVIEWER: Permission[] = [
  ...STAFF,
  'case.review',
  'case.print',
  'case.reveal',
  'case.file',
  'student_account.read',
  'student_account.manage',
  'source.review',
  'source.edit',
  'source.export',
];
const COLLEGE: Permission[] = [...REVIEWER, 'case.mark_seal', 'staff.read', 'settlement.read', 'source.move'];
const CENTER: Permission[] = [
  ...COLLEGE,
  'policy.read',
  'settlement.review',
  'directory.import',
  'source.import',
  'source.export_clear',
];
const HR: Permission[] = [
  ...COMMON,
  'workspace.read',
  'student.search',
  'case.read',
  'case.list',
  'case.invite',
  'case.employer_sign',
  'case.amend',
  'case.print',
  'company.read',
  'registration.write',
  'member.read',
  'directory.read',
];

export const ROLES = {
  operator: {
    label: '平台运营',
    audience: 'platform',
    permissions: [
      ...COMMON,
      'school.manage',
      'account.open',
      'certification.read',
      'certification.review',
      'directory.read',
      'directory.manage',
      'job.manage',
      'audit.read',
    ],
  },
  center_admin: {
    label: '就业中心管理员',
    audience: 'teacher',
    permissions: [...CENTER, 'case.void', 'case.suspend', 'staff.manage', 'org.manage', 'policy.manage', 'audit.read'],
  },
  center_staff: { label: '就业中心老师', audience: 'teacher', permissions: CENTER },
  college_admin: { label: '学院管理员', audience: 'teacher', permissions: COLLEGE },
  counsellor: { label: '辅导员', audience: 'teacher', permissions: REVIEWER },
  auditor: {
    label: '审计员',
    audience: 'teacher',
    permissions: [...STAFF, 'audit.read', 'staff.read', 'policy.read', 'settlement.read'],
  },
  employer_admin: {
    label: '单位管理员',
    audience: 'employer',
    permissions: [...HR, 'company.write', 'company.settle', 'member.manage'],
  },
  employer_member: { label: '单位经办人', audience: 'employer', permissions: HR },
  /** Signed in at the employer portal, and of no unit yet. */
  employer_applicant: {
    label: '登记中的经办人',
    audience: 'employer',
    permissions: [...COMMON, 'registration.write', 'directory.read'],
  },
  student: {
    label: '毕业生',
    audience: 'student',
    permissions: [
      ...COMMON,
      'case.read',
      'case.list',
      'case.answer',
      'case.apply',
      'case.confirm',
      'case.sign',
      'case.amend',
      'case.print',
      'home.read',
      'directory.read',
      'source.write',
    ],
  },
} as const satisfies Record<string, { label: string; audience: Audience; permissions: readonly Permission[] }>;
export type RoleCode = keyof typeof ROLES;

/** What somebody with these roles may do. */
export function permissionsOf(roles: readonly RoleCode[]): Set<Permission> {
  return new Set(roles.flatMap((role) => [...ROLES[role].permissions]));
}
