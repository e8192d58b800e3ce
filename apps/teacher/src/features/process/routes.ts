import type { RouteRecordRaw } from 'vue-router';

export const processRoutes: RouteRecordRaw[] = [
  {
    path: 'process',
    name: 'process',
    component: () => import('./pages/ProcessChartPage.vue'),
    meta: { title: '签约流程', permission: 'process.read' },
  },
];
