import type { SourceRecordView } from '@qiancheng/api-client/teacher';
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ref, shallowRef } from 'vue';
import type { PendingDesk } from '../usePending.js';
import type { SourceDesk } from '../useSourceRecord.js';
import OpinionPanel from './OpinionPanel.vue';

vi.mock('@qiancheng/api-client/teacher', async (original) => ({
  ...(await original<object>()),
  getPreference: vi.fn(() => Promise.resolve({ data: { value: {} } })),
}));

const action = (name: string, allowed = true, reason: string | null = null) => ({
  action: name,
  label: name,
  allowed,
  reason,
});
const record = (more: object = {}): SourceRecordView =>
  ({
    id: 's1',
    version: 4,
    name: '司徒静',
    levels: [{ role: 'counsellor', label: '辅导员', mine: true }],
    fields: [{ key: 'address', differs: true }],
    availableActions: [action('pass'), action('return'), action('claw_back', false)],
    ...more,
  }) as SourceRecordView;
const act = () => ({ busy: ref(false), problem: shallowRef(null) });

function panel(waiting: number, of = record()) {
  const desk = {
    conflict: shallowRef(null),
    passing: act(),
    returning: act(),
    clawing: act(),
    pass: vi.fn(() => Promise.resolve(of)),
    sendBack: vi.fn(() => Promise.resolve(of)),
  };
  const pending = { count: ref(waiting) };
  const wrapper = mount(OpinionPanel, {
    props: {
      record: of,
      desk: desk as unknown as SourceDesk,
      pending: pending as unknown as PendingDesk,
      saving: false,
    },
  });
  const button = (text: string) => wrapper.findAll('button').find((one) => one.text().startsWith(text));
  return { wrapper, desk, button };
}

describe('the opinion', () => {
  beforeEach(() => setActivePinia(createPinia()));

  it('waits for what is not saved: passing says why, saving is one click away', async () => {
    const { wrapper, desk, button } = panel(3);
    const pass = button('通过');
    expect(pass?.attributes('aria-disabled')).toBe('true');
    expect(wrapper.find(`#${pass?.attributes('aria-describedby')}`).text()).toContain('有 3 项修改还没保存');
    await wrapper.vm.pass();
    expect(desk.pass).not.toHaveBeenCalled();
    await button('现在保存')?.trigger('click');
    expect(wrapper.emitted('save')).toHaveLength(1);
  });

  it('passes what was seen, and says that the school keeps its values where they differ', async () => {
    const { wrapper, desk, button } = panel(0);
    expect(wrapper.text()).toContain('还有 1 项不同');
    await button('通过')?.trigger('click');
    expect(desk.pass).toHaveBeenCalledWith({ version: 4 });
    expect(wrapper.emitted('done')).toHaveLength(1);
  });

  it('sends back with codes and words only, shows them as the student will read them, and says what is dropped', async () => {
    const { wrapper, desk, button } = panel(2);
    await button('不通过')?.trigger('click');
    await button('退回给学生')?.trigger('submit');
    await wrapper.find('form').trigger('submit');
    expect(desk.sendBack).not.toHaveBeenCalled();
    expect(wrapper.text()).toContain('请至少选一条');
    expect(wrapper.text()).toContain('待保存的 2 项会放弃');
    await wrapper.findAll('input[type=checkbox]')[1]?.setValue(true);
    await wrapper.find('textarea').setValue('写到门牌号。');
    expect(wrapper.text()).toContain('住址不完整：写到门牌号。');
    await wrapper.find('form').trigger('submit');
    expect(desk.sendBack).toHaveBeenCalledWith({ version: 4, codes: ['address'], note: '写到门牌号。' });
  });

  it('says whose turn it is when it is not mine', () => {
    const reason = '现在由学院审核，不是你这一级。';
    const { wrapper, button } = panel(
      0,
      record({ availableActions: [action('pass', false, reason), action('return', false, reason)] }),
    );
    expect(button('通过')?.attributes('aria-disabled')).toBe('true');
    expect(wrapper.text()).toContain(reason);
  });
});
