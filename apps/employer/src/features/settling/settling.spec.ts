import { client, type OwnSettlement, type OwnSettlementList } from '@qiancheng/api-client/employer';
import { createApi, useSession } from '@qiancheng/web-core';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter, RouterView } from 'vue-router';
import { settlingRoutes } from './routes.js';
import { standingWords } from './settling.js';

const NOW = new Date('2027-04-14T02:00:00Z');
const RETURNED: OwnSettlement = {
  schoolCode: '10001',
  schoolName: '云麓大学',
  centerName: '就业指导中心',
  centerPhone: '0731-80001200',
  status: 'returned',
  statusLabel: '学校已退回',
  version: 3,
  since: '2027-04-12T06:50:00Z',
  term: null,
  services: [{ code: 'signing', answers: { headcount: '20' } }],
  message: '想招机械类的毕业生',
  reasons: ['资料不全：招聘邮箱打不通'],
  actions: ['ask', 'withdraw'],
  events: [
    { id: 'v', at: '2027-04-12T06:50:00Z', actor: '就业指导中心', sentence: '退回了入驻申请，请单位补充', reasons: [] },
  ],
};
const FOUND = {
  items: [{ schoolCode: '10002', schoolName: '海岳学院', centerName: '就业处', centerPhone: null, cohorts: [2027] }],
};

let list: OwnSettlementList;
let answer: { status: number; body: object } | null;
let sent: { path: string; body: unknown }[];

const json = (body: object, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

beforeEach(() => {
  setActivePinia(createPinia());
  list = { verified: true, askable: true, items: [RETURNED] };
  answer = null;
  sent = [];
  vi.stubGlobal('fetch', async (input: Request | string) => {
    const request = input instanceof Request ? input : null;
    const { pathname } = new URL(request?.url ?? String(input), location.origin);
    if (request?.method === 'POST') {
      sent.push({ path: pathname.split('/settlements/')[1] ?? '', body: await request.json() });
      return answer ? json(answer.body, answer.status) : json(list);
    }
    if (pathname.endsWith('/settlements'))
      return answer && sent.length === 0 ? json(answer.body, answer.status) : json(list);
    if (pathname.endsWith('/settlements/schools')) return json(FOUND);
    if (pathname.endsWith('/workspaces')) return json({ items: [] });
    return json({ account: { id: 'a' }, permissions: ['company.read'], company: { id: 'e' } });
  });
  createApi(client, { audience: 'employer', onSignedOut: () => undefined });
  client.setConfig({ baseUrl: location.origin });
});
afterEach(() => vi.unstubAllGlobals());

async function until(page: VueWrapper, text: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await flushPromises();
      expect(page.text()).toContain(text);
    },
    { timeout: 4000 },
  );
}

async function open(text: string): Promise<VueWrapper> {
  await useSession().load();
  const children = settlingRoutes.map((route) => ({ ...route, path: `/${route.path}` })) as typeof settlingRoutes;
  const rest = { path: '/workspaces', name: 'workspaces', component: { template: '<p />' } };
  const router = createRouter({ history: createMemoryHistory(), routes: [...children, rest] });
  await router.push('/schools');
  const page = mount(RouterView, { global: { plugins: [router] }, attachTo: document.body });
  await until(page, text);
  return page;
}

const button = (page: VueWrapper, label: string) => {
  const found = page.findAll('button').find((one) => one.text().includes(label));
  if (!found) throw new Error(`no button ${label}`);
  return found;
};

describe('the schools of a unit', () => {
  it('say where the unit stands, in the school’s words', async () => {
    const page = await open('云麓大学');
    expect(page.text()).toContain('资料不全：招聘邮箱打不通');
    expect(page.text()).toContain('网上签约（计划招聘 20 人）');
    page.unmount();
  });

  it('ask again with what was asked before, and the version that was seen', async () => {
    const page = await open('云麓大学');
    await button(page, '改好再申请').trigger('click');
    await page.find('textarea').setValue('邮箱改好了');
    list = { ...list, items: [{ ...RETURNED, status: 'pending', statusLabel: '学校审核中', actions: ['withdraw'] }] };
    await page.find('form').trigger('submit');
    await until(page, '学校审核中');
    expect(sent).toEqual([
      { path: '10001/ask', body: { version: 3, services: RETURNED.services, message: '邮箱改好了' } },
    ]);
    expect(page.find('form').exists()).toBe(false);
    page.unmount();
  });

  it('ask nothing of a school before the services are filled in', async () => {
    list = { ...list, items: [] };
    const page = await open('海岳学院');
    await button(page, '选它').trigger('click');
    await page.find('form').trigger('submit');
    await until(page, '请填写计划招聘');
    expect(sent).toEqual([]);
    await page.find('input[inputmode]').setValue('12');
    await page.find('form').trigger('submit');
    await flushPromises();
    await vi.waitFor(() =>
      expect(sent).toEqual([
        {
          path: '10002/ask',
          body: { version: 0, services: [{ code: 'signing', answers: { headcount: '12' } }], message: '' },
        },
      ]),
    );
    page.unmount();
  });

  it('leave the form when somebody else was there first', async () => {
    const page = await open('云麓大学');
    await button(page, '改好再申请').trigger('click');
    answer = { status: 409, body: { code: 'STALE_VERSION', detail: '这所学校的申请刚刚有变动。', errors: [] } };
    list = { ...list, items: [{ ...RETURNED, status: 'pending', statusLabel: '学校审核中', actions: ['withdraw'] }] };
    await page.find('form').trigger('submit');
    await until(page, '学校审核中');
    expect(page.find('form').exists()).toBe(false);
    page.unmount();
  });

  it('offer a member nothing to do', async () => {
    list = { verified: true, askable: false, items: [{ ...RETURNED, actions: [] }] };
    const page = await open('由单位管理员办理');
    expect(page.findAll('button').map((one) => one.text())).not.toContain('找学校');
    expect(page.text()).not.toContain('撤回申请…');
    page.unmount();
  });

  it('that could not be read are no empty list', async () => {
    answer = { status: 500, body: { code: 'INTERNAL', detail: '服务器出错了', errors: [] } };
    const page = await open('服务器出错了');
    expect(page.text()).not.toContain('还没有申请');
    page.unmount();
  });
});

describe('the words', () => {
  const term = { at: '2027-04-15T15:59:59.999Z', workdaysLeft: 1, state: 'later' } as const;
  it('name the day by which the school answers, and that it is over', () => {
    const pending = { ...RETURNED, status: 'pending', term } as const;
    expect(standingWords(pending, NOW)).toContain('前审完');
    expect(standingWords({ ...pending, term: { ...term, state: 'late' } }, NOW)).toContain('期限已过');
  });
});
