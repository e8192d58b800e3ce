import type { JobRunHandle } from './job.js';
import type { ClaimedRun, Fence, Progress } from './job-store.js';

/** Progress is for people's eyes: more often than this it is only load. */
const WRITE_EVERY_MS = 300;

type WriteProgress = (progress: Progress) => Promise<{ ours: boolean; cancel: boolean }>;

/** The line between one running handler and its row. */
export class RunControl {
  readonly fence: Fence;
  readonly handle: JobRunHandle;
  latest: Progress | undefined;
  /** A person asked to stop and the handler has seen it. */
  stoppedByPerson = false;

  private readonly abortion = new AbortController();
  private cancelRequested = false;
  private writtenAt = 0;

  constructor(
    run: ClaimedRun,
    private readonly write: WriteProgress,
  ) {
    this.fence = { id: run.id, attempt: run.attempt };
    this.handle = {
      id: run.id,
      attempt: run.attempt,
      runAt: run.runAt,
      signal: this.abortion.signal,
      progress: (done, total, failed = 0) => this.progress({ done, total, failed }),
      cancelled: () => this.cancelled(),
    };
  }

  /** Undefined: another worker has the run now, whatever this one still does must not count. */
  heard(state: { cancel: boolean } | undefined): void {
    if (!state) this.abort('overtaken');
    else if (state.cancel) this.cancelRequested = true;
  }

  abort(reason: string): void {
    if (!this.abortion.signal.aborted) this.abortion.abort(new Error(reason));
  }

  private async progress(progress: Progress): Promise<void> {
    this.abortion.signal.throwIfAborted();
    this.latest = progress;
    const now = performance.now();
    if (now - this.writtenAt < WRITE_EVERY_MS && progress.done < progress.total) return;
    this.writtenAt = now;
    await this.ask(progress);
  }

  private async cancelled(): Promise<boolean> {
    const now = performance.now();
    if (!this.cancelRequested && now - this.writtenAt >= WRITE_EVERY_MS) {
      this.writtenAt = now;
      await this.ask(this.latest ?? { done: 0, total: 0, failed: 0 });
    }
    if (this.cancelRequested) this.stoppedByPerson = true;
    return this.cancelRequested;
  }

  private async ask(progress: Progress): Promise<void> {
    const { ours, cancel } = await this.write(progress);
    this.heard(ours ? { cancel } : undefined);
    this.abortion.signal.throwIfAborted();
  }
}
