import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import QcDialog from './QcDialog.vue';

describe('QcDialog', () => {
  it('gives the focus to the title, and back to the opener', async () => {
    const opener = document.createElement('button');
    document.body.append(opener);
    opener.focus();
    const wrapper = mount(QcDialog, { props: { open: true, title: '撤回？' }, attachTo: document.body });
    await nextTick();
    expect(document.activeElement?.textContent).toBe('撤回？');
    await wrapper.setProps({ open: false });
    await nextTick();
    expect(document.activeElement).toBe(opener);
    wrapper.unmount();
    opener.remove();
  });

  it('is named by its title', async () => {
    const wrapper = mount(QcDialog, { props: { open: true, title: '打印' }, attachTo: document.body });
    await nextTick();
    const id = wrapper.find('dialog').attributes('aria-labelledby');
    expect(wrapper.find(`[id="${id}"]`).text()).toBe('打印');
    wrapper.unmount();
  });

  it('closes on a press on the backdrop, not on one that was dragged out of a field', async () => {
    const wrapper = mount(QcDialog, {
      props: { open: true, title: '原因' },
      slots: { default: '<input>' },
      attachTo: document.body,
    });
    await nextTick();
    await wrapper.find('input').trigger('pointerdown');
    await wrapper.find('dialog').trigger('click');
    expect(wrapper.emitted('update:open')).toBeUndefined();
    await wrapper.find('dialog').trigger('pointerdown');
    await wrapper.find('dialog').trigger('click');
    expect(wrapper.emitted('update:open')).toEqual([[false]]);
    wrapper.unmount();
  });
});
