import { getCurrentScope, onScopeDispose, ref, type Ref } from 'vue';

/** Whether the page is as narrow as a phone, and stays so; the style sheets turn at the same width. */
export function useNarrow(): Readonly<Ref<boolean>> {
  const query = matchMedia('(max-width: 720px)');
  const narrow = ref(query.matches);
  const turn = (event: MediaQueryListEvent): void => void (narrow.value = event.matches);
  query.addEventListener('change', turn);
  if (getCurrentScope()) onScopeDispose(() => query.removeEventListener('change', turn));
  return narrow;
}
