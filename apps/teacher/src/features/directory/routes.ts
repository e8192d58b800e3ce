import type { RouteRecordRaw } from 'vue-router';

/** The operators' directory of units. */
export const directoryRoutes: RouteRecordRaw[] = [
  {
    path: 'units',
    name: 'units',
    component: () => import('./pages/UnitListPage.vue'),
    meta: { title: '单位库', permission: 'directory.manage' },
  },
  {
    path: 'units/duplicates',
    name: 'unit-duplicates',
    component: () => import('./pages/DuplicatesPage.vue'),
    meta: { title: '疑似重复', permission: 'directory.manage' },
  },
  {
    path: 'units/merge',
    name: 'unit-merge',
    component: () => import('./pages/MergePage.vue'),
    meta: { title: '合并单位', permission: 'directory.manage' },
  },
  {
    path: 'units/:id',
    name: 'unit',
    component: () => import('./pages/UnitPage.vue'),
    props: true,
    meta: { title: '单位', permission: 'directory.manage' },
  },
];
