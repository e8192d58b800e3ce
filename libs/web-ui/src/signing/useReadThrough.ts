import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue';

/**
 * Whether a text has been read to its end, and how far. The end counts once it was in sight, by scrolling, by keyboard,
 * or because the text fits without scrolling; a text that is replaced is to be read anew.
 */
export function useReadThrough(
  frame: Ref<HTMLElement | null>,
  text: Ref<unknown>,
): { finished: Ref<boolean>; share: Ref<number> } {
  const finished = ref(false);
  const share = ref(0);
  let watcher: ResizeObserver | undefined;

  function measure(): void {
    const el = frame.value;
    // Before layout a frame has no height, and everything would look read.
    if (!el || el.clientHeight === 0) return;
    const hidden = el.scrollHeight - el.clientHeight;
    share.value = Math.max(share.value, hidden <= 0 ? 1 : Math.min(1, el.scrollTop / hidden));
    if (el.scrollTop + el.clientHeight >= el.scrollHeight - 24) {
      finished.value = true;
      share.value = 1;
    }
  }

  function attach(el: HTMLElement | null, old?: HTMLElement | null): void {
    old?.removeEventListener('scroll', measure);
    watcher?.disconnect();
    if (!el) return;
    el.addEventListener('scroll', measure, { passive: true });
    if (typeof ResizeObserver !== 'undefined') {
      watcher = new ResizeObserver(measure);
      watcher.observe(el);
    }
    measure();
  }

  watch(frame, attach, { flush: 'post' });
  watch(text, () => {
    finished.value = false;
    share.value = 0;
  });
  watch(text, measure, { flush: 'post' });
  onMounted(() => attach(frame.value));
  onBeforeUnmount(() => attach(null, frame.value));
  return { finished, share };
}
