import '@qiancheng/web-ui/styles.css';
import './styles/skin.css';
import './styles/page.css';
import { client } from '@qiancheng/api-client/teacher';
import { createApi } from '@qiancheng/web-core';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { areaOf, createPortalRouter } from './router/index.js';
import { backToLogin } from './shared/signedOut.js';

/**
 * Two audiences share this build: the schools' staff, and the operators of the platform below `platform/`. A page
 * belongs to one of them for as long as it lives, because their sessions and cookies are separate.
 */
const area = areaOf(location.pathname);
const router = createPortalRouter(area);
createApi(client, { audience: area, onSignedOut: backToLogin(router) });

createApp(App).use(createPinia()).use(router).mount('#app');
