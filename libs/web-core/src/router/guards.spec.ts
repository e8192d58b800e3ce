import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { wireTransport } from '../api/transport.js';
import { useSession } from '../session/session.js';
import { messages } from '@qiancheng/web-ui';
import { followLostChunk, installGuards, returnPath } from './guards.js';

const page = { render: () => null };
const session = (permissions: string[]) => ({
  account: { id: 'a', login: 'hr001', name: '周敏' },
  audience: 'employer',
  school: null,
  roles: [],
  permissions,
  secondStep: null,
  idleSeconds: 7200,
  demo: false,
});

describe('router guards', () => {
  let router: Router;
  let answer: () => Response;
  beforeEach(() => {
    setActivePinia(createPinia());
    wireTransport({ audience: 'employer', onSignedOut: () => undefined });
    vi.stubGlobal('fetch', async () => answer());
    router = createRouter({
      history: createMemoryHistory(),
      routes: [
        { path: '/', component: page, meta: { title: '工作台' } },
        { path: '/login', name: 'login', component: page, meta: { public: true } },
        { path: '/login/next', name: 'step', component: page, meta: { public: true } },
        { path: '/login/forgot', component: page, meta: { public: true } },
        { path: '/forbidden', name: 'forbidden', component: page },
        { path: '/cases', component: page, meta: { permission: 'case.list' } },
      ],
    });
    installGuards(router, { login: 'login', step: 'step', forbidden: 'forbidden', appTitle: '签程' });
  });
  afterEach(() => vi.unstubAllGlobals());
  const signedIn = (...permissions: string[]) => (answer = () => new Response(JSON.stringify(session(permissions))));
  const signedOut = () =>
    (answer = () => new Response(JSON.stringify({ code: 'NOT_AUTHENTICATED', detail: 'x' }), { status: 401 }));

  it('leads to the log-in and keeps where one wanted to go', async () => {
    signedOut();
    await router.push('/cases?q=%E5%BC%A0');
    expect(router.currentRoute.value.name).toBe('login');
    expect(router.currentRoute.value.query['to']).toBe('/cases?q=%E5%BC%A0');
  });

  it('leads a signed-in person away from the log-in, to where they wanted', async () => {
    signedIn('case.list');
    await router.push('/login?to=/cases');
    expect(router.currentRoute.value.path).toBe('/cases');
  });

  it('leads a log-in that is not complete to its next step, and lets it go on from nowhere else', async () => {
    answer = () => new Response(JSON.stringify({ ...session(['case.list']), secondStep: { kind: 'second_factor' } }));
    await router.push('/cases');
    expect(router.currentRoute.value).toMatchObject({ name: 'step', query: { to: '/cases' } });
    await router.push('/login?to=/cases');
    expect(router.currentRoute.value).toMatchObject({ name: 'step', query: { to: '/cases' } });
    await router.push('/login/forgot');
    expect(router.currentRoute.value.path).toBe('/login/forgot');
  });

  it('has no next step for who is in or out', async () => {
    signedOut();
    await router.push('/login/next?to=/cases');
    expect(router.currentRoute.value).toMatchObject({ name: 'login', query: { to: '/cases' } });
    setActivePinia(createPinia());
    signedIn('case.list');
    await router.push('/login/next?to=/cases');
    expect(router.currentRoute.value.path).toBe('/cases');
  });

  it('stops at a page without the permission', async () => {
    signedIn();
    await router.push('/cases');
    expect(router.currentRoute.value.name).toBe('forbidden');
    expect(useSession().can('case.list')).toBe(false);
  });

  it('names the page in the tab', async () => {
    signedIn();
    await router.push('/');
    expect(document.title).toBe('工作台 · 签程');
  });

  it('follows only addresses of this application', () => {
    expect(returnPath('/cases?x=1')).toBe('/cases?x=1');
    expect(returnPath('//evil.example')).toBe('/');
    expect(returnPath('https://evil.example')).toBe('/');
    expect(returnPath(undefined)).toBe('/');
  });

  it('says that a page could not be loaded offline, and does not take other errors for it', () => {
    const lost = new Error('Failed to fetch dynamically imported module: /a.js');
    vi.stubGlobal('navigator', { ...navigator, onLine: false });
    expect(followLostChunk(lost, '/x', () => undefined)).toBe(true);
    expect(messages.toasts.at(-1)?.text).toContain('网络断开了');
    expect(followLostChunk(new Error('bug'), '/x', () => undefined)).toBe(false);
  });

  it('gives up after one reload that did not help', () => {
    sessionStorage.setItem('qc-reloaded-at', String(Date.now()));
    const gaveUp = vi.fn();
    followLostChunk(new Error('Unable to preload CSS for /a.css'), '/x', gaveUp);
    expect(gaveUp).toHaveBeenCalledOnce();
    sessionStorage.clear();
  });
});
