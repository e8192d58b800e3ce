import '@qiancheng/web-ui/styles.css';
import './styles/portal.css';
import './styles/rows.css';
import './styles/folds.css';
import { client } from '@qiancheng/api-client/student';
import { createApi, useSession } from '@qiancheng/web-core';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { createStudentRouter } from './router/index.js';
import { useOverview } from './shared/overview.js';

const router = createStudentRouter();

createApi(client, {
  audience: 'student',
  onSignedOut: () => {
    useSession().forget();
    const to = router.currentRoute.value;
    // Before the first page there is nothing to come back from: the guard of that page asks for the log-in itself.
    if (to.matched.length && !to.meta.public) {
      void router.replace({ name: 'login', query: { to: to.fullPath } });
    }
  },
});

// The router asks who is signed in before it fetches the page. On a slow network that is a round trip lost, so the
// page's own chunk is on its way meanwhile.
for (const { components } of router.resolve(location.pathname.replace(/^\/student/, '') || '/').matched) {
  const page = components?.['default'];
  if (typeof page === 'function' && !('setup' in page)) void (page as () => Promise<unknown>)();
}

const pinia = createPinia();
if (location.pathname === '/student/') useOverview(pinia).warm();
createApp(App).use(pinia).use(router).mount('#app');
