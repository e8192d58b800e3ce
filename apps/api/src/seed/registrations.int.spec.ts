import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CERTIFICATION_KINDS, CERTIFICATION_STATUSES, MEMBER_STATUSES, SETTLEMENT_STATUSES } from '@qiancheng/shared';
import type { Client } from 'pg';
import { FieldCipher } from '../platform/crypto/index.js';
import { DiskStorage } from '../platform/storage/disk-storage.js';
import type { Storage } from '../platform/storage/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../platform/testing/index.js';
import type { SeedContext } from './context.js';
import { seedEmployers } from './employers.js';
import { seedOperator, seedStaff } from './people.js';
import { Random } from './random.js';
import { seedRegistrations } from './registrations.js';
import { seedSchools } from './schools.js';

let database: TestDatabase;
let storage: Storage;
const NOW = new Date('2027-04-15T02:00:00Z');

beforeAll(async () => {
  database = await createTestDatabase();
  storage = new DiskStorage(mkdtempSync(path.join(os.tmpdir(), 'papers-')));
  const { fieldKeys: keys, fieldKeyCurrent: current, macKey } = testConfig(database.url);
  const ctx: SeedContext = {
    client: database.owner as unknown as Client,
    cipher: new FieldCipher({ keys, current, macKey }),
    random: new Random(1),
    now: NOW,
    passwordHash: 'none',
    storage,
    say: () => undefined,
  };
  const { yunlu, haiyue } = await seedSchools(ctx);
  await seedOperator(ctx);
  await seedStaff(ctx, yunlu, 2);
  await seedStaff(ctx, haiyue, 1, '2');
  await seedRegistrations(ctx, [yunlu, haiyue], await seedEmployers(ctx, [yunlu, haiyue], 100));
});
afterAll(() => database.drop());

const column = async (sql: string): Promise<unknown[]> =>
  (await database.owner.query<{ value: unknown }>(sql)).rows.map((row) => row.value);

test('every state that a list can show occurs', async () => {
  expect(await column('select distinct status as value from employer_certification')).toEqual(
    expect.arrayContaining(CERTIFICATION_STATUSES.filter((status) => status !== 'draft')),
  );
  expect(await column('select distinct kind as value from employer_certification')).toEqual(
    expect.arrayContaining([...CERTIFICATION_KINDS]),
  );
  expect(await column('select distinct status as value from employer_school')).toEqual(
    expect.arrayContaining([...SETTLEMENT_STATUSES]),
  );
  expect(await column('select distinct status as value from employer_member')).toEqual(
    expect.arrayContaining([...MEMBER_STATUSES]),
  );
});

test('some answers are overdue, none was asked for in the future', async () => {
  const late = `from employer_certification where status = 'submitted' and sla_due_at < '${NOW.toISOString()}'`;
  expect(await column(`select count(*)::int as value ${late}`)).not.toEqual([0]);
  const ahead = `select count(*)::int as value from employer_event where at > '${NOW.toISOString()}'`;
  expect(await column(ahead)).toEqual([0]);
});

test('a unit is verified exactly when its registration was approved', async () => {
  const odd = `select e.name as value from employer e join employer_certification c on c.employer_id = e.id and c.kind = 'initial'
                where (e.status = 'verified') <> (c.status = 'approved')`;
  expect(await column(odd)).toEqual([]);
});

test('whoever is looked at has shown papers, and they can be opened', async () => {
  const without = `select id as value from employer_certification where authorisation_file_id is null and kind <> 'change'
                    or licence_file_id is null and kind <> 'takeover'`;
  expect(await column(without)).toEqual([]);
  const [sha256] = await column('select sha256 as value from uploaded_file limit 1');
  const picture = await storage.get(String(sha256));
  expect(picture.subarray(0, 3).toString('hex')).toBe('ffd8ff');
  expect(picture.length).toBeLessThan(60_000);
});

test('a settlement that waits, or was not approved, has papers to look at', async () => {
  const bare = `select s.employer_id as value from employer_school s join employer e on e.id = s.employer_id and e.status = 'verified'
                 where s.status not in ('approved', 'waiting') and not exists (
                   select from employer_certification c where c.employer_id = s.employer_id and c.status = 'approved'
                      and c.licence_file_id is not null)`;
  expect(await column(bare)).toEqual([]);
});
