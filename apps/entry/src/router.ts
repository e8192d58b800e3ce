import { nextTick } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';

export const router = createRouter({
  history: createWebHistory('/'),
  routes: [
    { path: '/', name: 'landing', component: () => import('./pages/LandingPage.vue') },
    { path: '/verify', name: 'verify', component: () => import('./pages/VerifyPage.vue') },
    { path: '/outbox', name: 'outbox', component: () => import('./pages/OutboxPage.vue') },
    { path: '/outbox/wechat', name: 'wechat', component: () => import('./pages/WechatPage.vue') },
    { path: '/:path(.*)*', name: 'missing', component: () => import('./pages/MissingPage.vue') },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

const TITLES: Record<string, string> = {
  verify: '验证协议 · 签程',
  outbox: '演示发件箱 · 签程',
  wechat: '微信登录（演示） · 签程',
  missing: '没有这一页 · 签程',
};
router.afterEach((to, from) => {
  document.title = TITLES[String(to.name)] ?? '签程 · 就业协议网签';
  if (from.matched.length && to.path !== from.path) {
    void nextTick(() => document.getElementById('main')?.focus({ preventScroll: true }));
  }
});
