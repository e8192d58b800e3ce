import '@qiancheng/web-ui/styles.css';
import './styles/entry.css';
import { client } from '@qiancheng/api-client/public';
import { createApp } from 'vue';
import App from './App.vue';
import { router } from './router.js';

client.setConfig({ baseUrl: '' });
createApp(App).use(router).mount('#app');
