import type { RouteRecordRaw } from 'vue-router';

export const libraryRoutes: RouteRecordRaw[] = [
  {
    path: 'units',
    name: 'library',
    component: () => import('./pages/LibraryPage.vue'),
    meta: { title: '单位库', permission: 'directory.read' },
  },
  {
    path: 'units/import',
    name: 'library-import',
    component: () => import('./pages/LibraryImportPage.vue'),
    meta: { title: '导入单位库', permission: 'directory.import' },
  },
];
