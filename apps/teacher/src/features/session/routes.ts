import type { RouteRecordRaw } from 'vue-router';

export const loginRoutes = (area: 'teacher' | 'platform'): RouteRecordRaw[] => [
  {
    path: '/login',
    name: 'login',
    component: () => import('./pages/LoginPage.vue'),
    props: { area },
    meta: { public: true, title: area === 'platform' ? '运营登录' : '教师登录' },
  },
];
