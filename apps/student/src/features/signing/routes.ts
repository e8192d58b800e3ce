import type { RouteRecordRaw } from 'vue-router';

export const signingRoutes: RouteRecordRaw[] = [
  {
    path: '/agreement/:id/sign',
    name: 'sign',
    component: () => import('./pages/SignPage.vue'),
    props: true,
    meta: { title: '签名' },
  },
];
