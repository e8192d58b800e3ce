// A signed-in person over HTTP: cookies, one refresh when the access token is over, problems as errors.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export class Person {
  #cookies = new Map();

  constructor({ url, audience, account, password, schoolCode }) {
    Object.assign(this, { url: url.replace(/\/+$/, ''), audience, account, password, schoolCode });
  }

  login() {
    return this.post('session', {
      account: this.account,
      password: this.password,
      ...(this.schoolCode ? { schoolCode: this.schoolCode } : {}),
    });
  }

  get(path) {
    return this.#json('GET', path);
  }

  post(path, body = {}, headers = {}) {
    return this.#json('POST', path, body, { 'idempotency-key': randomUUID(), ...headers });
  }

  put(path, body) {
    return this.#json('PUT', path, body);
  }

  delete(path) {
    return this.#json('DELETE', path);
  }

  async download(path) {
    const response = await this.#send('GET', path);
    return Buffer.from(await response.arrayBuffer());
  }

  async #json(method, path, body, headers) {
    const response = await this.#send(method, path, body, headers);
    return response.status === 204 ? undefined : response.json();
  }

  async #send(method, path, body, headers = {}, again = true) {
    const target = path.startsWith('/') ? path : `/api/v1/${this.audience}/${path}`.replace(/\/\/+/g, '/');
    const response = await fetch(this.url + target, {
      method,
      headers: {
        cookie: [...this.#cookies].map(([k, v]) => `${k}=${v}`).join('; '),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(';');
      const at = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    if (response.status === 401 && problem.code === 'SESSION_EXPIRED' && again && !path.startsWith('session')) {
      await this.#send('POST', 'session/refresh', {}, {}, false);
      return this.#send(method, path, body, headers, false);
    }
    throw Object.assign(
      new Error(`${method} ${target}: ${response.status} ${problem.code ?? ''} ${problem.detail ?? ''}`.trim()),
      { status: response.status, problem },
    );
  }
}

/** Asks again until there is an answer. */
export async function until(ask, timeoutMs, everyMs = 100) {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await sleep(everyMs)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error(`no answer within ${timeoutMs} ms`);
}
