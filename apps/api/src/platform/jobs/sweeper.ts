import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Db } from '../database/index.js';
import { Metrics, redactText, withLogContext } from '../observability/index.js';
import { HandlerRegistry } from './handler-registry.js';
import type { Sweep } from './registration.js';
import { Ticker } from './ticker.js';

const LOOK_EVERY_MS = 1000;
const LEASE_SECONDS = 60;
const RENEW_EVERY_MS = 20_000;
const RETRY_SECONDS = 60;

/**
 * Runs the sweeps, each on one worker at a time and in one rhythm for all workers: the row in `sweep` is leased. A lease
 * rather than an advisory lock: it needs no connection of its own, keeps the rhythm, and is seen by operators.
 */
@Injectable()
export class Sweeper {
  private readonly log = new Logger('Sweeper');
  private readonly holder = randomUUID();
  private ticker: Ticker | undefined;
  private readonly running = new Map<string, Promise<void>>();
  private known = false;

  constructor(
    private readonly db: Db,
    private readonly registry: HandlerRegistry,
    private readonly metrics: Metrics,
  ) {}

  start(): void {
    this.ticker = new Ticker('sweeps', LOOK_EVERY_MS, () => this.look());
  }

  async stop(): Promise<void> {
    await this.ticker?.stop();
    await Promise.all(this.running.values());
  }

  /** Runs one sweep now, whatever the rhythm; for tests and commands. */
  runNow(name: string): Promise<number> {
    const sweep = this.registry.sweeps().find((each) => each.name === name);
    if (!sweep) throw new Error(`no sweep ${name}`);
    return sweep.sweep();
  }

  /** Starts what is due and free; does not wait for it, so a long sweep holds up no other. */
  async look(): Promise<void> {
    const sweeps = this.registry.sweeps();
    if (!this.known) await this.announce(sweeps);
    const free = sweeps.filter((sweep) => !this.running.has(sweep.name));
    for (const name of await this.lease(free.map((sweep) => sweep.name))) {
      const sweep = free.find((each) => each.name === name);
      if (!sweep) continue;
      const run = this.run(sweep).finally(() => this.running.delete(name));
      this.running.set(name, run);
    }
  }

  private async announce(sweeps: readonly Sweep[]): Promise<void> {
    await this.db.system((tx) =>
      tx.exec(
        `insert into sweep (name, next_at) select name, clock_timestamp() from unnest($1::text[]) as s (name)
         on conflict do nothing`,
        [sweeps.map((sweep) => sweep.name)],
      ),
    );
    this.known = true;
  }

  private async lease(names: string[]): Promise<string[]> {
    if (names.length === 0) return [];
    const rows = await this.db.system((tx) =>
      tx.query<{ name: string }>(
        `update sweep set holder = $2, lease_until = clock_timestamp() + make_interval(secs => $3)
          where name in (
            select name from sweep
             where name = any($1) and next_at <= clock_timestamp()
               and (lease_until is null or lease_until < clock_timestamp())
             for update skip locked)
          returning name`,
        [names, this.holder, LEASE_SECONDS],
      ),
    );
    return rows.map((row) => row.name);
  }

  private run(sweep: Sweep): Promise<void> {
    return withLogContext({ requestId: `sweep-${sweep.name}` }, async () => {
      const renewal = setInterval(() => void this.renew(sweep.name), RENEW_EVERY_MS);
      try {
        const count = await sweep.sweep();
        if (count > 0) this.log.log({ sweep: sweep.name, count }, 'sweep found something');
        this.metrics.sweepRepairs.inc({ sweep: sweep.name }, count);
        await this.release(sweep.name, sweep.everyMs / 1000, count, null);
      } catch (error) {
        this.log.error({ err: error, sweep: sweep.name }, 'sweep failed');
        const text = redactText(error instanceof Error ? error.message : String(error));
        await this.release(sweep.name, Math.min(RETRY_SECONDS, sweep.everyMs / 1000), null, text);
      } finally {
        clearInterval(renewal);
      }
    });
  }

  private async renew(name: string): Promise<void> {
    try {
      await this.db.system((tx) =>
        tx.exec(
          `update sweep set lease_until = clock_timestamp() + make_interval(secs => $3) where name = $1 and holder = $2`,
          [name, this.holder, LEASE_SECONDS],
        ),
      );
    } catch (error) {
      this.log.warn({ err: error, sweep: name }, 'lease not renewed');
    }
  }

  /** Not reached when the process dies: then the lease ends by itself and another worker begins anew. */
  private async release(name: string, pauseSeconds: number, count: number | null, error: string | null): Promise<void> {
    try {
      await this.db.system((tx) =>
        tx.exec(
          `update sweep
              set holder = null, lease_until = null, next_at = clock_timestamp() + make_interval(secs => $3),
                  last_ok_at = case when $5::text is null then clock_timestamp() else last_ok_at end,
                  last_count = coalesce($4, last_count), last_error = $5
            where name = $1 and holder = $2`,
          [name, this.holder, pauseSeconds, count, error],
        ),
      );
    } catch (cause) {
      this.log.warn({ err: cause, sweep: name }, 'end of sweep not written');
    }
  }
}
