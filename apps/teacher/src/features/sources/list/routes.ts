import type { RouteRecordRaw } from 'vue-router';

export const sourceListRoutes: RouteRecordRaw[] = [
  {
    path: 'sources',
    name: 'sources',
    component: () => import('./SourceListPage.vue'),
    meta: { title: '生源信息', permission: 'source.read' },
  },
];
