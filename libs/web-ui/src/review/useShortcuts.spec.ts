import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import { useShortcuts } from './useShortcuts.js';

const press = (target: EventTarget, key: string, init: KeyboardEventInit = {}): boolean =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }));

function setup() {
  const on = ref(true);
  const acts = { j: vi.fn(), '?': vi.fn() };
  const wrapper = mount(
    defineComponent({
      setup() {
        useShortcuts(acts, () => on.value);
        return () => h('div', [h('input'), h('textarea'), h('select')]);
      },
    }),
    { attachTo: document.body },
  );
  return { on, acts, wrapper };
}

enableAutoUnmount(afterEach);
afterEach(() => document.body.replaceChildren());

describe('single keys', () => {
  it('act outside of fields, in either case', () => {
    const { acts } = setup();
    press(document.body, 'j');
    press(document.body, 'J');
    expect(acts.j).toHaveBeenCalledTimes(2);
  });

  it('stay silent in fields, with modifiers and while an input method composes', () => {
    const { acts, wrapper } = setup();
    for (const field of ['input', 'textarea', 'select']) press(wrapper.find(field).element, 'j');
    press(document.body, 'j', { ctrlKey: true });
    press(document.body, 'j', { isComposing: true });
    expect(acts.j).not.toHaveBeenCalled();
  });

  it('stay silent behind an open dialog', () => {
    const { acts } = setup();
    const dialog = document.createElement('dialog');
    dialog.setAttribute('open', '');
    document.body.append(dialog);
    press(document.body, 'j');
    expect(acts.j).not.toHaveBeenCalled();
  });

  it('can be switched off, and ? still tells how to switch them on', () => {
    const { acts, on } = setup();
    on.value = false;
    press(document.body, 'j');
    press(document.body, '?');
    expect(acts.j).not.toHaveBeenCalled();
    expect(acts['?']).toHaveBeenCalledTimes(1);
  });
});
