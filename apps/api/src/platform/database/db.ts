import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { PoolClient, QueryResultRow } from 'pg';
import { DataSource } from 'typeorm';
import type { RequestContext } from '../context/index.js';
import { poolOf } from './data-source.js';
import { type Prepared, Tx } from './tx.js';

interface Options {
  schoolId: number | null;
  readOnly: boolean;
}

/**
 * The only way to the database. The transaction travels by AsyncLocalStorage, so that a service called from another
 * service's transaction joins it; every transaction carries its school, which row-level security compares.
 */
@Injectable()
export class Db {
  private readonly logger = new Logger(Db.name);
  private readonly open = new AsyncLocalStorage<Tx>();

  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** Runs `work` in a transaction of the context's school; a nested call joins the outer transaction. */
  tx<T>(ctx: Pick<RequestContext, 'schoolId'>, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.within({ schoolId: ctx.schoolId, readOnly: false }, work);
  }

  /** As `tx`, read only and on one snapshot. */
  read<T>(ctx: Pick<RequestContext, 'schoolId'>, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.within({ schoolId: ctx.schoolId, readOnly: true }, work);
  }

  /** Without a school: sees the tables that have no tenant fence (accounts, sessions, jobs, directory), and no row of the others. */
  system<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.within({ schoolId: null, readOnly: false }, work);
  }

  /**
   * One statement on tables without a tenant fence: alone it is its own transaction, in one round trip. Every request asks
   * so at least once, so it is the pool that is asked, without a query runner and an entity manager around it.
   */
  async statement<T extends QueryResultRow>(sql: Prepared, values: readonly unknown[]): Promise<T[]> {
    return (await poolOf(this.source).query<T>({ ...sql, values: values as unknown[] })).rows;
  }

  /** Runs a hook once the current transaction is committed; at once when there is none. */
  afterCommit(hook: () => void | Promise<void>): void {
    const tx = this.open.getStore();
    if (tx) tx.afterCommit(hook);
    else void this.runHooks([hook]);
  }

  async ping(): Promise<void> {
    await this.source.query('select 1');
  }

  private async within<T>(options: Options, work: (tx: Tx) => Promise<T>): Promise<T> {
    const outer = this.open.getStore();
    if (outer) return this.join(outer, options, work);
    const runner = this.source.createQueryRunner();
    const client = (await runner.connect()) as PoolClient;
    const tx = new Tx(client, runner, options.schoolId, options.readOnly);
    try {
      await client.query(beginStatement(options));
      const result = await this.open.run(tx, () => work(tx));
      await client.query('commit');
      await this.open.exit(() => this.runHooks(tx.takeHooks()));
      return result;
    } catch (error) {
      await client.query('rollback').catch((cause: unknown) => this.logger.warn({ err: cause }, 'rollback failed'));
      throw error;
    } finally {
      await runner.release();
    }
  }

  private join<T>(outer: Tx, options: Options, work: (tx: Tx) => Promise<T>): Promise<T> {
    if (outer.schoolId !== options.schoolId)
      throw new Error(`transaction of school ${outer.schoolId} cannot be joined for school ${options.schoolId}`);
    if (outer.readOnly && !options.readOnly) throw new Error('a read-only transaction cannot be joined for writing');
    return work(outer);
  }

  private async runHooks(hooks: (() => void | Promise<void>)[]): Promise<void> {
    for (const hook of hooks) {
      // what is committed is true; a failing hook must not tell the caller otherwise
      await Promise.resolve()
        .then(hook)
        .catch((error: unknown) => this.logger.error({ err: error }, 'after-commit hook failed'));
    }
  }
}

/** One round trip; the school id is an integer, so it can stand in the text. */
function beginStatement({ schoolId, readOnly }: Options): string {
  const begin = readOnly ? 'begin isolation level repeatable read read only' : 'begin';
  if (schoolId === null) return begin;
  if (!Number.isInteger(schoolId)) throw new Error('school id is not an integer');
  return `${begin}; set local app.school_id = '${schoolId}'`;
}
