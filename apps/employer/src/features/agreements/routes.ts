import type { RouteRecordRaw } from 'vue-router';

export const agreementRoutes: RouteRecordRaw[] = [
  { path: 'agreements', redirect: (to) => ({ name: 'agreements', params: { ...to.params, tab: 'pending' } }) },
  {
    path: 'agreements/:tab(signable|pending|signed|terminated)',
    name: 'agreements',
    component: () => import('./pages/AgreementsPage.vue'),
    props: true,
    meta: { title: '网签协议', permission: 'case.list' },
  },
  {
    path: 'cases/:id',
    name: 'case',
    component: () => import('./pages/CasePage.vue'),
    props: true,
    meta: { title: '协议', permission: 'case.read' },
  },
  {
    path: 'cases/:id/edit',
    name: 'invite',
    component: () => import('./pages/InvitePage.vue'),
    props: true,
    meta: { title: '邀请学生', permission: 'case.invite' },
  },
];
