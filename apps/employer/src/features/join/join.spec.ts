import { client } from '@qiancheng/api-client/employer';
import { createApi, useSession } from '@qiancheng/web-core';
import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter, RouterView } from 'vue-router';
import InvitationsPart from '../members/components/InvitationsPart.vue';
import { registrationRoutes } from '../registration/routes.js';
import { sessionRoutes } from '../session/routes.js';
import { joinRoutes } from './routes.js';

const INVITATION = {
  employer: '湘江精密制造股份有限公司',
  inviter: '周敏',
  name: '林晓',
  role: 'employer_member',
  roleLabel: '经办人',
  channel: 'sms',
  contactMasked: '138****1111',
  expiresAt: '2027-04-19T06:50:00Z',
};
const SESSION = { account: { id: 'a', login: 'linxiao', name: '林晓' }, permissions: [], company: { id: 'e' } };
const CODE = { codeId: 'c', toMasked: '138****1111', expiresAt: '', retryAfter: 60 };
const ONE = {
  id: 'i',
  ...INVITATION,
  status: 'open',
  createdAt: '2027-04-12T06:50:00Z',
  endedAt: null,
  actions: ['send', 'revoke'],
};

let answers: Record<string, { status?: number; body: unknown }>;
let asked: { path: string; body: unknown }[];

beforeEach(() => {
  setActivePinia(createPinia());
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  asked = [];
  answers = {
    session: { status: 401, body: { code: 'NOT_AUTHENTICATED', detail: '请先登录。', status: 401 } },
    'invitations/K7MP2XQ49HTR': { body: INVITATION },
    'invitations/K7MP2XQ49HTR/codes': { body: { ...CODE, expiresAt: new Date(Date.now() + 600_000).toISOString() } },
    'invitations/K7MP2XQ49HTR/codes/check': { body: { proof: 'good' } },
    'invitations/K7MP2XQ49HTR/accept': { body: { employerId: 'e', employer: INVITATION.employer } },
    'invitations/K7MP2XQ49HTR/account': { status: 201, body: SESSION },
    'members/invitations': { body: { items: [ONE], channels: { sms: true, mail: true } } },
    'members/invitations/i/revoke': {
      body: { items: [{ ...ONE, status: 'revoked', actions: [] }], channels: { sms: true, mail: true } },
    },
  };
  vi.stubGlobal('fetch', async (input: Request | string) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input, location.origin);
    const path = pathname.replace(/^.*?\/employer\//, '').replace(/^\//, '');
    if (input instanceof Request && input.method === 'POST') {
      const text = await input.text();
      asked.push({ path, body: text ? (JSON.parse(text) as unknown) : null });
    }
    const { status = 200, body } = answers[path] ?? { status: 404, body: { code: 'NOT_FOUND', detail: path } };
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  });
  // The page's signals are of another make than the requests of this environment.
  const Plain = globalThis.Request;
  vi.stubGlobal(
    'Request',
    class extends Plain {
      constructor(input: RequestInfo | URL, init?: RequestInit) {
        const { signal: _signal, ...rest } = init ?? {};
        super(input, rest);
      }
    },
  );
  createApi(client, { audience: 'employer', onSignedOut: () => undefined });
  client.setConfig({ baseUrl: location.origin });
});
afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

async function open(path: string): Promise<ReturnType<typeof mount>> {
  await useSession().load();
  const routes = [...joinRoutes, ...sessionRoutes, ...registrationRoutes];
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push(path);
  return mount(RouterView, { global: { plugins: [router] }, attachTo: document.body });
}
async function sees(page: ReturnType<typeof mount>, text: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await flushPromises();
      expect(page.text()).toContain(text);
    },
    { timeout: 4000 },
  );
}
const press = (page: ReturnType<typeof mount>, label: string): Promise<void> => {
  const button = page.findAll('button').find((one) => one.text() === label);
  if (!button) throw new Error(`no button ${label}`);
  return button.trigger(button.attributes('type') === 'submit' ? 'submit' : 'click');
};

