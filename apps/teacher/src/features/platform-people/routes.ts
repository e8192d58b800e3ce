import type { RouteRecordRaw } from 'vue-router';

export const platformPeopleRoutes: RouteRecordRaw[] = [
  {
    path: 'schools/:schoolCode/admins',
    name: 'school-admins',
    component: () => import('./pages/SchoolAdminsPage.vue'),
    props: true,
    meta: { title: '学校管理员', permission: 'account.open' },
  },
  {
    path: 'schools/:schoolCode/admins/:id',
    name: 'school-admin',
    component: () => import('./pages/SchoolAdminPage.vue'),
    props: true,
    meta: { title: '学校管理员', permission: 'account.open' },
  },
  {
    path: 'operators',
    name: 'operators',
    component: () => import('./pages/OperatorsPage.vue'),
    meta: { title: '运营账号', permission: 'account.open' },
  },
  {
    path: 'operators/:id',
    name: 'operator',
    component: () => import('./pages/OperatorPage.vue'),
    props: true,
    meta: { title: '运营账号', permission: 'account.open' },
  },
  {
    path: 'records',
    name: 'platform-records',
    component: () => import('./pages/PlatformRecordsPage.vue'),
    meta: { title: '操作记录', permission: 'audit.read' },
  },
];
