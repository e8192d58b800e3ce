import { accept, openProofTicket, sendReauthCode } from '@qiancheng/api-client/student';
import { ApiProblem } from '@qiancheng/web-core';
import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { offer } from '../../../testing/fixtures.js';
import AcceptDialog from './AcceptDialog.vue';

vi.mock('@qiancheng/api-client/student', () => ({
  accept: vi.fn(),
  sendReauthCode: vi.fn(),
  openProofTicket: vi.fn(),
}));
const codes = vi.mocked(sendReauthCode);
const tickets = vi.mocked(openProofTicket);
const call = vi.mocked(accept);
type Sent = { headers: { 'Idempotency-Key': string }; body: Record<string, unknown> };
const sent = (index = 0): Sent => call.mock.calls[index]?.[0] as unknown as Sent;
const refuse = (status: number, code: string, detail: string): void => {
  call.mockRejectedValueOnce(new ApiProblem({ status, code, detail }));
};

// jsdom knows <dialog> but not how to show it.
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
  this.open = false;
};

// jsdom has no screen: it is a wide one
window.matchMedia ??= () => ({ matches: false }) as MediaQueryList;

async function open(reauth = 'password', wechatTicket?: string) {
  const wrapper = mount(AcceptDialog, {
    props: { open: false, offer: offer({ reauth: reauth as 'password' }), ...(wechatTicket ? { wechatTicket } : {}) },
    attachTo: document.body,
    global: { stubs: { RouterLink: true } },
  });
  await wrapper.setProps({ open: true });
  await flushPromises();
  const press = async (words: string) => {
    const button = wrapper.findAll('footer button').find((each) => each.text() === words);
    if (!button) throw new Error(`no button ${words}`);
    await button.trigger('click');
    await flushPromises();
  };
  const declare = async () => {
    await wrapper.get('select').setValue('1');
    await wrapper.get('input[type="checkbox"]').setValue(true);
  };
  return { wrapper, press, declare };
}

beforeEach(() => call.mockReset());

