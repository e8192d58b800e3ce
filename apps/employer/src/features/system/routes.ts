import type { RouteRecordRaw } from 'vue-router';

export const systemRoutes: RouteRecordRaw[] = [
  {
    path: '/forbidden',
    name: 'forbidden',
    component: () => import('./pages/ForbiddenPage.vue'),
    meta: { title: '没有权限' },
  },
  {
    path: '/:path(.*)*',
    name: 'missing',
    component: () => import('./pages/MissingPage.vue'),
    meta: { public: true, title: '没有这一页' },
  },
];
