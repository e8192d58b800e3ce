import type { RouteRecordRaw } from 'vue-router';

/** Where an invitation leads: the short address with the code to type, or the whole link. */
export const joinRoutes: RouteRecordRaw[] = [
  {
    path: '/join',
    name: 'join-code',
    component: () => import('./pages/JoinCodePage.vue'),
    meta: { public: true, title: '输入邀请码' },
  },
  {
    path: '/join/:token',
    name: 'join',
    component: () => import('./pages/JoinPage.vue'),
    props: true,
    meta: { public: true, title: '加入单位' },
  },
];
