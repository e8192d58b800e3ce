import type { PoolClient, QueryResult, QueryResultRow } from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';

/** A statement that PostgreSQL plans once a connection; for hot paths. Names are unique in the code base. */
export interface Prepared {
  name: string;
  text: string;
}

/** One open transaction. Handed to the callback of `Db.tx` and to everything that works in it. */
export class Tx {
  private readonly hooks: (() => void | Promise<void>)[] = [];

  constructor(
    private readonly client: PoolClient,
    private readonly runner: QueryRunner,
    readonly schoolId: number | null,
    readonly readOnly: boolean,
  ) {}

  /** TypeORM's manager on this transaction's connection. */
  get manager(): EntityManager {
    return this.runner.manager;
  }

  run<T extends QueryResultRow>(sql: string | Prepared, values: readonly unknown[] = []): Promise<QueryResult<T>> {
    const query = typeof sql === 'string' ? { text: sql } : sql;
    return this.client.query<T>({ ...query, values: values as unknown[] });
  }

  async query<T extends QueryResultRow>(sql: string | Prepared, values?: readonly unknown[]): Promise<T[]> {
    return (await this.run<T>(sql, values)).rows;
  }

  async maybeOne<T extends QueryResultRow>(
    sql: string | Prepared,
    values?: readonly unknown[],
  ): Promise<T | undefined> {
    const rows = await this.query<T>(sql, values);
    if (rows.length > 1) throw new Error(`expected at most one row, got ${rows.length}`);
    return rows[0];
  }

  async one<T extends QueryResultRow>(sql: string | Prepared, values?: readonly unknown[]): Promise<T> {
    const row = await this.maybeOne<T>(sql, values);
    if (!row) throw new Error('expected one row, got none');
    return row;
  }

  /** @returns how many rows the statement touched */
  async exec(sql: string | Prepared, values?: readonly unknown[]): Promise<number> {
    return (await this.run(sql, values)).rowCount ?? 0;
  }

  afterCommit(hook: () => void | Promise<void>): void {
    this.hooks.push(hook);
  }

  /** For Db only. */
  takeHooks(): (() => void | Promise<void>)[] {
    return this.hooks.splice(0);
  }
}
