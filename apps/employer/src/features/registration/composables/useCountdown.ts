import { computed, onScopeDispose, ref, type ComputedRef } from 'vue';

/** Seconds that are left, one less each second. */
export function useCountdown(): { left: ComputedRef<number>; start: (seconds: number) => void } {
  const until = ref(0);
  const now = ref(Date.now());
  let timer: ReturnType<typeof setInterval> | undefined;

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }
  function start(seconds: number): void {
    stop();
    now.value = Date.now();
    until.value = now.value + seconds * 1000;
    timer = setInterval(() => {
      now.value = Date.now();
      if (now.value >= until.value) stop();
    }, 1000);
  }
  onScopeDispose(stop);
  return { left: computed(() => Math.max(0, Math.ceil((until.value - now.value) / 1000))), start };
}
