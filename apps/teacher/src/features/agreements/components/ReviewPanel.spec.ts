import type { CaseDetail } from '@qiancheng/api-client/teacher';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { computed, ref, shallowRef } from 'vue';
import type { CaseRecord } from '../useRecord.js';
import ReviewPanel from './ReviewPanel.vue';

enableAutoUnmount(afterEach);
beforeEach(() => setActivePinia(createPinia()));

const action = (name: string, allowed = true, reason: string | null = null) => ({
  action: name,
  slot: null,
  label: name === 'pass' ? '通过' : '不通过',
  allowed,
  code: null,
  reason,
});
const PREFILL = {
  contact: '李望舒',
  phone: '0731-88002200',
  postcode: '410082',
  mailingAddress: '明德楼 208',
  collegeOpinion: null,
  schoolOpinion: null,
};
function detail(changes: Partial<CaseDetail> = {}): CaseDetail {
  return {
    id: 'c1',
    version: 7,
    state: 'REVIEW',
    reviewLevel: 1,
    reviewLevels: [
      { level: 1, role: 'college', label: '学院审核' },
      { level: 2, role: 'center', label: '就业中心审核' },
    ],
    student: { name: '欧阳䶮' },
    employer: { name: '湘江精密制造股份有限公司' },
    school: null,
    reviewPrefill: PREFILL,
    availableActions: [action('pass'), action('fail')],
    ...changes,
  } as CaseDetail;
}
function fakeRecord() {
  const act = () => ({
    busy: ref(false),
    problem: shallowRef(null),
    fieldErrors: computed(() => ({})),
    clear: vi.fn(),
    run: vi.fn(),
  });
  const answer = detail({ reviewLevel: 2 });
  return {
    conflict: shallowRef(null),
    passing: act(),
    failing: act(),
    pass: vi.fn(() => Promise.resolve(answer)),
    fail: vi.fn(() => Promise.resolve(answer)),
  };
}
function open(changes: Partial<CaseDetail> = {}) {
  const record = fakeRecord();
  const wrapper = mount(ReviewPanel, {
    props: { detail: detail(changes), record: record as unknown as CaseRecord, hasNext: true },
    attachTo: document.body,
  });
  const button = (text: string) => wrapper.findAll('button').find((item) => item.text().includes(text));
  return { wrapper, record, button };
}

describe('ReviewPanel', () => {
  it('prefills the contact data from the last review and sends them with the pass', async () => {
    const { wrapper, record, button } = open();
    expect(wrapper.findAll('.pair input').map((input) => (input.element as HTMLInputElement).value)).toEqual([
      '李望舒',
      '0731-88002200',
      '410082',
      '明德楼 208',
    ]);
    await button('通过')?.trigger('click');
    await flushPromises();
    expect(wrapper.text()).toContain('接着由就业中心审核');
    await button('通过，看下一条')?.trigger('click');
    await flushPromises();
    expect(record.pass).toHaveBeenCalledWith({
      version: 7,
      school: { contact: '李望舒', phone: '0731-88002200', postcode: '410082', mailingAddress: '明德楼 208' },
      opinion: '同意',
    });
    expect(wrapper.emitted('done')).toHaveLength(1);
  });

  it('does not ask for a pass while a contact field is empty, and goes to that field', async () => {
    const { wrapper, record, button } = open({ reviewPrefill: { ...PREFILL, postcode: null } });
    await button('通过')?.trigger('click');
    await flushPromises();
    expect(record.pass).not.toHaveBeenCalled();
    expect(wrapper.text()).toContain('请填邮编');
    expect((document.activeElement as HTMLInputElement).maxLength).toBe(10);
  });

  it('shows what the other side will read, and asks for words where the code alone tells nothing', async () => {
    const { wrapper, record, button } = open();
    await button('不通过')?.trigger('click');
    await wrapper.find('input[value=other]').setValue(true);
    await wrapper.find('.rej').trigger('submit');
    expect(record.fail).not.toHaveBeenCalled();
    expect(wrapper.text()).toContain('这个原因要写明');
    await wrapper.find('.rej textarea').setValue('薪资写错了。');
    expect(wrapper.find('.prev').text()).toContain('其他：薪资写错了。');
    await wrapper.find('.rej').trigger('submit');
    await flushPromises();
    expect(record.fail).toHaveBeenCalledWith({ version: 7, reasonCode: 'other', reasonText: '薪资写错了。' });
  });

  it('says why an opinion is not possible, in the server’s words, and does nothing', async () => {
    const reason = '现在不是你这一级审核。';
    const { wrapper, record, button } = open({
      availableActions: [action('pass', false, reason), action('fail', false, reason)],
    });
    expect(wrapper.find('.why').text()).toBe(reason);
    expect(button('通过')?.attributes('aria-disabled')).toBe('true');
    await button('通过')?.trigger('click');
    await button('不通过')?.trigger('click');
    expect(wrapper.find('.rej').exists()).toBe(false);
    expect(record.pass).not.toHaveBeenCalled();
  });
});
