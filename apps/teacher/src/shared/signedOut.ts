import { useSession } from '@qiancheng/web-core';
import type { Router } from 'vue-router';

/** The session is over and could not be renewed: log in, then back to the same place. */
export function backToLogin(router: Router): () => void {
  return () => {
    useSession().forget();
    const to = router.currentRoute.value;
    if (!to.meta.public) void router.replace({ name: 'login', query: { to: to.fullPath } });
  };
}
