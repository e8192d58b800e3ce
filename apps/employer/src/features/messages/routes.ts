import type { RouteRecordRaw } from 'vue-router';

export const messageRoutes: RouteRecordRaw[] = [
  {
    path: 'messages',
    name: 'messages',
    component: () => import('./pages/MessagesPage.vue'),
    meta: { title: '消息', permission: 'notification.read' },
  },
];