describe('AcceptDialog', () => {
  it('commits nothing before what is declared is complete', async () => {
    const { wrapper, press } = await open();
    await press('下一步，确认是本人');
    expect(wrapper.text()).toContain('请选健康状况');
    expect(wrapper.text()).toContain('读完并勾选后才能继续');
    expect(call).not.toHaveBeenCalled();
  });

  it('sends one act for a double click, with its key, version and consent', async () => {
    const done = offer({ state: 'REVIEW', version: 4 });
    call.mockImplementation((() => new Promise((resolve) => setTimeout(() => resolve({ data: done }), 5))) as never);
    const { wrapper, press, declare } = await open();
    await declare();
    await press('下一步，确认是本人');
    await wrapper.get('input[type="password"]').setValue('geheim-2027');
    const button = wrapper.findAll('footer button').find((each) => each.text() === '接受邀约');
    await Promise.all([button?.trigger('click'), button?.trigger('click')]);
    await vi.waitFor(() => expect(wrapper.emitted('accepted')).toHaveLength(1));
    expect(call).toHaveBeenCalledTimes(1);
    expect(sent().headers['Idempotency-Key']).toMatch(/^[0-9a-f-]{36}$/);
    expect(sent().body).toEqual({
      version: 3,
      healthCode: '1',
      opinion: '同意',
      consentVersion: '2027-1',
      password: 'geheim-2027',
    });
  });

  it('asks for the password again when it was wrong, and keeps what was declared', async () => {
    refuse(403, 'WRONG_PASSWORD', '密码不对，没有确认是你本人。请再输一次。');
    const { wrapper, press, declare } = await open();
    await declare();
    await press('下一步，确认是本人');
    await wrapper.get('input[type="password"]').setValue('falsch');
    await press('接受邀约');
    expect(wrapper.text()).toContain('密码不对');
    expect(wrapper.get<HTMLInputElement>('input[type="password"]').element.value).toBe('');
    expect(wrapper.emitted('changed')).toBeUndefined();
  });

  it('tells in the dialog that it was withdrawn meanwhile, and lets the page read again', async () => {
    refuse(409, 'WRONG_STATE', '协议已经不在这一步了。请刷新页面，按最新状态办理。');
    const { wrapper, press, declare } = await open();
    await declare();
    await press('下一步，确认是本人');
    await wrapper.get('input[type="password"]').setValue('geheim-2027');
    await press('接受邀约');
    expect(wrapper.get('[role="alert"]').text()).toContain('协议已经不在这一步了');
    expect(wrapper.emitted('changed')).toHaveLength(1);
    expect(wrapper.findAll('footer button').map((each) => each.text())).toEqual(['看最新状态']);
  });

  it('repeats a lost answer under the same key', async () => {
    refuse(0, 'OFFLINE', '没有连上服务器。');
    call.mockResolvedValueOnce({ data: offer({ state: 'REVIEW' }) } as never);
    const { wrapper, press, declare } = await open();
    await declare();
    await press('下一步，确认是本人');
    await wrapper.get('input[type="password"]').setValue('geheim-2027');
    await press('接受邀约');
    await press('接受邀约');
    expect(call).toHaveBeenCalledTimes(2);
    expect(sent(1).headers).toEqual(sent(0).headers);
    expect(wrapper.emitted('accepted')).toHaveLength(1);
  });

  it('asks for a code, sends it with the act, and asks again for the code alone when it was wrong', async () => {
    codes.mockResolvedValue({ data: { codeId: 'c1', toMasked: '138****0021', retryAfter: 60 } } as never);
    refuse(422, 'CODE_WRONG', '验证码不对，还可以再试 4 次。');
    const { wrapper, press, declare } = await open('sms');
    await declare();
    await press('下一步，确认是本人');
    expect(wrapper.findAll('footer button').at(-1)?.attributes('aria-disabled')).toBe('true');
    await wrapper.get('form button').trigger('click');
    await flushPromises();
    expect(wrapper.text()).toContain('已发到 138****0021');
    expect(wrapper.text()).toContain('60 秒后重发');
    await wrapper.get('input[name="code"]').setValue('000000');
    await press('接受邀约');
    expect(sent().body).toMatchObject({ codeId: 'c1', code: '000000' });
    expect(wrapper.text()).toContain('还可以再试 4 次');
    expect(wrapper.get<HTMLInputElement>('input[name="code"]').element.value).toBe('');
    call.mockResolvedValueOnce({ data: offer({ state: 'REVIEW' }) } as never);
    await wrapper.get('input[name="code"]').setValue('123456');
    await press('接受邀约');
    expect(sent(1).body).toMatchObject({ codeId: 'c1', code: '123456' });
    expect(codes).toHaveBeenCalledTimes(1);
  });

  it('sends what WeChat has confirmed, and asks for it anew when that is over', async () => {
    refuse(410, 'TICKET_EXPIRED', '微信确认不是为这一步做的，或者已经失效。请重新确认。');
    const { wrapper, press, declare } = await open('wechat', 't1');
    expect(wrapper.text()).toContain('微信确认过了');
    await declare();
    await press('下一步，确认是本人');
    await press('接受邀约');
    expect(sent().body).toMatchObject({ wechatTicket: 't1' });
    expect(wrapper.emitted('changed')).toBeUndefined();
    expect(wrapper.text()).toContain('请重新确认');
    expect(wrapper.findAll('footer button').at(-1)?.attributes('aria-disabled')).toBe('true');
  });

  it('leads to the account where no WeChat is bound', async () => {
    tickets.mockRejectedValueOnce(new ApiProblem({ status: 409, code: 'NOT_BOUND', detail: '还没有绑定微信。' }));
    const { wrapper, press, declare } = await open('wechat');
    await declare();
    await press('下一步，确认是本人');
    await vi.waitFor(() => expect(wrapper.get('form [role="alert"]').text()).toContain('还没有绑定微信'));
    expect(tickets.mock.calls[0]?.[0]).toMatchObject({ path: { id: 'c1' }, body: { act: 'accept', here: false } });
    expect(wrapper.findAll('footer button').at(-1)?.attributes('aria-disabled')).toBe('true');
  });

  it('has one step where the school asks for no factor', async () => {
    call.mockResolvedValueOnce({ data: offer({ state: 'REVIEW' }) } as never);
    const none = await open('none');
    await none.declare();
    await none.press('接受邀约');
    expect(sent().body).not.toHaveProperty('password');
  });
});
