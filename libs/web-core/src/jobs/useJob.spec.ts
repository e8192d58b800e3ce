import type { JobView } from '@qiancheng/api-client/employer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { wireTransport } from '../api/transport.js';
import { useJob } from './useJob.js';

const job = (status: JobView['status'], done = 0): JobView =>
  ({ id: 'j1', name: 'print', status, progress: { done, total: 3, failed: 0 }, result: null, error: null }) as JobView;

class FakeEvents {
  static last: FakeEvents | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  constructor(readonly url: string) {
    FakeEvents.last = this;
  }
  close(): void {
    this.closed = true;
  }
}

describe('useJob', () => {
  let answers: JobView[] = [];
  beforeEach(() => {
    vi.useFakeTimers();
    wireTransport({ audience: 'employer', onSignedOut: () => undefined });
    vi.stubGlobal('EventSource', FakeEvents);
    vi.stubGlobal('fetch', async () => new Response(JSON.stringify(answers.shift() ?? job('running'))));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('follows the events, and ends with the job', async () => {
    const scope = effectScope();
    const ended = vi.fn();
    const follow = scope.run(() => useJob({ onEnd: ended }))!;
    const done = follow.watch(job('queued'));
    expect(FakeEvents.last?.url).toBe('/api/v1/employer/jobs/j1/events');
    FakeEvents.last?.onmessage?.({ data: JSON.stringify(job('running', 1)) });
    expect(follow.job.value?.progress.done).toBe(1);
    FakeEvents.last?.onmessage?.({ data: JSON.stringify(job('done', 3)) });
    expect((await done)?.status).toBe('done');
    expect(FakeEvents.last?.closed).toBe(true);
    expect(ended).toHaveBeenCalledOnce();
    scope.stop();
  });

  it('asks by itself where events are cut, and ignores what is not a job', async () => {
    const scope = effectScope();
    const follow = scope.run(() => useJob())!;
    answers = [job('running', 2), job('done', 3)];
    const done = follow.watch(job('queued'));
    FakeEvents.last?.onmessage?.({ data: 'ping' });
    FakeEvents.last?.onerror?.();
    await vi.advanceTimersByTimeAsync(3000);
    expect((await done)?.status).toBe('done');
    scope.stop();
  });

  it('stops with the page, and a later answer changes nothing', async () => {
    const scope = effectScope();
    const follow = scope.run(() => useJob())!;
    const done = follow.watch(job('queued'));
    scope.stop();
    expect(await done).toBeNull();
    await vi.advanceTimersByTimeAsync(3000);
    expect(follow.job.value?.status).toBe('queued');
  });
});
