import type { RouteRecordRaw } from 'vue-router';

export const workspaceRoutes: RouteRecordRaw[] = [
  {
    path: '/',
    name: 'workspaces',
    component: () => import('./pages/WorkspacesPage.vue'),
    meta: { title: '选择学校和届别' },
  },
];
