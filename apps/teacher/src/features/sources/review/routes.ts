import type { RouteRecordRaw } from 'vue-router';

export const sourceReviewRoutes: RouteRecordRaw[] = [
  {
    path: 'sources/acts',
    name: 'source-acts',
    component: () => import('../bulk/pages/SourceActsPage.vue'),
    meta: { title: '批量办理的结果', permission: 'source.edit' },
  },
  {
    path: 'sources/acts/:id',
    name: 'source-act',
    component: () => import('../bulk/pages/SourceActPage.vue'),
    props: true,
    meta: { title: '批量办理的结果', permission: 'source.edit' },
  },
  {
    path: 'sources/:id',
    name: 'source',
    component: () => import('./pages/SourceReviewPage.vue'),
    props: true,
    meta: { title: '审核生源信息', permission: 'source.read' },
  },
];