it('somebody new proves the phone, opens an account and is in', async () => {
  const page = await open('/join/K7MP2XQ49HTR');
  await sees(page, '周敏邀请林晓加入，角色是经办人');
  expect(page.text()).toContain('先登录，再接受');
  await press(page, '发验证码');
  await sees(page, '已发到 138****1111');
  await page.find('#join-otp').setValue('123456');
  await sees(page, '开通账号并加入');
  await page.find('#login').setValue('linxiao');
  await page.find('#password').setValue('Xiangjiang-2027');
  await page.find('form.account').trigger('submit');
  await sees(page, '请看过告知书并同意。');
  await page.find('input[type="checkbox"]').setValue(true);
  await page.find('form.account').trigger('submit');
  await sees(page, '已加入湘江精密制造股份有限公司');
  expect(asked.at(-1)?.body).toMatchObject({ proof: 'good', login: 'linxiao', person: '林晓' });
  page.unmount();
});

it('a page that is loaded anew goes on with the code that was sent, until it runs out', async () => {
  const first = await open('/join/K7MP2XQ49HTR');
  await sees(first, '先确认是你本人');
  await press(first, '发验证码');
  await sees(first, '已发到 138****1111');
  first.unmount();
  const page = await open('/join/K7MP2XQ49HTR');
  await sees(page, '秒后可以再发');
  await page.find('#join-otp').setValue('123456');
  await sees(page, '开通账号并加入');
  expect(asked.filter(({ path }) => path.endsWith('/codes'))).toHaveLength(1);
  page.unmount();

  sessionStorage.setItem('qc-join-K7MP2XQ49HTR', JSON.stringify({ codeId: 'c1', until: Date.now() - 1, again: 0 }));
  const late = await open('/join/K7MP2XQ49HTR');
  await sees(late, '先确认是你本人');
  late.unmount();
});

it('whoever is signed in joins with that account', async () => {
  answers['session'] = { body: SESSION };
  const page = await open('/join/K7MP2XQ49HTR');
  await sees(page, '用现在登录的账号加入');
  await press(page, '发验证码');
  await sees(page, '已发到 138****1111');
  await page.find('#join-otp').setValue('123456');
  await sees(page, '加入单位');
  await press(page, '加入单位');
  await sees(page, '进入工作台');
  expect(asked.at(-1)).toEqual({ path: 'invitations/K7MP2XQ49HTR/accept', body: { proof: 'good' } });
  page.unmount();
});

it('an invitation that is over says so, and what to do', async () => {
  const detail = '这份邀请已经过期。请联系邀请你的人再发一次。';
  answers['invitations/K7MP2XQ49HTR'] = { status: 410, body: { code: 'INVITATION_OVER', detail, status: 410 } };
  const page = await open('/join/K7MP2XQ49HTR');
  await sees(page, detail);
  expect(page.text()).toContain('邀请已失效');
  page.unmount();
});

it('a code is typed in any case and with its hyphens; a short one is not sent', async () => {
  const page = await open('/join');
  await sees(page, '输入邀请码');
  await page.find('#join-code').setValue('k7mp');
  await page.find('form').trigger('submit');
  await sees(page, '邀请码是 12 位');
  await page.find('#join-code').setValue('k7mp-2xq4-9htr');
  await page.find('form').trigger('submit');
  await sees(page, '加入湘江精密制造股份有限公司');
  page.unmount();
});

it('an administrator invites, and takes an invitation back', async () => {
  const page = mount(InvitationsPart, { attachTo: document.body });
  await sees(page, '等对方接受');
  await press(page, '邀请成员');
  await page.find('#invite-form').trigger('submit');
  await sees(page, '请填对方的姓名。');
  expect(asked).toEqual([]);
  await page.find('#invite-name').setValue('林晓');
  await page.find('#invite-target').setValue('13800001111');
  await page.find('#invite-form').trigger('submit');
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]?.body).toEqual({
    name: '林晓',
    channel: 'sms',
    target: '13800001111',
    memberRole: 'employer_member',
  });
  await flushPromises();
  await press(page, '撤销');
  await flushPromises();
  await press(page, '撤销邀请');
  await sees(page, '已撤销');
  page.unmount();
});
