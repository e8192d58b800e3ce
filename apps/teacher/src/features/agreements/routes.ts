import type { RouteRecordRaw } from 'vue-router';

export const agreementRoutes: RouteRecordRaw[] = [
  {
    path: 'agreements',
    name: 'agreements',
    component: () => import('./pages/AgreementListPage.vue'),
    meta: { title: '网签协议', permission: 'case.list' },
  },
  {
    // One page for review, seals and reading: what it offers follows from what the server says can be done.
    path: 'agreements/:id',
    name: 'agreement',
    component: () => import('./pages/AgreementPage.vue'),
    props: true,
    meta: { title: '协议', permission: 'case.read' },
  },
];
