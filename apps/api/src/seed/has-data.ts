import pg from 'pg';
import type { AppConfig } from '../platform/config/index.js';

/** Whether any school is there: then nothing is seeded. */
export async function hasData(config: AppConfig): Promise<boolean> {
  const client = new pg.Client({ connectionString: config.databaseUrl });
  await client.connect();
  try {
    return ((await client.query('select 1 from school limit 1')).rowCount ?? 0) > 0;
  } finally {
    await client.end();
  }
}
