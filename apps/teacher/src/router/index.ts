import { installGuards } from '@qiancheng/web-core';
import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router';
import { agreementRoutes } from '../features/agreements/routes.js';
import { homeRoutes } from '../features/home/routes.js';
import { libraryRoutes } from '../features/library/routes.js';
import { messageRoutes } from '../features/messages/routes.js';
import { peopleRoutes } from '../features/people/routes.js';
import { platformPeopleRoutes } from '../features/platform-people/routes.js';
import { platformRoutes } from '../features/platform/routes.js';
import { processRoutes } from '../features/process/routes.js';
import { settingsRoutes } from '../features/settings/routes.js';
import { loginRoutes, ownAccountRoute } from '../features/session/routes.js';
import { sourceImportRoutes } from '../features/sources/import/routes.js';
import { sourceReviewRoutes } from '../features/sources/review/routes.js';
import { sourceListRoutes } from '../features/sources/list/routes.js';
import { unitRoutes } from '../features/units/routes.js';

export type Area = 'teacher' | 'platform';

const BASE: Record<Area, string> = { teacher: '/teacher/', platform: '/teacher/platform/' };
const TITLE: Record<Area, string> = { teacher: '教师端 · 签程', platform: '平台运营 · 签程' };

export function areaOf(path: string): Area {
  return /^\/teacher\/platform(\/|$)/.test(path) ? 'platform' : 'teacher';
}

const lost: RouteRecordRaw[] = [
  {
    path: '/forbidden',
    name: 'forbidden',
    component: () => import('../features/session/pages/LostPage.vue'),
    props: { state: 'forbidden' },
    meta: { title: '没有权限' },
  },
  {
    path: '/:rest(.*)*',
    name: 'missing',
    component: () => import('../features/session/pages/LostPage.vue'),
    props: { state: 'missing' },
    meta: { title: '没有这个页面' },
  },
];

export function createPortalRouter(area: Area): Router {
  const inside =
    area === 'platform'
      ? [...platformRoutes, ...platformPeopleRoutes]
      : [
          ...homeRoutes,
          ...sourceListRoutes,
          ...agreementRoutes,
          ...sourceReviewRoutes,
          ...libraryRoutes,
          ...unitRoutes,
          ...peopleRoutes,
          ...sourceImportRoutes,
          ...processRoutes,
          ...settingsRoutes,
          ...messageRoutes,
        ];
  const router = createRouter({
    history: createWebHistory(BASE[area]),
    routes: [
      ...loginRoutes(area),
      {
        path: '/',
        component:
          area === 'platform'
            ? () => import('../layouts/PlatformShell.vue')
            : () => import('../layouts/TeacherShell.vue'),
        children: [...inside, ownAccountRoute, ...lost],
      },
    ],
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  });
  installGuards(router, { login: 'login', step: 'step', forbidden: 'forbidden', appTitle: TITLE[area] });
  return router;
}
