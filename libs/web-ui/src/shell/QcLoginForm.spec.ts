import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import QcLoginForm from './QcLoginForm.vue';

const mountForm = (props: object = {}) =>
  mount(QcLoginForm, { props: { title: '登录', accountLabel: '账号', ...props }, attachTo: document.body });

describe('QcLoginForm', () => {
  beforeEach(() => vi.useFakeTimers({ now: new Date('2027-04-12T06:41:00Z') }));
  afterEach(() => vi.useRealTimers());

  it('submits what was typed, with spaces around the account gone and the password untouched', async () => {
    const wrapper = mountForm();
    await wrapper.find('[name="account"]').setValue(' hr001 ');
    await wrapper.find('[name="password"]').setValue(' p w ');
    await wrapper.find('form').trigger('submit');
    expect(wrapper.emitted('submit')).toEqual([[{ account: 'hr001', password: ' p w ' }]]);
    wrapper.unmount();
  });

  it('names what is missing and goes there', async () => {
    const wrapper = mountForm();
    await wrapper.find('[name="account"]').setValue('hr001');
    await wrapper.find('form').trigger('submit');
    expect(wrapper.emitted('submit')).toBeUndefined();
    expect(wrapper.text()).toContain('请填密码');
    expect(document.activeElement).toBe(wrapper.find('[name="password"]').element);
    wrapper.unmount();
  });

  it('after a refusal empties the password and keeps the account', async () => {
    const wrapper = mountForm();
    await wrapper.find('[name="account"]').setValue('hr001');
    await wrapper.find('[name="password"]').setValue('wrong');
    await wrapper.setProps({ problem: { code: 'BAD_CREDENTIALS', detail: '账号或密码不对，还可以再试 2 次。' } });
    await nextTick();
    expect(wrapper.find('[role="alert"]').text()).toContain('还可以再试 2 次');
    expect(wrapper.find<HTMLInputElement>('[name="account"]').element.value).toBe('hr001');
    expect(wrapper.find<HTMLInputElement>('[name="password"]').element.value).toBe('');
    wrapper.unmount();
  });

  it('locked: says how long, does not submit, and opens by itself when the time is over', async () => {
    const wrapper = mountForm({
      problem: { code: 'ACCOUNT_LOCKED', detail: '连续输错次数太多。', lockedUntil: '2027-04-12T06:42:20Z' },
    });
    await wrapper.find('[name="account"]').setValue('hr001');
    await wrapper.find('[name="password"]').setValue('x');
    expect(wrapper.text()).toContain('还要等 1 分 20 秒');
    await wrapper.find('form').trigger('submit');
    expect(wrapper.emitted('submit')).toBeUndefined();
    await vi.advanceTimersByTimeAsync(81_000);
    expect(wrapper.text()).not.toContain('还要等');
    await wrapper.find('form').trigger('submit');
    expect(wrapper.emitted('submit')).toHaveLength(1);
    wrapper.unmount();
  });

  it('lets one look at the password', async () => {
    const wrapper = mountForm();
    const eye = wrapper.find('[aria-label="显示密码"]');
    await eye.trigger('click');
    expect(wrapper.find('[name="password"]').attributes('type')).toBe('text');
    expect(eye.attributes('aria-pressed')).toBe('true');
    wrapper.unmount();
  });
});
