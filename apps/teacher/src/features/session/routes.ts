import type { RouteRecordRaw } from 'vue-router';

/** Before one is in. */
export const loginRoutes = (area: 'teacher' | 'platform'): RouteRecordRaw[] => [
  {
    path: '/login',
    name: 'login',
    component: () => import('./pages/LoginPage.vue'),
    props: { area },
    meta: { public: true, title: area === 'platform' ? '运营登录' : '教师登录' },
  },
  {
    path: '/login/next',
    name: 'step',
    component: () => import('./pages/StepPage.vue'),
    meta: { public: true, title: '完成登录' },
  },
  {
    path: '/login/forgot',
    name: 'forgot',
    component: () => import('./pages/ForgotPage.vue'),
    meta: { public: true, title: '找回密码' },
  },
  {
    path: '/wx/:ticket',
    name: 'wechat',
    component: () => import('./pages/WechatPage.vue'),
    props: true,
    meta: { public: true, title: '微信确认' },
  },
];

/** One's own account, in both areas. */
export const ownAccountRoute: RouteRecordRaw = {
  path: 'account',
  name: 'account',
  component: () => import('./pages/AccountPage.vue'),
  meta: { title: '我的账号' },
};
