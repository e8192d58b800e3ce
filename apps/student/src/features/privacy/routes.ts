import type { RouteRecordRaw } from 'vue-router';

export const privacyRoutes: RouteRecordRaw[] = [
  {
    path: 'my/access',
    name: 'access',
    component: () => import('./pages/AccessPage.vue'),
    meta: { title: '谁看过我的信息' },
  },
];
