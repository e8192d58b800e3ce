import type { RouteRecordRaw } from 'vue-router';

export const peopleRoutes: RouteRecordRaw[] = [
  {
    path: 'staff',
    name: 'staff',
    component: () => import('./pages/StaffPage.vue'),
    meta: { title: '教师账号', permission: 'staff.read' },
  },
  {
    path: 'staff/import',
    name: 'staff-import',
    component: () => import('./pages/StaffImportPage.vue'),
    meta: { title: '导入教师账号', permission: 'staff.manage' },
  },
  {
    path: 'staff/:id',
    name: 'staff-account',
    component: () => import('./pages/StaffAccountPage.vue'),
    props: true,
    meta: { title: '教师账号', permission: 'staff.read' },
  },
  {
    path: 'student-accounts',
    name: 'student-accounts',
    component: () => import('./pages/StudentAccountsPage.vue'),
    meta: { title: '学生账号', permission: 'student_account.read' },
  },
  {
    path: 'student-accounts/acts',
    name: 'student-acts',
    component: () => import('./pages/StudentActsPage.vue'),
    meta: { title: '办理结果和激活单', permission: 'student_account.manage' },
  },
  {
    path: 'student-accounts/acts/:id',
    name: 'student-act',
    component: () => import('./pages/StudentActPage.vue'),
    props: true,
    meta: { title: '办理结果', permission: 'student_account.manage' },
  },
  {
    path: 'student-accounts/:id',
    name: 'student-account',
    component: () => import('./pages/StudentAccountPage.vue'),
    props: true,
    meta: { title: '学生账号', permission: 'student_account.read' },
  },
  {
    path: 'rights',
    name: 'rights',
    component: () => import('./pages/RightsPage.vue'),
    meta: { title: '角色与权限', permission: 'staff.read' },
  },
  {
    path: 'records',
    name: 'records',
    component: () => import('./pages/RecordsPage.vue'),
    meta: { title: '操作记录', permission: 'audit.read' },
  },
];
