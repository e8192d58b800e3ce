import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { SchoolPolicy } from '@qiancheng/shared';
import { WholeModule } from '../../../app.module.js';
import { AccessTokens, accessCookie, bootScan, type SignedInAudience } from '../../../platform/access/index.js';
import { FakeClock } from '../../../platform/clock/index.js';
import { type Env } from '../../../platform/config/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { createHttpApp } from '../../../platform/http/index.js';
import { drainJobs, type DrainOptions, runSweep } from '../../../platform/jobs/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../../platform/testing/index.js';
import { testPolicy, World } from '../../agreements/testing/world.js';

export interface Reply<T = Record<string, unknown>> {
  status: number;
  body: T;
  bytes: Buffer;
  headers: Record<string, unknown>;
}

/** Somebody signed in, speaking HTTP: the guard, the scope and the validation are part of what is tested. */
export class Person {
  constructor(
    private readonly app: NestFastifyApplication,
    readonly ctx: RequestContext,
    private readonly token: string,
  ) {}

  get id(): string {
    return this.ctx.actor.accountId ?? '';
  }

  get<T = Record<string, unknown>>(path: string): Promise<Reply<T>> {
    return this.send<T>('GET', path);
  }

  post<T = Record<string, unknown>>(
    path: string,
    payload: object = {},
    headers: Record<string, string> = {},
  ): Promise<Reply<T>> {
    return this.send<T>('POST', path, payload, headers);
  }

  put<T = Record<string, unknown>>(path: string, payload: object): Promise<Reply<T>> {
    return this.send<T>('PUT', path, payload);
  }

  patch<T = Record<string, unknown>>(path: string, payload: object): Promise<Reply<T>> {
    return this.send<T>('PATCH', path, payload);
  }

  delete<T = Record<string, unknown>>(path: string): Promise<Reply<T>> {
    return this.send<T>('DELETE', path);
  }

  /** The file itself as the body. */
  upload<T = Record<string, unknown>>(path: string, name: string, bytes: Buffer): Promise<Reply<T>> {
    const headers = { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) };
    return this.send<T>('POST', path, bytes, headers);
  }

  private async send<T>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    payload?: object,
    headers: Record<string, string> = {},
  ): Promise<Reply<T>> {
    const audience = this.ctx.audience as SignedInAudience;
    const response = await this.app.inject({
      method,
      url: `/api/v1/${audience}/${path}`,
      headers,
      cookies: { [accessCookie(audience)]: this.token },
      ...(payload ? { payload } : {}),
    });
    const json = String(response.headers['content-type'] ?? '').includes('json');
    return {
      status: response.statusCode,
      body: (json ? response.json() : {}) as T,
      bytes: response.rawPayload,
      headers: response.headers,
    };
  }
}

/** The whole application on a database of its own, with a clock that stands still and jobs that run when told to. */
export class PeopleBench {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly database: TestDatabase,
    readonly clock: FakeClock,
    readonly cipher: FieldCipher,
  ) {}

  static async open(overrides: Env = {}): Promise<PeopleBench> {
    const database = await createTestDatabase();
    const clock = new FakeClock();
    const config = testConfig(database.url, overrides);
    const { app } = await createHttpApp(WholeModule.forRoot(config, clock), config, bootScan);
    return new PeopleBench(app, database, clock, app.get(FieldCipher, { strict: false }));
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }

  world(policy: SchoolPolicy = testPolicy()): Promise<World> {
    return World.create(this.database.owner, this.cipher, policy);
  }

  /** A session without a password: the log-in has tests of its own. */
  async signIn(ctx: RequestContext): Promise<Person> {
    const sid = randomUUID();
    await this.database.owner.query(
      `insert into session (id, account_id, audience, refresh_hash, created_at, last_seen_at, absolute_until)
       values ($1, $2, $3, '', $4, $4, $4::timestamptz + interval '12 hours')`,
      [sid, ctx.actor.accountId, ctx.audience, this.clock.now()],
    );
    const tokens = this.app.get(AccessTokens, { strict: false });
    const sub = ctx.actor.accountId ?? '';
    return new Person(this.app, ctx, tokens.issue(ctx.audience as SignedInAudience, { sid, sub }));
  }

  async operator(login = 'operator'): Promise<Person> {
    const id = randomUUID();
    await this.database.owner.query(
      `insert into account (id, audience, login, name, password_hash, activated_at) values ($1, 'platform', $2, $2, 'none', now())`,
      [id, login],
    );
    await this.database.owner.query(`insert into account_grant (account_id, role) values ($1, 'operator')`, [id]);
    return this.signIn({
      actor: {
        accountId: id,
        audience: 'platform',
        displayName: login,
        grants: [{ role: 'operator', collegeIds: null, classIds: null }],
      },
      audience: 'platform',
      schoolId: null,
      schoolCode: null,
      scope: { kind: 'platform' },
      requestId: 'test',
      ip: null,
      device: null,
    });
  }

  drain(options: DrainOptions = {}): ReturnType<typeof drainJobs> {
    return drainJobs(this.app, options);
  }

  sweep(name: string): Promise<number> {
    return runSweep(this.app, name);
  }

  async rows<T extends object>(sql: string, params: unknown[] = []): Promise<T[]> {
    return (await this.database.owner.query<T & Record<string, unknown>>(sql, params)).rows;
  }

  async one<T extends object>(sql: string, params: unknown[] = []): Promise<T> {
    const [row] = await this.rows<T>(sql, params);
    if (!row) throw new Error(`no row: ${sql}`);
    return row;
  }

  /** Starts everything while these accounts are held, so that all of it is under way before any of it can end. */
  async together<T>(accountIds: readonly string[], starts: readonly (() => Promise<T>)[]): Promise<T[]> {
    const holder = await this.database.owner.connect();
    try {
      await holder.query('begin');
      await holder.query('select from account where id = any($1) for update', [accountIds]);
      const running = starts.map((start) => start());
      await this.untilWaiting(starts.length);
      await holder.query('commit');
      return await Promise.all(running);
    } finally {
      holder.release();
    }
  }

  private async untilWaiting(count: number): Promise<void> {
    for (;;) {
      const { n } = await this.one<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if (n >= count) return;
      await new Promise(setImmediate);
    }
  }

  /** What the record says was done to an account, in order. */
  async acts(accountId: string): Promise<string[]> {
    const rows = await this.rows<{ action: string }>(
      `select body ->> 'action' as action from audit_entry where aggregate_type = 'account' and aggregate_id = $1 order by seq`,
      [accountId],
    );
    return rows.map((row) => row.action);
  }

  /** Five wrong passwords, as the table of failures sees them. */
  async lock(audience: string, login: string, schoolCode: string): Promise<void> {
    await this.database.owner.query(
      `insert into login_failure (login_key, school_code, failures, last_at, locked_until) values ($1, $2, 5, $3, $4)`,
      [
        this.cipher.mac('login', `${audience}|${login.toLowerCase()}`),
        schoolCode,
        this.clock.now(),
        new Date(this.clock.now().getTime() + 15 * 60_000),
      ],
    );
  }
}
