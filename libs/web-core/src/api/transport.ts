import { ApiProblem, toProblem } from './problem.js';

export type Audience = 'teacher' | 'student' | 'employer' | 'platform';

interface Wiring {
  audience: Audience;
  onSignedOut: () => void;
}
let wiring: Wiring | null = null;

export function wireTransport(next: Wiring): void {
  wiring = next;
}

export function currentAudience(): Audience {
  if (!wiring) throw new Error('createApi() has to run before the first request');
  return wiring.audience;
}

export const apiPath = (path: string): string => `/api/v1/${currentAudience()}/${path}`;

async function codeOf(response: Response): Promise<string> {
  try {
    const body: unknown = await response.clone().json();
    return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : '';
  } catch {
    return '';
  }
}

async function renew(): Promise<boolean> {
  const response = await fetch(apiPath('session/refresh'), { method: 'POST', credentials: 'same-origin' });
  return response.ok;
}

/**
 * Refresh tokens rotate, and using one twice ends the session. So only one tab renews at a time, and a tab that had
 * to wait first looks whether the other one has already done it.
 */
async function renewAcrossTabs(): Promise<boolean> {
  if (!navigator.locks) return renew();
  const name = `qc-renew-${currentAudience()}`;
  const first = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => (lock ? renew() : null));
  if (first !== null) return first;
  return navigator.locks.request(name, async () => {
    const probe = await fetch(apiPath('session'), { credentials: 'same-origin' });
    return probe.ok || renew();
  });
}

let renewing: Promise<boolean> | null = null;

/** One renewal at a time in this page: all requests that failed meanwhile wait for the same one. */
export function renewSession(): Promise<boolean> {
  renewing ??= renewAcrossTabs()
    .catch(() => false)
    .finally(() => {
      renewing = null;
    });
  return renewing;
}

/** Signing in and renewing answer 401 in their own right: that is not a session that ran out. */
function isSessionCommand(request: Request): boolean {
  const path = new URL(request.url).pathname;
  return path.endsWith('/session/refresh') || (path.endsWith('/session') && request.method !== 'GET');
}

/** `fetch` for everything of ours: renews the session once when it ran out, then gives the request a second try. */
export async function apiFetch(
  input: Request,
  send: (request: Request) => Promise<Response> = (request) => fetch(request),
): Promise<Response> {
  const second = input.clone();
  let response = await send(input);
  if (response.status !== 401 || isSessionCommand(input)) return response;
  if ((await codeOf(response)) === 'SESSION_EXPIRED' && (await renewSession())) response = await send(second);
  if (response.status === 401) wiring?.onSignedOut();
  return response;
}

/** For the few endpoints that are the same for every audience (session, jobs, messages, files). */
export async function request<T>(
  method: string,
  path: string,
  options: { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<T> {
  const headers = new Headers(options.headers);
  if (options.body !== undefined) headers.set('Content-Type', 'application/json');
  let response: Response;
  try {
    response = await apiFetch(
      new Request(new URL(apiPath(path), location.origin), {
        method,
        headers,
        credentials: 'same-origin',
        body: options.body === undefined ? null : JSON.stringify(options.body),
        signal: options.signal ?? null,
      }),
    );
  } catch (error) {
    throw toProblem(error);
  }
  const raw = await response.text();
  let body: unknown = null;
  try {
    body = raw ? JSON.parse(raw) : null;
  } catch {
    if (response.ok)
      throw new ApiProblem({
        status: response.status,
        code: 'UNREADABLE',
        detail: '服务器的答复看不懂，请刷新页面再试。',
      });
  }
  if (!response.ok) throw toProblem(body, response);
  return body as T;
}
