import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import QcReasonDialog from './QcReasonDialog.vue';

const reasons = [
  { code: 'salary', label: '薪资与约定不符', textRequired: false },
  { code: 'other', label: '其他', textRequired: true },
];
let wrapper: VueWrapper;
async function open() {
  wrapper = mount(QcReasonDialog, {
    props: { open: false, title: '拒绝邀约', reasons, confirmLabel: '拒绝' },
    attachTo: document.body,
  });
  await wrapper.setProps({ open: true });
  await nextTick();
  return wrapper;
}
afterEach(() => wrapper.unmount());
const submit = async () => {
  await wrapper.find('form').trigger('submit');
  await nextTick();
};

describe('QcReasonDialog', () => {
  it('does not submit without a reason, and leads to the choice', async () => {
    await open();
    await submit();
    expect(wrapper.emitted('submit')).toBeUndefined();
    expect(wrapper.text()).toContain('请选一个原因');
    expect(document.activeElement).toBe(wrapper.find('input[type="radio"]').element);
  });

  it('asks for words where the code alone says nothing', async () => {
    await open();
    await wrapper.findAll('input[type="radio"]')[1]?.setValue();
    await submit();
    expect(wrapper.emitted('submit')).toBeUndefined();
    const text = wrapper.find('textarea');
    expect(text.attributes('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(text.element);
    await text.setValue('  岗位在外地  ');
    await submit();
    expect(wrapper.emitted('submit')).toEqual([[{ reasonCode: 'other', reasonText: '岗位在外地' }]]);
  });

  it('takes a reason that needs no words', async () => {
    await open();
    await wrapper.findAll('input[type="radio"]')[0]?.setValue();
    await submit();
    expect(wrapper.emitted('submit')).toEqual([[{ reasonCode: 'salary', reasonText: '' }]]);
  });

  it('starts empty each time', async () => {
    await open();
    await wrapper.find('textarea').setValue('写了一半');
    await wrapper.setProps({ open: false });
    await wrapper.setProps({ open: true });
    await nextTick();
    expect(wrapper.find('textarea').element.value).toBe('');
  });

  it('stays while the act runs', async () => {
    await open();
    await wrapper.setProps({ busy: true });
    await wrapper.find('[aria-label="关闭"]').trigger('click');
    expect(wrapper.emitted('update:open')).toBeUndefined();
  });
});
