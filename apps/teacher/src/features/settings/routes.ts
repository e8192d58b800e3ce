import type { RouteRecordRaw } from 'vue-router';

export const settingsRoutes: RouteRecordRaw[] = [
  {
    path: 'settings/org',
    name: 'org',
    component: () => import('./pages/OrgPage.vue'),
    meta: { title: '学院专业班级', permission: 'org.read' },
  },
  {
    path: 'settings/org/import',
    name: 'org-import',
    component: () => import('./pages/OrgImportPage.vue'),
    meta: { title: '导入学院专业班级', permission: 'org.manage' },
  },
  {
    path: 'settings/cohorts',
    name: 'cohorts',
    component: () => import('./pages/CohortsPage.vue'),
    meta: { title: '届别', permission: 'org.manage' },
  },
  {
    path: 'settings/policy',
    name: 'policy',
    component: () => import('./pages/PolicyPage.vue'),
    meta: { title: '学校参数', permission: 'policy.read' },
  },
];
