import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { defineComponent, h, nextTick, ref } from 'vue';
import { useReadThrough } from './useReadThrough.js';

function mountReader(sizes: { scrollHeight: number; clientHeight: number }) {
  const text = ref('第一版');
  const state = { finished: ref(false), share: ref(0) };
  const Reader = defineComponent({
    setup() {
      const frame = ref<HTMLElement | null>(null);
      Object.assign(state, useReadThrough(frame, text));
      return () =>
        h('div', {
          ref: (el) => {
            if (el instanceof HTMLElement) {
              Object.defineProperties(el, {
                scrollHeight: { configurable: true, get: () => sizes.scrollHeight },
                clientHeight: { configurable: true, get: () => sizes.clientHeight },
              });
              frame.value = el;
            }
          },
        });
    },
  });
  const wrapper = mount(Reader);
  const el = wrapper.element as HTMLElement;
  const scrollTo = async (top: number) => {
    el.scrollTop = top;
    el.dispatchEvent(new Event('scroll'));
    await nextTick();
  };
  return { state, text, scrollTo, sizes };
}

describe('useReadThrough', () => {
  it('opens at the end only, and stays open when one scrolls back', async () => {
    const { state, scrollTo } = mountReader({ scrollHeight: 2000, clientHeight: 600 });
    expect(state.finished.value).toBe(false);
    await scrollTo(700);
    expect(state.finished.value).toBe(false);
    expect(state.share.value).toBeCloseTo(0.5);
    await scrollTo(1390);
    expect(state.finished.value).toBe(true);
    await scrollTo(0);
    expect(state.finished.value).toBe(true);
    expect(state.share.value).toBe(1);
  });

  it('counts a text that fits without scrolling as read', () => {
    const { state } = mountReader({ scrollHeight: 500, clientHeight: 600 });
    expect(state.finished.value).toBe(true);
  });

  it('counts nothing before there is a layout', () => {
    const { state } = mountReader({ scrollHeight: 0, clientHeight: 0 });
    expect(state.finished.value).toBe(false);
  });

  it('asks again when the text is another one', async () => {
    const { state, text, scrollTo } = mountReader({ scrollHeight: 2000, clientHeight: 600 });
    await scrollTo(1400);
    expect(state.finished.value).toBe(true);
    await scrollTo(0);
    text.value = '第二版';
    await nextTick();
    expect(state.finished.value).toBe(false);
  });
});
