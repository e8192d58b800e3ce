// Settings of a local run: secrets are made once and kept in the data folder; what the environment gives wins.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './install.mjs';

const key = () => randomBytes(32).toString('base64');

function newSecrets() {
  const audit = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' });
  return {
    JWT_SECRET: key(),
    FIELD_KEYS: `k1:${key()}`,
    FIELD_KEY_CURRENT: 'k1',
    MAC_KEY: key(),
    AUDIT_SIGNING_KEY: audit.toString('base64'),
    POSTGRES_PASSWORD: randomBytes(18).toString('base64url'),
  };
}

/** @returns {Record<string, string>} the secrets of this data folder */
export function localSecrets(dataDir) {
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, 'secrets.json');
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(newSecrets(), null, 2)}\n`, { mode: 0o600 });
  return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * The embedded database shares the processors with the API. More statements at once than these can carry out make nothing
 * faster: they take turns, and whoever waits longest waits half as long again.
 */
const besideDatabase = () => ({ DATABASE_POOL_SIZE: String(2 * os.availableParallelism() + 2) });

export function localEnv({ dataDir, port, databaseUrl }) {
  return {
    ...localSecrets(dataDir),
    PUBLIC_URL: `http://localhost:${port}`,
    DEMO: 'true',
    WEB_ROOT: path.join(root, 'apps'),
    ...(process.env.DATABASE_URL ? {} : besideDatabase()),
    ...process.env,
    PORT: String(port),
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
  };
}
