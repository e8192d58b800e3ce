import type { RouteRecordRaw } from 'vue-router';

/** Before one is in. */
export const loginRoutes: RouteRecordRaw[] = [
  {
    path: '/login',
    name: 'login',
    component: () => import('./pages/LoginPage.vue'),
    meta: { public: true, title: '登录' },
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

export const accountRoutes: RouteRecordRaw[] = [
  { path: 'my', name: 'my', component: () => import('./pages/MyPage.vue'), meta: { title: '我的' } },
  {
    path: 'my/account',
    name: 'account',
    component: () => import('./pages/AccountPage.vue'),
    meta: { title: '我的账号' },
  },
  {
    path: 'welcome',
    name: 'welcome',
    component: () => import('./pages/WelcomePage.vue'),
    meta: { title: '账号激活好了' },
  },
];
