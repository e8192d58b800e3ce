import type { APIRequestContext } from 'playwright-core';

interface Sent {
  to: string;
  code: string | null;
  link: string | null;
}
const PATIENCE_MS = 15_000;

/** What was last sent to a phone or mailbox of the demo and is wanted; asked for until it has come. */
async function sentTo(http: APIRequestContext, to: string, wanted: (one: Sent) => string | null): Promise<string> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const answer = await http.get('/api/v1/public/outbox');
    if (!answer.ok()) throw new Error(`the outbox answers ${answer.status()}`);
    const { items } = (await answer.json()) as { items: Sent[] };
    const found = items.filter((one) => one.to === to).map(wanted);
    const first = found.find((one) => one !== null);
    if (first) return first;
  }
  throw new Error(`what was waited for did not come to ${to}`);
}

const DIGITS = /^\d{6}$/;

export const codeFor = (http: APIRequestContext, to: string): Promise<string> =>
  sentTo(http, to, ({ code }) => (code !== null && DIGITS.test(code) ? code : null));

/** Where the mail leads, as a path: the demo may be reached at another address than it believes. */
export async function linkFor(http: APIRequestContext, to: string): Promise<string> {
  const { pathname, search } = new URL(await sentTo(http, to, ({ link }) => link));
  return `${pathname}${search}`;
}
