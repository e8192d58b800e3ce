import type { RouteRecordRaw } from 'vue-router';

export const directoryRoutes: RouteRecordRaw[] = [
  {
    path: 'my/units',
    name: 'units',
    component: () => import('./pages/DirectoryPage.vue'),
    meta: { title: '单位库', permission: 'directory.read' },
  },
];
