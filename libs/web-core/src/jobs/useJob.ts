import type { JobView } from '@qiancheng/api-client/employer';
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';
import { toProblem, type ApiProblem } from '../api/problem.js';
import { apiPath, request } from '../api/transport.js';

const ENDED = new Set(['done', 'failed', 'cancelled']);
export const jobEnded = (job: JobView): boolean => ENDED.has(job.status);

export interface WatchedJob {
  job: ShallowRef<JobView | null>;
  problem: ShallowRef<ApiProblem | null>;
  watch: (job: JobView) => Promise<JobView | null>;
  stop: () => void;
}

/**
 * Follows a job until it ends: server-sent events where they arrive, a question every few seconds behind them, because
 * proxies cut and buffer streams. `watch` resolves with the ended job, or null when it was stopped.
 */
export function useJob(options: { onEnd?: (job: JobView) => void } = {}): WatchedJob {
  const job = shallowRef<JobView | null>(null);
  const problem = shallowRef<ApiProblem | null>(null);
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let settle: ((job: JobView | null) => void) | null = null;

  function release(): void {
    source?.close();
    source = null;
    clearTimeout(timer);
  }
  function stop(): void {
    release();
    settle?.(null);
    settle = null;
  }
  function take(next: JobView): void {
    if (job.value && (next.id !== job.value.id || jobEnded(job.value))) return;
    job.value = next;
    problem.value = null;
    if (!jobEnded(next)) return;
    release();
    settle?.(next);
    settle = null;
    options.onEnd?.(next);
  }
  async function poll(id: string, delay: number): Promise<void> {
    timer = setTimeout(async () => {
      try {
        take(await request<JobView>('GET', `jobs/${id}`));
      } catch (error) {
        problem.value = toProblem(error);
        if (problem.value.status === 404) return stop();
      }
      if (settle && job.value?.id === id) void poll(id, Math.min(delay * 1.5, 5000));
    }, delay);
  }
  function listen(id: string): void {
    if (typeof EventSource === 'undefined') return;
    source = new EventSource(apiPath(`jobs/${id}/events`));
    source.onmessage = (event: MessageEvent<string>) => {
      try {
        const next = JSON.parse(event.data) as JobView;
        if (next.id === id) take(next);
      } catch {
        // A heartbeat or a broken line: the next question tells.
      }
    };
    source.onerror = () => {
      source?.close();
      source = null;
    };
  }
  function watch(next: JobView): Promise<JobView | null> {
    stop();
    job.value = null;
    return new Promise((resolve) => {
      settle = resolve;
      take(next);
      if (!settle) return;
      listen(next.id);
      void poll(next.id, 600);
    });
  }
  onScopeDispose(stop);
  return { job, problem, watch, stop };
}
