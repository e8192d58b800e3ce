import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import QcRegion from './QcRegion.vue';
import { loadRegions } from './regions.js';

async function region(modelValue: string | null): Promise<VueWrapper> {
  const wrapper: VueWrapper = mount(QcRegion, {
    props: { modelValue, 'onUpdate:modelValue': (value: string | null) => wrapper.setProps({ modelValue: value }) },
  });
  await loadRegions();
  await flushPromises();
  return wrapper;
}
const values = (wrapper: VueWrapper) => wrapper.findAll('select').map((select) => select.element.value);
const choose = (wrapper: VueWrapper, level: number, code: string) => wrapper.findAll('select')[level]?.setValue(code);
const last = (wrapper: VueWrapper) => wrapper.emitted('update:modelValue')?.at(-1);

describe('QcRegion', () => {
  it('shows the three levels of a code', async () => {
    const wrapper = await region('430121');
    expect(values(wrapper)).toEqual(['430000', '430100', '430121']);
  });

  it('answers the most precise code so far, and forgets what lies below a changed level', async () => {
    const wrapper = await region(null);
    await choose(wrapper, 0, '430000');
    expect(last(wrapper)).toEqual(['430000']);
    await choose(wrapper, 1, '430100');
    await choose(wrapper, 2, '430121');
    expect(last(wrapper)).toEqual(['430121']);
    await choose(wrapper, 0, '440000');
    expect(last(wrapper)).toEqual(['440000']);
    expect(values(wrapper)).toEqual(['440000', '', '']);
  });

  it('goes back one level when a choice is taken away', async () => {
    const wrapper = await region('430121');
    await choose(wrapper, 2, '');
    expect(last(wrapper)).toEqual(['430100']);
    await choose(wrapper, 0, '');
    expect(last(wrapper)).toEqual([null]);
  });

  it('offers lower levels only below a choice', async () => {
    const wrapper = await region(null);
    expect(wrapper.findAll('select').map((select) => select.element.disabled)).toEqual([false, true, true]);
    expect(wrapper.findAll('select')[0]?.findAll('option').length).toBeGreaterThan(30);
  });
});
