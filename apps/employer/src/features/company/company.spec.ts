import { client, type CertificationView, type CompanyProfile } from '@qiancheng/api-client/employer';
import { emptyFacts } from '../facts/useFactsForm.js';
import { createApi, useSession } from '@qiancheng/web-core';
import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter, RouterView } from 'vue-router';
import { registrationRoutes } from '../registration/routes.js';
import { companyRoutes } from './routes.js';

const DATA = { ...emptyFacts(), name: '湘江精密制造股份有限公司', creditCode: '91350100M000100Y43', natureCode: '39' };
const CHANGE: CertificationView = {
  id: 'c',
  kind: 'change',
  status: 'submitted',
  statusLabel: '等平台审核',
  version: 2,
  editable: false,
  data: { ...DATA, name: '湘江精密集团股份有限公司' },
  files: [],
  findings: [],
  submittedAt: '2027-04-12T06:50:00Z',
  dueAt: '2027-04-15T15:59:59Z',
  decidedAt: null,
  savedAt: '2027-04-12T06:50:00Z',
};
const PROFILE: CompanyProfile = {
  employerId: 'e',
  status: 'verified',
  version: 4,
  data: DATA,
  intro: '',
  logo: null,
  certifiedAt: '2027-04-01T00:00:00Z',
  writable: true,
  papers: [],
  change: CHANGE,
};
let profile: CompanyProfile;

beforeEach(() => {
  setActivePinia(createPinia());
  profile = PROFILE;
  vi.stubGlobal('fetch', (input: Request | string) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input, location.origin);
    const body = pathname.endsWith('/company')
      ? profile
      : { account: { id: 'a' }, permissions: [], company: { id: 'e' } };
    return Promise.resolve(new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } }));
  });
  createApi(client, { audience: 'employer', onSignedOut: () => undefined });
  client.setConfig({ baseUrl: location.origin });
});
afterEach(() => vi.unstubAllGlobals());

async function open(): Promise<ReturnType<typeof mount>> {
  await useSession().load();
  const children = companyRoutes.map((route) => ({ ...route, path: `/${route.path}` })) as typeof companyRoutes;
  const router = createRouter({ history: createMemoryHistory(), routes: [...registrationRoutes, ...children] });
  await router.push('/company');
  const page = mount(RouterView, { global: { plugins: [router] } });
  await vi.waitFor(
    async () => {
      await flushPromises();
      expect(page.text()).toContain('认证资料');
    },
    { timeout: 4000 },
  );
  return page;
}

it('shows old and new of a change side by side, while the old is in force', async () => {
  const page = await open();
  const row = page.find('table.diff tbody tr');
  expect(row.text()).toContain('湘江精密制造股份有限公司');
  expect(row.text()).toContain('湘江精密集团股份有限公司');
  expect(page.text()).toContain('撤回');
});

it('a member reads it, and finds nothing to change', async () => {
  profile = { ...PROFILE, writable: false, change: null };
  const page = await open();
  expect(page.findAll('input, select, textarea')).toHaveLength(0);
});
