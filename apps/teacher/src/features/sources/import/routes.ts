import type { RouteRecordRaw } from 'vue-router';

export const sourceImportRoutes: RouteRecordRaw[] = [
  {
    path: 'sources/import',
    name: 'source-import',
    component: () => import('./SourceImportPage.vue'),
    meta: { title: '导入生源信息', permission: 'source.import' },
  },
];
