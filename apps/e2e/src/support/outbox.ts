import type { APIRequestContext } from 'playwright-core';

interface Sent {
  to: string;
  code: string | null;
}
const PATIENCE_MS = 15_000;

/** The code that was last sent to a phone or mailbox of the demo; asked for until it has come; `not` is one of before. */
export async function codeFor(http: APIRequestContext, to: string, not = ''): Promise<string> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const answer = await http.get('/api/v1/public/outbox');
    if (!answer.ok()) throw new Error(`the outbox answers ${answer.status()}`);
    const { items } = (await answer.json()) as { items: Sent[] };
    const found = items.find((one) => one.to === to && one.code !== null);
    if (found?.code && found.code !== not) return found.code;
  }
  throw new Error(`no code came to ${to}`);
}
