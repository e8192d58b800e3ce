import type { RouteRecordRaw } from 'vue-router';

export const unitRoutes: RouteRecordRaw[] = [
  {
    path: 'settlements',
    name: 'settlements',
    component: () => import('./pages/SettlementListPage.vue'),
    meta: { title: '入驻单位', permission: 'settlement.read' },
  },
  {
    path: 'settlements/:id',
    name: 'settlement',
    component: () => import('./pages/SettlementPage.vue'),
    props: true,
    meta: { title: '审核入驻单位', permission: 'settlement.read' },
  },
];
