import { onScopeDispose, ref, type Ref } from 'vue';

/** Whether the page is at most so many pixels wide, followed while a window is dragged or a phone turned. */
export function useNarrow(most: number): Readonly<Ref<boolean>> {
  const query = globalThis.matchMedia?.(`(max-width: ${most}px)`);
  const narrow = ref(query?.matches ?? false);
  const follow = (event: MediaQueryListEvent): void => void (narrow.value = event.matches);
  query?.addEventListener('change', follow);
  onScopeDispose(() => query?.removeEventListener('change', follow));
  return narrow;
}
