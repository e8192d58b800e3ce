import { installGuards } from '@qiancheng/web-core';
import { ref } from 'vue';
import { createRouter, createWebHistory, type Router } from 'vue-router';
import { agreementRoutes } from '../features/agreements/routes.js';
import { companyRoutes } from '../features/company/routes.js';
import { joinRoutes } from '../features/join/routes.js';
import { memberRoutes } from '../features/members/routes.js';
import { inboxRoutes, messageRoutes } from '../features/messages/routes.js';
import { registrationRoutes } from '../features/registration/routes.js';
import { ownAccountRoutes, sessionRoutes } from '../features/session/routes.js';
import { settlingRoutes } from '../features/settling/routes.js';
import { systemRoutes } from '../features/system/routes.js';
import { workbenchRoutes } from '../features/workbench/routes.js';
import { workspaceRoutes } from '../features/workspaces/routes.js';
import { leadToStanding } from './standing.js';

/** The session could not be asked for: nothing can be shown, and nobody is signed out either. */
export const unreachable = ref(false);

/** School and cohort are the workspace. The address carries both, so that a link opens the right one. */
export function createAppRouter(): Router {
  const router = createRouter({
    history: createWebHistory('/employer/'),
    routes: [
      ...sessionRoutes,
      ...registrationRoutes,
      ...joinRoutes,
      ...workspaceRoutes,
      {
        path: '/',
        component: () => import('../layouts/CompanyLayout.vue'),
        children: [...companyRoutes, ...settlingRoutes, ...memberRoutes, ...inboxRoutes, ...ownAccountRoutes],
      },
      {
        path: '/:schoolCode(\\d{5})/:cohort(\\d{4})',
        component: () => import('../layouts/WorkspaceLayout.vue'),
        props: (route) => ({
          schoolCode: String(route.params['schoolCode']),
          cohort: Number(route.params['cohort']),
        }),
        children: [...workbenchRoutes, ...agreementRoutes, ...messageRoutes],
      },
      ...systemRoutes,
    ],
    scrollBehavior: (to, from, saved) => {
      if (saved) return saved;
      return to.path === from.path ? false : { top: 0 };
    },
  });
  installGuards(router, {
    login: 'login',
    step: 'step',
    forbidden: 'forbidden',
    appTitle: '用人单位 · 签程',
    onUnreachable: () => {
      unreachable.value = true;
    },
  });
  router.beforeEach(leadToStanding);
  return router;
}
