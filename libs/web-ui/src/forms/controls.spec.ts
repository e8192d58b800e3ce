import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { h } from 'vue';
import QcChips from './QcChips.vue';
import QcDate from './QcDate.vue';
import QcField from './QcField.vue';
import QcInput from './QcInput.vue';
import QcMoney from './QcMoney.vue';

describe('QcField', () => {
  it('ties label, hint, error and control together', () => {
    const wrapper = mount(QcField, {
      props: { label: '邮编', hint: '6 位数字', error: '邮编应是 6 位。', required: true },
      slots: { default: () => h(QcInput, { modelValue: '41' }) },
    });
    const input = wrapper.find('input');
    expect(wrapper.find('label').attributes('for')).toBe(input.attributes('id'));
    expect(input.attributes('aria-invalid')).toBe('true');
    expect(input.attributes('aria-required')).toBe('true');
    const described = input.attributes('aria-describedby')?.split(' ') ?? [];
    expect(described.map((id) => wrapper.find(`[id="${id}"]`).text())).toEqual(['6 位数字', '邮编应是 6 位。']);
  });
});

describe('QcMoney', () => {
  it('takes what people type, and groups it when they are done', async () => {
    const wrapper = mount(QcMoney, {
      props: {
        modelValue: 8500,
        'onUpdate:modelValue': (value: number | null) => wrapper.setProps({ modelValue: value }),
      },
    });
    const input = wrapper.find('input');
    expect(input.element.value).toBe('8,500');
    await input.setValue('１２，０００ 元');
    expect(wrapper.emitted('update:modelValue')?.at(-1)).toEqual([12000]);
    expect(input.element.value).toBe('１２，０００ 元');
    await input.trigger('blur');
    expect(input.element.value).toBe('12,000');
  });
  it('keeps what is no amount on screen and says so to the form', async () => {
    const wrapper = mount(QcMoney, { props: { modelValue: null } });
    await wrapper.find('input').setValue('面议');
    expect(wrapper.emitted('update:modelValue')?.at(-1)).toEqual([Number.NaN]);
    await wrapper.find('input').trigger('blur');
    expect(wrapper.find('input').element.value).toBe('面议');
    await wrapper.find('input').setValue('');
    expect(wrapper.emitted('update:modelValue')?.at(-1)).toEqual([null]);
  });
});

describe('QcDate', () => {
  it.each([
    ['20270701', '2027-07-01'],
    ['2027/7/1', '2027-07-01'],
    ['2027年7月1日', '2027-07-01'],
    ['２０２７-０７-０１', '2027-07-01'],
    ['2027-02-30', '2027-02-30'],
    ['明年', '明年'],
    ['', null],
  ])('reads %s as %s', async (typed, value) => {
    const wrapper = mount(QcDate, { props: { modelValue: 'x' } });
    await wrapper.find('input[type="text"]').setValue(typed);
    expect(wrapper.emitted('update:modelValue')?.at(-1)).toEqual([value]);
  });
  it('always writes YYYY-MM-DD', () => {
    const wrapper = mount(QcDate, { props: { modelValue: '2027-07-01' } });
    expect(wrapper.find<HTMLInputElement>('input[type="text"]').element.value).toBe('2027-07-01');
  });
});

describe('QcChips', () => {
  it('answers in the order of the options, however they were ticked', async () => {
    const options = ['a', 'b', 'c'].map((value) => ({ value, label: value }));
    const wrapper = mount(QcChips, { props: { modelValue: ['c'], options } });
    await wrapper.findAll('input')[0]?.setValue(true);
    expect(wrapper.emitted('update:modelValue')?.at(-1)).toEqual([['a', 'c']]);
  });
});
