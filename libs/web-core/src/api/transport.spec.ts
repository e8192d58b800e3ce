import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from './problem.js';
import { apiFetch, renewSession, request, wireTransport } from './transport.js';

const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const expired = (): Response => json(401, { code: 'SESSION_EXPIRED', detail: '登录已经过期。' });
const url = (path: string): string => `${location.origin}/api/v1/employer/${path}`;

describe('the transport', () => {
  const signedOut = vi.fn();
  const calls: string[] = [];
  let answer: (path: string, method: string) => Response | Promise<Response>;

  beforeEach(() => {
    calls.length = 0;
    signedOut.mockClear();
    wireTransport({ audience: 'employer', onSignedOut: signedOut });
    vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
      const asked = input instanceof Request ? input : new Request(new URL(input, location.origin), init);
      const path = new URL(asked.url).pathname.replace('/api/v1/employer/', '');
      calls.push(`${asked.method} ${path}`);
      return answer(path, asked.method);
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('renews once for all requests that ran into the end of the session, and tries each again', async () => {
    let valid = false;
    answer = async (path) => {
      if (path === 'session/refresh') {
        await new Promise((resolve) => setTimeout(resolve, 5));
        valid = true;
        return new Response(null, { status: 204 });
      }
      return valid ? json(200, { path }) : expired();
    };
    const answers = await Promise.all(['a', 'b', 'c'].map((path) => apiFetch(new Request(url(path)))));
    expect(answers.map((response) => response.status)).toEqual([200, 200, 200]);
    expect(calls.filter((call) => call === 'POST session/refresh')).toHaveLength(1);
    expect(signedOut).not.toHaveBeenCalled();
  });

  it('sends the second try with the same body and the same Idempotency-Key', async () => {
    const seen: [string | null, string][] = [];
    let valid = false;
    vi.stubGlobal('fetch', async (input: Request | string) => {
      if (!(input instanceof Request)) {
        valid = true;
        return new Response(null, { status: 204 });
      }
      seen.push([input.headers.get('idempotency-key'), await input.text()]);
      return valid ? json(200, {}) : expired();
    });
    await request('POST', 'cases/1/send', { body: { version: 3 }, headers: { 'Idempotency-Key': 'k1' } });
    expect(seen).toEqual([
      ['k1', '{"version":3}'],
      ['k1', '{"version":3}'],
    ]);
  });

  it('signs out when the session cannot be renewed, and hands the answer on', async () => {
    answer = () => expired();
    const response = await apiFetch(new Request(url('cases')));
    expect(response.status).toBe(401);
    expect(signedOut).toHaveBeenCalledOnce();
    expect(calls).toEqual(['GET cases', 'POST session/refresh']);
  });

  it('does not renew for somebody who never signed in', async () => {
    answer = () => json(401, { code: 'NOT_AUTHENTICATED', detail: '请先登录。' });
    await apiFetch(new Request(url('session')));
    expect(calls).toEqual(['GET session']);
    expect(signedOut).toHaveBeenCalledOnce();
  });

  it('takes a refused log-in as an answer, not as the end of a session', async () => {
    answer = () => json(401, { code: 'BAD_CREDENTIALS', detail: '账号或密码不对。', remaining: 3 });
    const failed = request('POST', 'session', { body: { account: 'a', password: 'b' } });
    await expect(failed).rejects.toMatchObject({ code: 'BAD_CREDENTIALS', status: 401, extra: { remaining: 3 } });
    expect(signedOut).not.toHaveBeenCalled();
  });

  it('lets the tab that had to wait look first whether another tab renewed', async () => {
    const locks = {
      request: vi.fn(async (_name: string, second: unknown, third?: (lock: unknown) => Promise<unknown>) =>
        typeof second === 'function' ? second({}) : third?.(null),
      ),
    };
    vi.stubGlobal('navigator', { ...navigator, locks });
    answer = () => json(200, {});
    expect(await renewSession()).toBe(true);
    expect(calls).toEqual(['GET session']);
  });

  it('turns a lost connection into a problem that may be tried again', async () => {
    answer = () => Promise.reject(new TypeError('Failed to fetch'));
    const failed = await request('GET', 'cases').catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ApiProblem);
    expect(failed).toMatchObject({ code: 'OFFLINE', uncertain: true });
  });
});
