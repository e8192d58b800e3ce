import type { RouteRecordRaw } from 'vue-router';

export const loginRoute: RouteRecordRaw = {
  path: '/login',
  name: 'login',
  component: () => import('./pages/LoginPage.vue'),
  meta: { public: true, title: '登录' },
};

export const accountRoutes: RouteRecordRaw[] = [
  { path: 'my', name: 'my', component: () => import('./pages/MyPage.vue'), meta: { title: '我的' } },
];
