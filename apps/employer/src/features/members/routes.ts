import type { RouteRecordRaw } from 'vue-router';

export const memberRoutes: RouteRecordRaw[] = [
  {
    path: 'members',
    name: 'members',
    component: () => import('./pages/MembersPage.vue'),
    meta: { title: '成员', permission: 'member.read' },
  },
];
