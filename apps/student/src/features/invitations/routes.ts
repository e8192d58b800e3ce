import type { RouteRecordRaw } from 'vue-router';

export const invitationRoutes: RouteRecordRaw[] = [
  {
    path: 'invitations',
    name: 'invitations',
    component: () => import('./pages/InvitationsPage.vue'),
    meta: { title: '邀约' },
  },
];

/** Pages that fill the screen: they bring their own bar. */
export const invitationPages: RouteRecordRaw[] = [
  {
    path: '/invitations/compare',
    name: 'compare',
    component: () => import('./pages/ComparePage.vue'),
    meta: { title: '比较邀约' },
  },
  {
    path: '/invitations/:id',
    name: 'invitation',
    component: () => import('./pages/InvitationPage.vue'),
    props: true,
    meta: { title: '邀约详情' },
  },
];
