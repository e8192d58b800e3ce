import type { CaptchaChallenge } from '@qiancheng/api-client/public';
import { search } from './search.js';

self.addEventListener('message', (event: MessageEvent<CaptchaChallenge>) => {
  self.postMessage(search(event.data));
});
