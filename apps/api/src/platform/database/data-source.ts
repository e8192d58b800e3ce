import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { AppConfig } from '../config/index.js';

/** Many ask at once: who would have the answer quicker by taking several cores would take them from the others. */
const ONE_CORE_EACH = '-c max_parallel_workers_per_gather=0';

/** The application's pool: every connection works under the application role from its first statement on. */
export async function connect(config: AppConfig): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url: config.databaseUrl,
    applicationName: 'qiancheng',
    poolSize: config.databasePoolSize,
    extra: {
      options: `-c role=${config.databaseAppRole} ${ONE_CORE_EACH}`,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: 10_000,
    },
    entities: [],
    synchronize: false,
    poolErrorHandler: () => undefined, // a lost idle connection is replaced at its next use; the failed query itself is reported
  });
  await source.initialize();
  await refusePowerfulRole(source);
  return source;
}

/** The pool itself, whose connections TypeORM hands out. */
export function poolOf(source: DataSource): Pool {
  return (source.driver as PostgresDriver).master as Pool;
}

/** The second wall only stands when the role in use cannot climb it. */
async function refusePowerfulRole(source: DataSource): Promise<void> {
  const rows: { name: string; strong: boolean; owns: boolean }[] = await source.query(
    `select current_user as name, r.rolsuper or r.rolbypassrls as strong,
            exists (select from pg_class c where c.relname = 'signing_case' and c.relowner = r.oid) as owns
       from pg_roles r where r.rolname = current_user`,
  );
  const role = rows[0];
  if (!role || role.strong || role.owns) {
    await source.destroy();
    throw new Error(`数据库角色 ${role?.name} 能绕过行级安全，不能用来运行程序。请检查 DATABASE_APP_ROLE。`);
  }
}
