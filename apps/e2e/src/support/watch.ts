import type { BrowserContext, Request } from 'playwright-core';

interface Expected {
  status: number;
  path: RegExp;
}

/**
 * Whatever a person would find in the browser's console counts as a fault of the page: script errors, broken content rules,
 * requests that failed, answers of 400 and above that the test did not announce.
 */
export class Watch {
  readonly complaints: string[] = [];
  private readonly expected: Expected[] = [];

  constructor(
    context: BrowserContext,
    private readonly who: string,
  ) {
    context.on('weberror', (found) => this.complain(`script error: ${found.error().stack ?? String(found.error())}`));
    context.on('console', (message) => {
      // a failed load is judged by its answer below; anything else in red is ours
      const text = message.text();
      if (message.type() === 'error' && !text.startsWith('Failed to load resource')) this.complain(`console: ${text}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 400) this.judge(response.status(), response.request());
    });
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // leaving a page ends what it still loads
      if (why !== 'net::ERR_ABORTED') this.complain(`${request.method()} ${request.url()} failed: ${why}`);
    });
  }

  /** Answers with this status at such an address are part of the story. */
  expect(status: number, path: RegExp): void {
    this.expected.push({ status, path });
  }

  private judge(status: number, request: Request): void {
    const { pathname } = new URL(request.url());
    // a page that nobody is signed in to asks who is there and where they stand, both at once, and is told: nobody
    if (status === 401 && request.method() === 'GET' && /\/(session|student\/overview)$/.test(pathname)) return;
    if (this.expected.some((one) => one.status === status && one.path.test(pathname))) return;
    this.complain(`${request.method()} ${pathname} answered ${status}`);
  }

  private complain(text: string): void {
    this.complaints.push(`${this.who}: ${text}`);
  }
}
