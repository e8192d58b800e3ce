import '@qiancheng/web-ui/styles.css';
import './styles/employer.css';
import { client } from '@qiancheng/api-client/employer';
import { createApi, useSession } from '@qiancheng/web-core';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { createAppRouter } from './router/index.js';

const router = createAppRouter();

createApi(client, {
  audience: 'employer',
  onSignedOut: () => {
    const session = useSession();
    // On the first load nobody was signed in: the guard leads to the log-in without a word about an old session.
    if (session.status !== 'in') return;
    session.forget();
    const here = router.currentRoute.value;
    if (!here.meta.public) void router.replace({ name: 'login', query: { to: here.fullPath, expired: '1' } });
  },
});

createApp(App).use(createPinia()).use(router).mount('#app');
