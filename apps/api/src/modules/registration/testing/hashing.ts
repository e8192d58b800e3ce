import type { INestApplicationContext } from '@nestjs/common';
import type { TestDatabase } from '../../../platform/testing/index.js';
import { PasswordHasher } from '../../accounts/index.js';

/** What stands open in the database whenever a password is hashed during `work`: a hash takes long, and may have to queue. */
export async function openWhileHashing(
  app: INestApplicationContext,
  { owner }: TestDatabase,
  work: () => Promise<unknown>,
): Promise<{ hashes: number; transactions: string[] }> {
  const hasher = app.get(PasswordHasher, { strict: false });
  const hash = hasher.hash.bind(hasher);
  const transactions: string[] = [];
  const spy = jest.spyOn(hasher, 'hash').mockImplementation(async (password) => {
    const { rows } = await owner.query<{ query: string }>(
      `select query from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
    );
    transactions.push(...rows.map(({ query }) => query));
    return hash(password);
  });
  await work();
  const hashes = spy.mock.calls.length;
  spy.mockRestore();
  return { hashes, transactions };
}
