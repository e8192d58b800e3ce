import type { RouteRecordRaw } from 'vue-router';
import { directoryRoutes } from '../directory/routes.js';

export const platformRoutes: RouteRecordRaw[] = [
  {
    path: '',
    name: 'schools',
    component: () => import('./pages/SchoolsPage.vue'),
    meta: { title: '学校', permission: 'school.manage' },
  },
  {
    path: 'certifications',
    name: 'certifications',
    component: () => import('../units/pages/CertificationListPage.vue'),
    meta: { title: '单位认证', permission: 'certification.read' },
  },
  {
    path: 'certifications/:id',
    name: 'certification',
    component: () => import('../units/pages/CertificationPage.vue'),
    props: true,
    meta: { title: '审核单位认证', permission: 'certification.read' },
  },
  ...directoryRoutes,
  {
    path: 'messages',
    name: 'messages',
    component: () => import('../messages/pages/MessagesPage.vue'),
    meta: { title: '消息', permission: 'notification.read' },
  },
  {
    path: 'schools/open',
    name: 'open-school',
    component: () => import('./pages/OpenSchoolPage.vue'),
    meta: { title: '开通学校', permission: 'school.manage' },
  },
  {
    path: 'schools/:schoolCode(\\d{5})',
    name: 'school',
    component: () => import('./pages/SchoolPage.vue'),
    meta: { title: '学校', permission: 'school.manage' },
  },
  {
    path: 'jobs',
    name: 'jobs',
    component: () => import('./pages/JobsPage.vue'),
    meta: { title: '任务', permission: 'job.manage' },
  },
];
