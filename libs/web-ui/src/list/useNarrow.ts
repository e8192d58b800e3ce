import { onScopeDispose, ref, type Ref } from 'vue';

/** As narrow as a phone, followed while a window is dragged or a phone turned. */
export function useNarrow(): Readonly<Ref<boolean>> {
  const query = globalThis.matchMedia?.('(max-width: 639px)');
  const narrow = ref(query?.matches ?? false);
  const follow = (event: MediaQueryListEvent): void => void (narrow.value = event.matches);
  query?.addEventListener('change', follow);
  onScopeDispose(() => query?.removeEventListener('change', follow));
  return narrow;
}
