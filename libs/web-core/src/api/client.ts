import { toProblem } from './problem.js';
import { apiFetch, wireTransport, type Audience } from './transport.js';

/** The part of a generated client (@hey-api/client-fetch) that is wired here. */
export interface GeneratedClient {
  setConfig(config: { baseUrl?: string; credentials?: RequestCredentials; fetch?: typeof fetch }): unknown;
  interceptors: { error: { use(handler: (error: unknown, response: Response | undefined) => unknown): unknown } };
}

export interface ApiOptions {
  audience: Audience;
  /** the session is gone and cannot be renewed: show the log-in */
  onSignedOut: () => void;
}

/** Wires the generated client: same-origin cookies, one renewal of a session that ran out, problems as ApiProblem. */
export function createApi(client: GeneratedClient, options: ApiOptions): void {
  wireTransport(options);
  client.setConfig({
    baseUrl: '',
    credentials: 'same-origin',
    fetch: (input, init) => apiFetch(input instanceof Request && !init ? input : new Request(input, init)),
  });
  client.interceptors.error.use((error, response) => toProblem(error, response));
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response?: Response;
}

/** Unwraps the answer of a generated function: the data, or an ApiProblem thrown. */
export async function ask<T>(call: Promise<Answer<T>>): Promise<NonNullable<T>> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (error) {
    throw toProblem(error);
  }
  if (answer.error !== undefined) throw toProblem(answer.error, answer.response);
  return answer.data as NonNullable<T>;
}
