import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { uploadWithProgress } from './progress.js';
import { wireTransport } from './transport.js';

/** A request as the browser would carry it out, step by step. */
class StubXhr {
  static made: StubXhr[] = [];
  static get last(): StubXhr | undefined {
    return StubXhr.made.at(-1);
  }
  static answers: [status: number, body: string][] = [];
  upload: { onprogress?: (event: object) => void } = {};
  headers: Record<string, string> = {};
  status = 0;
  response = '';
  sent: Blob | null = null;
  aborted = false;
  onload?: () => void;
  onabort?: () => void;
  onerror?: () => void;

  constructor() {
    StubXhr.made.push(this);
  }
  open(): void {}
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  getAllResponseHeaders(): string {
    return 'content-type: application/json\r\n';
  }
  abort(): void {
    this.aborted = true;
    this.onabort?.();
  }
  send(body: Blob): void {
    this.sent = body;
    const answer = StubXhr.answers.shift();
    if (!answer) return;
    this.upload.onprogress?.({ loaded: 1, total: 2, lengthComputable: true });
    [this.status, this.response] = answer;
    this.onload?.();
  }
}

beforeEach(() => {
  StubXhr.made = [];
  wireTransport({ audience: 'employer', onSignedOut: () => undefined });
  vi.stubGlobal('XMLHttpRequest', StubXhr);
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 204 })));
});
afterEach(() => vi.unstubAllGlobals());

const request = (): Request =>
  new Request(new URL('/api/v1/employer/files', location.origin), {
    method: 'POST',
    body: 'bytes',
    headers: { 'x-file-name': 'a.png' },
  });

it('tells how much has gone out, and answers what the server answered', async () => {
  StubXhr.answers = [[201, '{"id":1}']];
  const shares: number[] = [];
  const response = await uploadWithProgress((share) => shares.push(share)).fetch(request());
  expect([response.status, await response.json(), shares]).toEqual([201, { id: 1 }, [0.5]]);
  expect(StubXhr.last?.headers['x-file-name']).toBe('a.png');
});

it('sends the file again after the session was renewed', async () => {
  StubXhr.answers = [
    [401, '{"code":"SESSION_EXPIRED"}'],
    [201, '{}'],
  ];
  const response = await uploadWithProgress(() => undefined).fetch(request());
  expect([response.status, await StubXhr.last?.sent?.text()]).toEqual([201, 'bytes']);
});

it('stops when it is told to', async () => {
  StubXhr.answers = [];
  const upload = uploadWithProgress(() => undefined);
  const call = upload.fetch(request());
  await vi.waitFor(() => expect(StubXhr.last?.sent).toBeTruthy());
  upload.cancel();
  await expect(call).rejects.toThrow('cancelled');
  expect(StubXhr.last?.aborted).toBe(true);
});
