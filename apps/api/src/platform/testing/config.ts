import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type AppConfig, type Env, loadConfig } from '../config/index.js';

const key = (n: number): string => Buffer.alloc(32, n).toString('base64');

/** A complete configuration for tests: fixed keys, silent log, files in a folder of its own. */
export function testConfig(databaseUrl: string, overrides: Env = {}): AppConfig {
  const { privateKey } = generateKeyPairSync('ed25519');
  return loadConfig({
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: '20',
    DATA_DIR: mkdtempSync(path.join(os.tmpdir(), 'qiancheng-data-')),
    PUBLIC_URL: 'http://localhost:8080',
    JWT_SECRET: key(1),
    FIELD_KEYS: `k1:${key(2)}`,
    FIELD_KEY_CURRENT: 'k1',
    MAC_KEY: key(3),
    AUDIT_SIGNING_KEY: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    LOG_LEVEL: 'silent',
    ...overrides,
  });
}
