import type { RouteRecordRaw } from 'vue-router';

/** Pages that fill the screen: they bring their own bar. */
export const sourcePages: RouteRecordRaw[] = [
  {
    path: '/source',
    name: 'source',
    component: () => import('./pages/SourcePage.vue'),
    meta: { title: '生源信息' },
  },
  {
    path: '/source/versions',
    name: 'source-versions',
    component: () => import('./pages/VersionsPage.vue'),
    meta: { title: '历次版本' },
  },
];
