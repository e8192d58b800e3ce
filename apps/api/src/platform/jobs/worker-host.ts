import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ERROR_CODES } from '@qiancheng/shared';
import { Clock } from '../clock/index.js';
import { AppConfig } from '../config/index.js';
import { Metrics } from '../observability/index.js';
import { BULL_BACKEND } from './tokens.js';
import type { BoundWorker, BullBackend } from './bull-backend.js';
import { connectionErrors } from './connection-errors.js';
import { HandlerRegistry } from './handler-registry.js';
import { QUEUES } from './job.js';
import { JobRunner } from './job-runner.js';
import { JobStore } from './job-store.js';
import { QueuePort } from './queue-port.js';
import { Sweeper } from './sweeper.js';
import { Ticker } from './ticker.js';

const RELAY_EVERY_MS = 2000;
const HEARTBEAT_EVERY_MS = 5000;
const STALLED_EVERY_MS = 10_000;
/** How long handlers may finish after SIGTERM; what is not done by then waits for another worker. */
export const CLOSE_WITHIN_MS = 25_000;

/** The working side: one per worker process. */
@Injectable()
export class WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Worker');
  private readonly tickers: Ticker[] = [];
  private workers: BoundWorker[] = [];

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly registry: HandlerRegistry,
    private readonly runner: JobRunner,
    private readonly store: JobStore,
    private readonly queues: QueuePort,
    private readonly sweeper: Sweeper,
    private readonly metrics: Metrics,
    @Inject(BULL_BACKEND) private readonly backend: BullBackend,
  ) {}

  onApplicationBootstrap(): void {
    this.registry.checkComplete();
    this.metrics.gaugeBy('qiancheng_jobs', 'Unfinished and failed job runs', 'queue_status', () => this.store.depths());
    const report = connectionErrors(this.log);
    this.workers = QUEUES.map((name) => {
      const worker = this.backend.worker(name, this.config.queueConcurrency[name], (id) => this.runner.execute(id));
      worker.on('error', report);
      return worker;
    });
    this.tickers.push(
      new Ticker('relay', RELAY_EVERY_MS, () => this.relay()),
      new Ticker('heartbeat', HEARTBEAT_EVERY_MS, () => this.runner.heartbeat()),
      new Ticker('stalled runs', STALLED_EVERY_MS, () => this.requeueStalled()),
    );
    this.sweeper.start();
    this.log.log(`queues on ${this.backend.kind}: ${QUEUES.join(', ')}`);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.sweeper.stop();
    const heartbeat = this.tickers.filter((ticker) => ticker.name === 'heartbeat');
    await Promise.all(this.tickers.filter((ticker) => ticker.name !== 'heartbeat').map((ticker) => ticker.stop()));
    const closed = Promise.all(this.workers.map((worker) => worker.close()));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), CLOSE_WITHIN_MS);
    });
    if ((await Promise.race([closed, late])) === 'late') {
      const left = await this.runner.abandon();
      this.log.warn(`${left} runs were not finished in time; they wait for another worker`);
    }
    clearTimeout(timer);
    await Promise.all(heartbeat.map((ticker) => ticker.stop()));
  }

  /** After a crash between commit and push, after the queue was emptied, and when a timer is due. */
  async relay(): Promise<void> {
    for (;;) {
      const runs = await this.store.takeUnpushed(this.clock.now());
      if (runs.length === 0) return;
      try {
        await this.queues.push(runs);
      } catch (error) {
        await this.store.forgetPush(runs.map((run) => run.id));
        throw error;
      }
    }
  }

  async requeueStalled(): Promise<void> {
    const count = await this.store.requeueStalled(this.clock.now(), ERROR_CODES.INTERNAL.text);
    if (count > 0) this.log.warn(`${count} runs lost their worker and wait again`);
  }
}
