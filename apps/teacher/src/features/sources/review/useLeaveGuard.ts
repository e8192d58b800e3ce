import { ref } from 'vue';
import { onBeforeRouteLeave, onBeforeRouteUpdate, useRouter, type RouteLocationNormalized } from 'vue-router';

/** Nobody leaves with something unsaved without being asked; the answer goes where they wanted to go. */
export function useLeaveGuard(unsaved: () => boolean, drop: () => void) {
  const router = useRouter();
  const wanted = ref<RouteLocationNormalized | null>(null);
  const check = (to: RouteLocationNormalized): boolean => {
    if (!unsaved()) return true;
    wanted.value = to;
    return false;
  };
  onBeforeRouteLeave(check);
  onBeforeRouteUpdate((to, from) => (to.params['id'] === from.params['id'] ? true : check(to)));
  return {
    wanted,
    stay(): void {
      wanted.value = null;
    },
    async go(): Promise<void> {
      const to = wanted.value;
      wanted.value = null;
      if (!to) return;
      drop();
      await router.push(to.fullPath);
    },
  };
}
