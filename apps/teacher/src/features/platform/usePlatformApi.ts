import { client } from '@qiancheng/api-client/platform';
import { createApi } from '@qiancheng/web-core';
import { useRouter } from 'vue-router';
import { backToLogin } from '../../shared/signedOut.js';

let wired = false;

/** The operators' client is loaded with their pages only; the first of them wires it. */
export function usePlatformApi(): void {
  if (wired) return;
  createApi(client, { audience: 'platform', onSignedOut: backToLogin(useRouter()) });
  wired = true;
}
