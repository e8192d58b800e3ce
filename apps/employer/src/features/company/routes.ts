import type { RouteRecordRaw } from 'vue-router';

export const companyRoutes: RouteRecordRaw[] = [
  {
    path: 'company',
    name: 'company',
    component: () => import('./pages/CompanyPage.vue'),
    meta: { title: '单位资料', permission: 'company.read' },
  },
  {
    path: 'company/change',
    name: 'company-change',
    component: () => import('./pages/ChangePage.vue'),
    meta: { title: '变更认证', permission: 'company.write' },
  },
];
