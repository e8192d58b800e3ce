import { nextTick, onScopeDispose, ref, watch, type Ref } from 'vue';

const EDGE = 8;

/**
 * A small panel under its button: focus goes in, Escape and a click elsewhere close it, and the focus goes back to the
 * button unless the person has already put it somewhere else.
 */
export function usePopover(button: Ref<HTMLElement | null>, panel: Ref<HTMLElement | null>) {
  const open = ref(false);

  function close(giveBack = true): void {
    if (!open.value) return;
    open.value = false;
    if (giveBack) button.value?.focus();
  }

  function onPointer(event: PointerEvent): void {
    const path = event.composedPath();
    if (panel.value && path.includes(panel.value)) return;
    if (button.value && path.includes(button.value)) return;
    close(false);
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.stopPropagation();
    close();
  }

  function onFocus(event: FocusEvent): void {
    const target = event.target as Node | null;
    if (!target || panel.value?.contains(target) || button.value?.contains(target)) return;
    close(false);
  }

  function listen(on: boolean): void {
    const act = on ? 'addEventListener' : 'removeEventListener';
    document[act]('pointerdown', onPointer as EventListener, true);
    document[act]('keydown', onKey as EventListener, true);
    document[act]('focusin', onFocus as EventListener, true);
  }

  /** A panel near the right edge moves in, as far as it stands out. */
  function keepInside(): void {
    const element = panel.value;
    if (!element) return;
    const over = element.getBoundingClientRect().right - (document.documentElement.clientWidth - EDGE);
    if (over > 0) element.style.translate = `${-over}px 0`;
  }

  watch(open, async (now) => {
    listen(now);
    if (!now) return;
    await nextTick();
    keepInside();
    const target =
      panel.value?.querySelector<HTMLElement>('[data-first]') ??
      panel.value?.querySelector<HTMLElement>('input:not(:disabled), button:not(:disabled), [tabindex="0"]');
    target?.focus({ preventScroll: true });
  });
  onScopeDispose(() => listen(false));

  return { open, close, toggle: () => (open.value ? close() : (open.value = true)) };
}
