import type { RouteRecordRaw } from 'vue-router';

export const workbenchRoutes: RouteRecordRaw[] = [
  {
    path: '',
    name: 'workbench',
    component: () => import('./pages/WorkbenchPage.vue'),
    meta: { title: '工作台', permission: 'workspace.read' },
  },
];
