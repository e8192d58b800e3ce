import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import QcActionButton from './QcActionButton.vue';

describe('QcActionButton', () => {
  it('acts when the server allows it', async () => {
    const action = { action: 'withdraw', label: '撤回', allowed: true };
    const wrapper = mount(QcActionButton, { props: { action } });
    await wrapper.find('button').trigger('click');
    expect(wrapper.emitted('act')).toEqual([[action]]);
    expect(wrapper.find('button').attributes('aria-disabled')).toBeUndefined();
  });

  it('says why not in the server’s own sentence, stays focusable, and does nothing', async () => {
    const action = {
      action: 'print',
      label: '打印',
      allowed: false,
      code: 'PRINT_CLOSED',
      reason: '学生签名后可以打印。',
    };
    const wrapper = mount(QcActionButton, { props: { action } });
    const button = wrapper.find('button');
    await button.trigger('click');
    expect(wrapper.emitted('act')).toBeUndefined();
    expect(button.attributes('disabled')).toBeUndefined();
    expect(button.attributes('aria-disabled')).toBe('true');
    expect(wrapper.find(`[id="${button.attributes('aria-describedby')}"]`).text()).toBe('学生签名后可以打印。');
  });
});
