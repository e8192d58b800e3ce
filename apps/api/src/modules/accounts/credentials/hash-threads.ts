import { Worker } from 'node:worker_threads';
import { AppError } from '../../../platform/http/index.js';
import type { HashAnswer, HashJob } from './hash-thread.js';

const THREAD = new URL(`./hash-thread.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

interface Waiting {
  resolve: (value: string | boolean) => void;
  reject: (error: Error) => void;
}

/** A thread and who waits for it. It keeps the process alive only while somebody does. */
class HashThread {
  // plain Node: what the process itself was started with is for its own sources
  private readonly worker = new Worker(THREAD, { execArgv: [] });
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  constructor(onEnd: (thread: HashThread) => void) {
    this.worker.unref();
    this.worker.on('message', (answer: HashAnswer) => this.answer(answer));
    this.worker.once('error', (error) => this.fail(error));
    this.worker.once('exit', () => {
      this.fail(new Error('the hashing thread has ended'));
      onEnd(this);
    });
  }

  get load(): number {
    return this.waiting.size;
  }

  run(job: Omit<HashJob, 'id'>): Promise<string | boolean> {
    const id = (this.last += 1);
    this.worker.ref();
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ ...job, id });
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private answer(answer: HashAnswer): void {
    const one = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker.unref();
    if ('error' in answer) one?.reject(new Error(answer.error));
    else one?.resolve(answer.value);
  }

  private fail(error: Error): void {
    for (const one of this.waiting.values()) one.reject(error);
    this.waiting.clear();
  }
}

/**
 * Hashes on threads of their own, each of which finds its next work without asking the main thread, that is busy
 * with everybody else. First come, first served; whoever would wait too long is told so at once.
 */
export class HashThreads {
  private readonly threads = new Set<HashThread>();

  constructor(
    private readonly width: number,
    private readonly places: number,
  ) {}

  /** @throws AppError SERVICE_UNAVAILABLE when all places are taken */
  run(job: Omit<HashJob, 'id'>): Promise<string | boolean> {
    const threads = [...this.threads];
    if (threads.reduce((sum, { load }) => sum + load, 0) >= this.width + this.places) return Promise.reject(crowded());
    const idle = threads.find(({ load }) => load === 0);
    const least = idle ?? (threads.length < this.width ? this.open() : leastOf(threads));
    return least.run(job);
  }

  async close(): Promise<void> {
    await Promise.all([...this.threads].map((thread) => thread.close()));
  }

  private open(): HashThread {
    const thread = new HashThread((ended) => this.threads.delete(ended));
    this.threads.add(thread);
    return thread;
  }
}

const leastOf = (threads: readonly HashThread[]): HashThread =>
  threads.reduce((least, one) => (one.load < least.load ? one : least));

const crowded = (): AppError =>
  new AppError('SERVICE_UNAVAILABLE', {
    detail: '现在登录的人太多，没有排上。请过半分钟再试。',
    extra: { retryAfter: 30 },
  });
