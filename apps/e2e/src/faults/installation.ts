import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { freePort, type PostgresServer, startPostgres } from '../../../../tools/lib/embedded-postgres.mjs';
import { Person, until } from '../../../../tools/lib/http-person.mjs';
import { root } from '../../../../tools/lib/install.mjs';
import { localSecrets } from '../../../../tools/lib/local-env.mjs';
import { type Stack, startStack } from '../../../../tools/lib/local-stack.mjs';
import { nodeOnce } from '../../../../tools/lib/node-once.mjs';
import { type Supervised, supervise } from '../../../../tools/lib/supervise.mjs';
import { PASSWORD, SCHOOL } from '../support/demo.js';

const api = path.join(root, 'apps/api/dist');

/** Enough connections that a whole round of acts can be held between its commit and its answer. */
const POOL = '24';

/** One installation, durable as in production, whose parts can be killed and started one by one. */
export class Installation {
  private worker: Supervised | undefined;
  private readonly truth: pg.Pool;

  private constructor(
    private readonly dir: string,
    private server: PostgresServer,
    private readonly stack: Stack,
  ) {
    this.truth = new pg.Pool({ connectionString: server.url, max: 4 });
    this.truth.on('error', () => undefined);
  }

  static async start(): Promise<Installation> {
    const dir = mkdtempSync(path.join(os.tmpdir(), 'qiancheng-faults-'));
    const password = localSecrets(dir).POSTGRES_PASSWORD ?? '';
    const server = await startPostgres({ dir: path.join(dir, 'postgres'), password });
    const before = process.env.DATABASE_URL;
    process.env.DATABASE_URL = server.url;
    try {
      const stack = await startStack({
        dataDir: dir,
        port: await freePort(),
        worker: false,
        env: { LOG_LEVEL: 'warn', DATABASE_POOL_SIZE: POOL },
        onGone: (why) => console.error(why),
      });
      const started = new Installation(dir, server, stack);
      await started.startWorker();
      return started;
    } catch (error) {
      await server.stop();
      throw error;
    } finally {
      if (before === undefined) delete process.env.DATABASE_URL;
      else process.env.DATABASE_URL = before;
    }
  }

  async stop(): Promise<void> {
    await this.worker?.stop();
    await this.truth.end();
    await this.stack.stop();
    await this.server.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** As the owner, past every wall: what is really there. */
  async rows<T extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    return (await this.truth.query<T>(sql, [...values])).rows;
  }

  async count(from: string, values: readonly unknown[] = []): Promise<number> {
    return (await this.rows<{ n: number }>(`select count(*)::int as n from ${from}`, values))[0]?.n ?? 0;
  }

  /** Runs on one connection, for locks that live as long as it does. */
  async holding<T>(lock: string, work: () => Promise<T>): Promise<T> {
    const client = await this.truth.connect();
    try {
      await client.query(lock);
      return await work();
    } finally {
      client.release(true);
    }
  }

  async person(audience: string, account: string): Promise<Person> {
    const school = audience === 'student' || audience === 'teacher' ? { schoolCode: SCHOOL } : {};
    const person = new Person({ url: this.stack.url, audience, account, password: PASSWORD, ...school });
    await person.login();
    return person;
  }

  get url(): string {
    return this.stack.url;
  }

  get pids(): { api: number; worker: number | undefined } {
    return { api: this.stack.api.pid, worker: this.worker?.pid };
  }

  async startWorker(): Promise<void> {
    this.worker = supervise({
      name: 'worker',
      script: path.join(api, 'worker.js'),
      env: this.stack.env,
      logDir: path.join(this.dir, 'logs'),
      onGone: (why) => console.error(why),
    });
    await this.worker.ready;
  }

  async stopWorker(): Promise<void> {
    await this.worker?.stop();
    this.worker = undefined;
  }

  /** No drain, no word: the supervisor finds out and starts another. */
  killWorker(): void {
    if (this.worker) process.kill(this.worker.pid, 'SIGKILL');
  }

  killApi(): void {
    process.kill(this.stack.api.pid, 'SIGKILL');
  }

  /** Every part that is needed answers. */
  async ready(): Promise<void> {
    await until(async () => ((await this.readiness()) === 200 ? true : undefined), 60_000);
  }

  /** Undefined: nobody listens. */
  async readiness(): Promise<number | undefined> {
    return fetch(`${this.url}/readyz`).then(
      ({ status }) => status,
      () => undefined,
    );
  }

  /** As a power cut does: no checkpoint, every connection broken. */
  async crashDatabase(): Promise<void> {
    process.kill(this.server.pid, 'SIGQUIT');
    await this.server.exited;
  }

  /** On the same port and the same files, which it has to recover. */
  async startDatabase(): Promise<void> {
    const password = localSecrets(this.dir).POSTGRES_PASSWORD ?? '';
    this.server = await startPostgres({ dir: path.join(this.dir, 'postgres'), password, port: this.server.port });
  }

  /** @throws when a link of the chain is missing, altered or added */
  verifyAudit(): Promise<void> {
    return nodeOnce(path.join(api, 'cli.js'), ['audit:verify'], this.stack.env, { quiet: true });
  }

  /** @throws when a kept file is missing or altered */
  checkStorage(): Promise<void> {
    return nodeOnce(path.join(api, 'cli.js'), ['storage:check'], this.stack.env, { quiet: true });
  }
}
