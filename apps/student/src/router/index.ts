import { installGuards } from '@qiancheng/web-core';
import { createRouter, createWebHistory, type Router } from 'vue-router';
import { accountRoutes, loginRoutes } from '../features/account/routes.js';
import { agreementRoutes } from '../features/agreement/routes.js';
import { directoryRoutes } from '../features/directory/routes.js';
import { homeRoutes } from '../features/home/routes.js';
import { invitationPages, invitationRoutes } from '../features/invitations/routes.js';
import { messageRoutes } from '../features/messages/routes.js';
import { privacyRoutes } from '../features/privacy/routes.js';
import { signingRoutes } from '../features/signing/routes.js';
import { sourcePages } from '../features/source/routes.js';
import TabLayout from '../layouts/TabLayout.vue';

export function createStudentRouter(): Router {
  const router = createRouter({
    history: createWebHistory('/student/'),
    routes: [
      ...loginRoutes,
      {
        path: '/',
        component: TabLayout,
        children: [
          ...homeRoutes,
          ...invitationRoutes,
          ...agreementRoutes,
          ...accountRoutes,
          ...directoryRoutes,
          ...privacyRoutes,
          ...messageRoutes,
        ],
      },
      ...invitationPages,
      ...signingRoutes,
      ...sourcePages,
      {
        path: '/:rest(.*)*',
        name: 'missing',
        component: () => import('../layouts/MissingPage.vue'),
        meta: { title: '没有这个页面' },
      },
    ],
    scrollBehavior: (to, from, saved) => {
      if (saved) return saved;
      // Changing what an address asks for (order, base column) is not another page.
      if (to.path === from.path) return {};
      return { top: 0 };
    },
  });
  installGuards(router, { login: 'login', step: 'step', forbidden: 'missing', appTitle: '毕业生端 · 签程' });
  return router;
}
