import { randomBytes, randomUUID } from 'node:crypto';
import { createTestDatabase, testConfig, type TestDatabase } from '../testing/index.js';
import { FieldCipher } from './field-cipher.js';
import { rotateKeys } from './rotate-keys.js';
import { SEALED_COLUMNS } from './sealed-columns.js';

const newKey = `k2:${randomBytes(32).toString('base64')}`;

describe('rotating keys', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('knows every sealed column of the schema', async () => {
    const { rows } = await database.owner.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
        where table_schema = 'public' and column_name like '%\\_enc' order by 1`,
    );
    const known = SEALED_COLUMNS.filter(({ member }) => !member).map(({ table, column }) => `${table}.${column}`);
    expect(known.sort()).toEqual(rows.map(({ name }) => name));
  });

  it('seals anew what an older key sealed, leaves the rest, and can be run again', async () => {
    const before = testConfig(database.url);
    const [old] = Object.keys(before.fieldKeys);
    const ring = `${old}:${before.fieldKeys[old as string]?.toString('base64')},${newKey}`;
    const after = testConfig(database.url, { FIELD_KEYS: ring, FIELD_KEY_CURRENT: 'k2' });
    const cipherOf = (config: typeof before): FieldCipher =>
      new FieldCipher({ keys: config.fieldKeys, current: config.fieldKeyCurrent, macKey: config.macKey });
    const [accountId, freshId] = [randomUUID(), randomUUID()];
    const add = (id: string, sealed: Buffer): Promise<unknown> =>
      database.owner.query(
        `insert into account (id, audience, login, name, password_hash, phone_enc) values ($1, 'employer', $2, 'x', '', $3)`,
        [id, id, sealed],
      );
    await add(accountId, cipherOf(before).seal('account', 'phone_enc', accountId, '13800000021'));
    await add(freshId, cipherOf(after).seal('account', 'phone_enc', freshId, '13800000022'));
    const place = `${accountId}/some-key`;
    const sealed = cipherOf(before).seal('idempotency_record', 'body', place, '{"a":1}').toString('base64');
    await database.owner.query(
      `insert into idempotency_record (account_id, key, request_hash, body, claimed_at) values ($1, 'some-key', '', $2, now())`,
      [accountId, JSON.stringify({ sealed })],
    );

    const done = await rotateKeys(after);
    expect(done.filter(({ rewritten }) => rewritten > 0)).toEqual([
      { table: 'account', column: 'phone_enc', rewritten: 1 },
      { table: 'idempotency_record', column: 'body', rewritten: 1 },
    ]);
    const onlyNew = testConfig(database.url, { FIELD_KEYS: newKey, FIELD_KEY_CURRENT: 'k2' });
    const account = await database.owner.query<{ phone_enc: Buffer }>('select phone_enc from account where id = $1', [
      accountId,
    ]);
    const phone = account.rows[0]?.phone_enc as Buffer;
    expect(cipherOf(onlyNew).open('account', 'phone_enc', accountId, phone)).toBe('13800000021');
    const record = await database.owner.query<{ body: { sealed: string } }>('select body from idempotency_record');
    const body = Buffer.from(record.rows[0]?.body.sealed ?? '', 'base64');
    expect(cipherOf(onlyNew).open('idempotency_record', 'body', place, body)).toBe('{"a":1}');
    expect((await rotateKeys(after)).every(({ rewritten }) => rewritten === 0)).toBe(true);
  });

  it('stops at a value that does not open, and has lost nothing', async () => {
    const id = randomUUID();
    const config = testConfig(database.url, { FIELD_KEYS: newKey, FIELD_KEY_CURRENT: 'k2' });
    const lost = testConfig(database.url);
    const cipher = new FieldCipher({ keys: lost.fieldKeys, current: lost.fieldKeyCurrent, macKey: lost.macKey });
    const sealed = cipher.seal('account', 'phone_enc', id, '13800000023');
    await database.owner.query(
      `insert into account (id, audience, login, name, password_hash, phone_enc) values ($1, 'employer', $2, 'x', '', $3)`,
      [id, id, sealed],
    );
    await expect(rotateKeys(config)).rejects.toThrow('not in the ring');
    const { rows } = await database.owner.query<{ phone_enc: Buffer }>('select phone_enc from account where id = $1', [
      id,
    ]);
    expect(rows[0]?.phone_enc.equals(sealed)).toBe(true);
  });
});
