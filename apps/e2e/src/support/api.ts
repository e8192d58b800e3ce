import { randomUUID } from 'node:crypto';
import { request, type APIRequestContext } from 'playwright-core';
import { PASSWORD, SCHOOL } from './demo.js';
import { baseUrl, type Audience } from './stage.js';

/** The parts of an agreement that these stories look at. */
export interface Case {
  id: string;
  version: number;
  state: string;
  agreementNo: string | null;
  contentHash: string | null;
  consentVersion: string;
  studentId: string;
  student: { name: string; studentNo: string; collegeName: string };
  employer: Record<string, unknown> & { name: string };
  terms: Record<string, unknown> & { post: string };
  print: { copies: number };
  slots: { slot: string; label: string; done: boolean }[];
  events: { action: string; actorName: string | null; toState: string }[];
}

const sessions = new Map<string, Promise<Api>>();

/** A signed-in person without a screen: brings agreements to where a story begins, and looks at what it left. */
export class Api {
  private constructor(
    private readonly http: APIRequestContext,
    private readonly audience: Audience,
  ) {}

  /** One session an account and test file: hashing passwords is what costs most in preparing a story. */
  static signIn(audience: Audience, account: string): Promise<Api> {
    const key = `${audience}/${account}`;
    const session = sessions.get(key) ?? Api.open(audience, account);
    sessions.set(key, session);
    return session;
  }

  static async closeAll(): Promise<void> {
    const open = [...sessions.values()];
    sessions.clear();
    for (const session of open) await session.then((api) => api.http.dispose()).catch(() => undefined);
  }

  private static async open(audience: Audience, account: string): Promise<Api> {
    const http = await request.newContext({ baseURL: baseUrl() });
    const api = new Api(http, audience);
    const school = audience === 'student' || audience === 'teacher' ? { schoolCode: SCHOOL } : {};
    await api.post('session', { account, password: PASSWORD, ...school });
    return api;
  }

  get<T = Case>(path: string): Promise<T> {
    return this.send<T>('GET', path);
  }

  post<T = Case>(path: string, data: object): Promise<T> {
    return this.send<T>('POST', path, data);
  }

  put<T = Case>(path: string, data: object): Promise<T> {
    return this.send<T>('PUT', path, data);
  }

  /** What comes instead of an answer where there is nothing, or nothing any more. */
  async status(path: string): Promise<number> {
    return (await this.http.get(`/api/v1/${this.audience}/${path}`)).status();
  }

  private async send<T>(method: string, path: string, data?: object): Promise<T> {
    const answer = await this.http.fetch(`/api/v1/${this.audience}/${path}`, {
      method,
      ...(data ? { data, headers: { 'idempotency-key': randomUUID() } } : {}),
    });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}
