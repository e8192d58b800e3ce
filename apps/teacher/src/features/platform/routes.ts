import type { RouteRecordRaw } from 'vue-router';

export const platformRoutes: RouteRecordRaw[] = [
  {
    path: '',
    name: 'schools',
    component: () => import('./pages/SchoolsPage.vue'),
    meta: { title: '学校', permission: 'school.manage' },
  },
  {
    path: 'jobs',
    name: 'jobs',
    component: () => import('./pages/JobsPage.vue'),
    meta: { title: '任务', permission: 'job.manage' },
  },
];
