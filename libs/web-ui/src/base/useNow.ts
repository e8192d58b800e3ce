import { onScopeDispose, readonly, ref, type Ref } from 'vue';

const now = ref(new Date());
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The time, renewed twice a minute while anybody looks; one timer for the whole page. */
export function useNow(): Readonly<Ref<Date>> {
  users += 1;
  now.value = new Date();
  timer ??= setInterval(() => (now.value = new Date()), 30_000);
  onScopeDispose(() => {
    users -= 1;
    if (users === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  });
  return readonly(now) as Readonly<Ref<Date>>;
}
