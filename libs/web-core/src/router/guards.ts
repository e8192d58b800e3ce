import type { Permission } from '@qiancheng/shared';
import { toast } from '@qiancheng/web-ui';
import { nextTick } from 'vue';
import type { RouteLocationNormalized, RouteLocationRaw, Router } from 'vue-router';
import { useSession } from '../session/session.js';

declare module 'vue-router' {
  interface RouteMeta {
    /** reachable without signing in */
    public?: boolean;
    permission?: Permission;
    title?: string;
  }
}

export interface GuardNames {
  login: string;
  /** where a log-in goes on that is not complete */
  step: string;
  forbidden: string;
  /** stands behind the page's title in the tab, for example 用人单位 · 签程 */
  appTitle: string;
  /** what the session could not be asked for: offline or server down */
  onUnreachable?: (error: unknown) => void;
}

/** Only addresses inside this application are followed after signing in. */
export function returnPath(value: unknown, fallback = '/'): string {
  return typeof value === 'string' && value.startsWith('/') && !value.startsWith('//') ? value : fallback;
}

const CHUNK_GONE = /dynamically imported module|preload CSS|Importing a module script/;
const RELOADED = 'qc-reloaded-at';
const ONCE_MS = 10_000;

/**
 * A page's code did not come. Offline: say so and stay. Online: the server has a newer version whose files have other names,
 * so load the wanted address afresh, once.
 */
export function followLostChunk(error: unknown, href: string, onLost: (error: unknown) => void): boolean {
  if (!(error instanceof Error) || !CHUNK_GONE.test(error.message)) return false;
  if (!navigator.onLine) {
    toast('网络断开了，这一页没有打开。连上后再试。', 'seal');
    return true;
  }
  const now = Date.now();
  if (now - Number(sessionStorage.getItem(RELOADED) ?? 0) < ONCE_MS) {
    onLost(error);
    return true;
  }
  sessionStorage.setItem(RELOADED, String(now));
  location.assign(href);
  return true;
}

/** A log-in that is not complete: its next step, or a page that needs none. */
function goOn(to: RouteLocationNormalized, names: GuardNames): RouteLocationRaw | true {
  if (to.name === names.step || (to.meta.public && to.name !== names.login)) return true;
  const back = to.name === names.login ? to.query : { to: to.fullPath };
  return { name: names.step, query: to.fullPath === '/' ? {} : back };
}

/** Signing in first, permissions second, then title and focus: a new page is announced to people who cannot see it. */
export function installGuards(router: Router, names: GuardNames): void {
  router.beforeEach(async (to) => {
    const session = useSession();
    try {
      await session.load();
    } catch (error) {
      names.onUnreachable?.(error);
      return true;
    }
    if (session.status === 'step') return goOn(to, names);
    if ((to.name === names.login || to.name === names.step) && session.status === 'in')
      return returnPath(to.query['to']);
    if (to.name === names.step) return { name: names.login, query: to.query };
    if (!to.meta.public && session.status === 'out') {
      return { name: names.login, query: to.fullPath === '/' ? {} : { to: to.fullPath } };
    }
    if (to.meta.permission && session.status === 'in' && !session.can(to.meta.permission)) {
      return { name: names.forbidden, query: { from: to.fullPath } };
    }
    return true;
  });
  router.onError((error, to) => {
    followLostChunk(error, router.resolve(to.fullPath).href, (lost) => names.onUnreachable?.(lost));
  });
  router.afterEach((to, from, failure) => {
    if (failure) return;
    document.title = [to.meta.title, names.appTitle].filter(Boolean).join(' · ');
    const firstPage = from.matched.length === 0;
    if (firstPage || to.path === from.path) return;
    void nextTick(() => {
      const main = document.getElementById('main');
      // a page that has put the focus where one begins keeps it
      if (!main?.contains(document.activeElement)) main?.focus({ preventScroll: true });
    });
  });
}
