import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Observable, type Subscriber } from 'rxjs';
import { FINISHED, type JobView } from './job-view.js';
import { JobsQuery } from './jobs-query.js';

const LOOK_EVERY_MS = 500;
const KEEP_ALIVE_MS = 15_000;
/** A stream ends after this and the browser comes back, so that a session that was revoked does not watch for ever. */
const LONGEST_STREAM_MS = 10 * 60_000;

/** The frames that Nest's server-sent events take. */
export interface JobEvent {
  type?: string;
  data?: JobView;
  comment?: string;
}

interface Watch {
  subscriber: Subscriber<JobEvent>;
  last: string;
  spokeAt: number;
  until: number;
}

/**
 * Progress of runs as streams. All streams of a process share one statement every half second, however many there are;
 * polling needs no connection of its own and survives a restart of the database.
 */
@Injectable()
export class JobWatcher implements OnModuleDestroy {
  private readonly log = new Logger('JobWatcher');
  private readonly watches = new Map<string, Set<Watch>>();
  private timer: NodeJS.Timeout | undefined;
  private looking = false;
  private closing = false;

  constructor(private readonly jobs: JobsQuery) {}

  /** Emits the state at once and at each change; completes when the run is finished. The caller has checked the right to see it. */
  watch(first: JobView): Observable<JobEvent> {
    return new Observable<JobEvent>((subscriber) => {
      const now = performance.now();
      const watch: Watch = { subscriber, last: '', spokeAt: now, until: now + LONGEST_STREAM_MS };
      if (tell(watch, first, now)) return undefined;
      // A request that was under way when the process began to close: it must not keep it open.
      if (this.closing) {
        subscriber.complete();
        return undefined;
      }
      const watches = this.watches.get(first.id) ?? new Set<Watch>();
      this.watches.set(first.id, watches.add(watch));
      this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS);
      return () => this.forget(first.id, watch);
    });
  }

  onModuleDestroy(): void {
    this.closing = true;
    for (const watches of this.watches.values()) for (const watch of [...watches]) watch.subscriber.complete();
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const views = await this.jobs.systemStates([...this.watches.keys()]);
      const now = performance.now();
      for (const view of views) {
        for (const watch of [...(this.watches.get(view.id) ?? [])]) tell(watch, view, now);
      }
      this.closeOld(now);
    } catch (error) {
      // The database may be restarting; the streams stay open and the next look tries again.
      this.log.warn({ err: error }, 'job states not read');
    } finally {
      this.looking = false;
    }
  }

  private closeOld(now: number): void {
    for (const watches of this.watches.values()) {
      for (const watch of [...watches]) {
        if (now > watch.until) watch.subscriber.complete();
        else if (now - watch.spokeAt > KEEP_ALIVE_MS) {
          watch.spokeAt = now;
          watch.subscriber.next({ comment: 'alive' });
        }
      }
    }
  }

  private forget(id: string, watch: Watch): void {
    const watches = this.watches.get(id);
    watches?.delete(watch);
    if (watches?.size === 0) this.watches.delete(id);
    if (this.watches.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
  }
}

/** True when that was the last word. */
function tell(watch: Watch, view: JobView, now: number): boolean {
  const text = JSON.stringify(view);
  if (text !== watch.last) {
    watch.last = text;
    watch.spokeAt = now;
    watch.subscriber.next({ type: 'job', data: view });
  }
  const finished = FINISHED.includes(view.status);
  if (finished) watch.subscriber.complete();
  return finished;
}
