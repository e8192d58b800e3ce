import type { DraftView, RegistrationStatus } from '@qiancheng/api-client/employer';
import { client } from '@qiancheng/api-client/employer';
import { createApi } from '@qiancheng/web-core';
import { EMPTY_CERTIFICATION } from '@qiancheng/shared';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter, RouterView } from 'vue-router';
import { registrationRoutes } from './routes.js';

const DRAFT: DraftView = {
  version: 3,
  path: 'register',
  name: '湘江精密制造股份有限公司',
  creditCode: '91350100M000100Y43',
  standing: 'unknown',
  contact: null,
  channels: { sms: true, mail: true },
  data: { ...EMPTY_CERTIFICATION, tags: [], name: '湘江精密制造股份有限公司', creditCode: '91350100M000100Y43' },
  schools: [],
  message: '',
  files: [],
  savedAt: '2027-04-12T06:50:00Z',
};
const SESSION = {
  account: { id: 'a', login: 'zhoumin', name: '周敏' },
  audience: 'employer',
  school: null,
  company: null,
  roles: [],
  permissions: ['registration.write'],
  secondStep: null,
  idleSeconds: 7200,
  demo: true,
};
const STATUS: RegistrationStatus = { applications: [], joins: [], draftOf: DRAFT.name, resultsTo: ['138****0021'] };

let answers: Record<string, unknown>;
let wrapper: VueWrapper | null = null;

beforeEach(() => {
  setActivePinia(createPinia());
  answers = { session: SESSION, 'registration/draft': { draft: DRAFT }, 'registration/status': STATUS };
  vi.stubGlobal('fetch', (input: Request | string) => {
    const url = new URL(input instanceof Request ? input.url : input, location.origin);
    const path = url.pathname.replace(/^\/api\/v1\/employer\//, '');
    const body = answers[path];
    const status = body === undefined ? 404 : 200;
    const text = JSON.stringify(body ?? { code: 'NOT_FOUND', detail: '没有找到' });
    return Promise.resolve(new Response(text, { status, headers: { 'content-type': 'application/json' } }));
  });
  createApi(client, { audience: 'employer', onSignedOut: () => undefined });
  client.setConfig({ baseUrl: location.origin });
});
afterEach(() => {
  wrapper?.unmount();
  vi.unstubAllGlobals();
});

async function open(path: string): Promise<VueWrapper> {
  const { useSession } = await import('@qiancheng/web-core');
  await useSession()
    .load()
    .catch(() => undefined);
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      ...registrationRoutes,
      { path: '/login', name: 'login', component: { template: '<p>login</p>' } },
      { path: '/', name: 'workspaces', component: { template: '<p>home</p>' } },
    ],
  });
  await router.push(path);
  wrapper = mount(RouterView, { global: { plugins: [router] }, attachTo: document.body });
  await vi.waitFor(
    async () => {
      await flushPromises();
      expect(wrapper?.find('h1').exists()).toBe(true);
    },
    { timeout: 4000 },
  );
  return wrapper;
}

it.each([
  ['/register/company', '查找单位'],
  ['/register/account', '账号'],
  ['/register/certification', '认证资料'],
  ['/register/services', '招聘服务'],
  ['/register/wechat', '绑定微信'],
  ['/register/letter', '账号授权书'],
  ['/status', '登记还没有交'],
])('%s opens for somebody with a draft', async (path, title) => {
  const page = await open(path);
  expect(page.find('h1').text()).toBe(title);
});

it('whoever has begun nothing is led to the first step', async () => {
  answers['registration/draft'] = { draft: null };
  answers['registration/draft/adopt'] = { draft: null };
  const page = await open('/register/services');
  expect(page.find('h1').text()).toBe('查找单位');
});

it('a code is checked as it is typed, and the place of a slip is marked', async () => {
  answers['registration/draft'] = { draft: null };
  answers['registration/draft/adopt'] = { draft: null };
  const page = await open('/register/company');
  await page.find('#creditCode').setValue('91350100M000100Y44');
  expect(page.find('mark').text()).toBe('4');
  expect(page.text()).toContain('校验位不对');
});
