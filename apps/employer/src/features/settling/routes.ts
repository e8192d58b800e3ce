import type { RouteRecordRaw } from 'vue-router';

export const settlingRoutes: RouteRecordRaw[] = [
  {
    path: 'schools',
    name: 'schools',
    component: () => import('./pages/SchoolsPage.vue'),
    meta: { title: '入驻学校', permission: 'company.read' },
  },
];
