import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';

/** Part of the window's height above which a group counts as reached. */
const LINE = 0.3;

/** The group that one reads now: the last whose beginning has passed the upper third of the window. */
export function useCurrentGroup(ids: () => readonly string[]): Readonly<Ref<string>> {
  const current = ref('');
  let frame = 0;
  function look(): void {
    frame = 0;
    const line = innerHeight * LINE;
    const above = ids().filter((id) => {
      const element = document.getElementById(id);
      return element !== null && element.getBoundingClientRect().top <= line;
    });
    current.value = (above.at(-1) ?? ids()[0] ?? '').replace(/^g-/, '');
  }
  const onScroll = (): void => {
    frame ||= requestAnimationFrame(look);
  };
  onMounted(() => {
    look();
    addEventListener('scroll', onScroll, { passive: true });
  });
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame);
    removeEventListener('scroll', onScroll);
  });
  return current;
}
