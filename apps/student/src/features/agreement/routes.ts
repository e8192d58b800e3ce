import type { RouteRecordRaw } from 'vue-router';

export const agreementRoutes: RouteRecordRaw[] = [
  {
    path: 'agreement',
    name: 'agreement',
    component: () => import('./pages/AgreementPage.vue'),
    meta: { title: '我的协议书' },
  },
];
