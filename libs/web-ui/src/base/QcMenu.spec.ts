import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import QcMenu from './QcMenu.vue';

const items = [
  { key: '10001/2027', group: '云麓大学', label: '2027 届', current: true },
  { key: '10001/2026', group: '云麓大学', label: '2026 届' },
  { key: '10002', group: '海岳学院', label: '待学校审核', disabled: true },
];

describe('QcMenu', () => {
  let wrapper: VueWrapper;
  beforeEach(() => {
    wrapper = mount(QcMenu, {
      props: { items, label: '学校和届别', choice: true },
      slots: { default: '云麓大学' },
      attachTo: document.body,
    });
  });
  afterEach(() => wrapper.unmount());
  const focused = () => document.activeElement?.textContent?.trim();
  const key = (name: string) => wrapper.find('[role="menu"]').trigger('keydown', { key: name });
  const open = async () => {
    await wrapper.find('button').trigger('keydown', { key: 'ArrowDown' });
    await nextTick();
  };

  it('opens on the current item and moves with the arrows, round and round', async () => {
    await open();
    expect(focused()).toBe('2027 届');
    await key('ArrowDown');
    expect(focused()).toBe('2026 届');
    await key('ArrowUp');
    await key('ArrowUp');
    expect(focused()).toBe('待学校审核');
    await key('Home');
    expect(focused()).toBe('2027 届');
  });

  it('finds by the first letters', async () => {
    await open();
    await key('待');
    expect(focused()).toBe('待学校审核');
  });

  it('closes on Escape and gives the focus back', async () => {
    await open();
    await key('Escape');
    expect(wrapper.find('[role="menu"]').exists()).toBe(false);
    expect(document.activeElement).toBe(wrapper.find('button').element);
  });

  it('chooses, but not what is closed', async () => {
    await open();
    const entries = wrapper.findAll('[role="menuitemradio"]');
    await entries[2]?.trigger('click');
    expect(wrapper.emitted('choose')).toBeUndefined();
    await entries[1]?.trigger('click');
    expect(wrapper.emitted('choose')).toEqual([['10001/2026']]);
    expect(entries.map((entry) => entry.attributes('aria-checked'))).toEqual(['true', 'false', 'false']);
  });
});
