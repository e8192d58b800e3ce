import { onScopeDispose } from 'vue';

/** Asks again and again while the page is looked at; the next round waits for the last one. */
export function usePolling(ask: () => Promise<void>, everyMs: number): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const next = (): void => {
    timer = setTimeout(() => {
      const work = document.hidden ? Promise.resolve() : ask();
      void work.finally(() => {
        if (!over) next();
      });
    }, everyMs);
  };
  next();
  onScopeDispose(() => {
    over = true;
    clearTimeout(timer);
  });
}
