import type { RouteRecordRaw } from 'vue-router';

export const messageRoutes: RouteRecordRaw[] = [
  {
    path: 'messages',
    name: 'messages',
    component: () => import('./pages/MessagesPage.vue'),
    meta: { title: '消息', permission: 'notification.read' },
  },
];

/** The same messages where no school is open: a unit hears of its registration before it works anywhere. */
export const inboxRoutes: RouteRecordRaw[] = [
  {
    path: 'messages',
    name: 'inbox',
    component: () => import('./pages/MessagesPage.vue'),
    meta: { title: '消息', permission: 'notification.read' },
  },
];
