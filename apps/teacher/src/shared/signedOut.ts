import { useSession } from '@qiancheng/web-core';
import type { Router } from 'vue-router';

/** The session is over and could not be renewed: log in, then back to the same place. */
export function backToLogin(router: Router): () => void {
  return () => {
    useSession().forget();
    const to = router.currentRoute.value;
    // Before the first page there is nothing to come back from: the guard of that page asks for the log-in itself.
    if (to.matched.length && !to.meta.public) void router.replace({ name: 'login', query: { to: to.fullPath } });
  };
}
