import type { RouteRecordRaw } from 'vue-router';

/** Before there is a unit: no bar at the side, each step its own address. */
export const registrationRoutes: RouteRecordRaw[] = [
  {
    path: '/register',
    component: () => import('./RegisterLayout.vue'),
    meta: { public: true },
    children: [
      { path: '', name: 'register', redirect: { name: 'register-company' } },
      {
        path: 'company',
        name: 'register-company',
        component: () => import('./pages/CompanyStep.vue'),
        meta: { title: '登记单位，查找单位' },
      },
      {
        path: 'account',
        name: 'register-account',
        component: () => import('./pages/AccountStep.vue'),
        meta: { title: '登记单位，账号' },
      },
      {
        path: 'certification',
        name: 'register-facts',
        component: () => import('./pages/FactsStep.vue'),
        meta: { title: '登记单位，认证资料' },
      },
      {
        path: 'services',
        name: 'register-services',
        component: () => import('./pages/ServicesStep.vue'),
        meta: { title: '登记单位，招聘服务' },
      },
      {
        path: 'request',
        name: 'register-request',
        component: () => import('./pages/RequestStep.vue'),
        meta: { title: '申请加入单位' },
      },
      {
        path: 'wechat',
        name: 'register-wechat',
        component: () => import('./pages/WechatStep.vue'),
        meta: { title: '登记单位，绑定微信' },
      },
    ],
  },
  {
    path: '/register/letter',
    name: 'register-letter',
    component: () => import('./pages/LetterPage.vue'),
    meta: { public: true, title: '账号授权书' },
  },
  {
    path: '/status',
    name: 'status',
    component: () => import('./pages/StatusPage.vue'),
    meta: { title: '审核进度', permission: 'registration.write' },
  },
  {
    path: '/status/:id/edit',
    name: 'repair',
    component: () => import('./pages/RepairPage.vue'),
    props: true,
    meta: { title: '补充认证资料', permission: 'registration.write' },
  },
];
