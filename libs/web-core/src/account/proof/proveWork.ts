import { captchaChallenge, type CaptchaChallenge } from '@qiancheng/api-client/public';
import { ask } from '../../api/client.js';

/** Works in the background, so that the page stays free; answers what the server wants to see, once. */
export async function proveWork(): Promise<string> {
  const challenge = await ask(captchaChallenge());
  const solution = await inWorker(challenge);
  if (solution === null) throw new Error('the challenge has no solution');
  return solution;
}

function inWorker(challenge: CaptchaChallenge): Promise<string | null> {
  const worker = new Worker(new URL('./proof.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<string | null>((resolve, reject) => {
    worker.addEventListener('message', (event: MessageEvent<string | null>) => resolve(event.data));
    worker.addEventListener('error', (event) => reject(new Error(event.message || 'the worker did not start')));
    worker.postMessage({ ...challenge });
  }).finally(() => worker.terminate());
}
