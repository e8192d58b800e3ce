/** One setting of the process: where it comes from, what it may be, what it means. The reference docs/configuration.md is made from these rows. */
export interface ConfigField {
  env: string;
  type: 'string' | 'int' | 'bool' | 'url' | 'list' | 'base64' | 'enum';
  values?: readonly string[];
  default?: string;
  /** Bytes that a base64 value must decode to. */
  bytes?: number;
  min?: number;
  max?: number;
  secret?: boolean;
  group: string;
  doc: string;
}

export const CONFIG_FIELDS = {
  port: {
    env: 'PORT',
    type: 'int',
    default: '8080',
    min: 1,
    max: 65535,
    group: 'HTTP',
    doc: 'Port of the portals and the API.',
  },
  host: { env: 'HOST', type: 'string', default: '0.0.0.0', group: 'HTTP', doc: 'Address to listen on.' },
  publicUrl: {
    env: 'PUBLIC_URL',
    type: 'url',
    default: 'http://localhost:8080',
    group: 'HTTP',
    doc: 'Address that people type; printed in QR codes, compared with `Origin` on writes. An https address turns on `Secure` cookies and HSTS.',
  },
  trustedProxies: {
    env: 'TRUSTED_PROXIES',
    type: 'list',
    default: '',
    group: 'HTTP',
    doc: 'Addresses or CIDR ranges of our own proxies. Only behind these do forwarding headers count.',
  },
  webRoot: {
    env: 'WEB_ROOT',
    type: 'string',
    default: '',
    group: 'HTTP',
    doc: 'Folder with the built portals (`entry/ teacher/ student/ employer/`); empty: the API serves no pages.',
  },
  metricsToken: {
    env: 'METRICS_TOKEN',
    type: 'string',
    default: '',
    secret: true,
    group: 'HTTP',
    doc: 'Bearer token for `/metrics`. Empty: `/metrics` is closed on the public port.',
  },
  metricsPort: {
    env: 'METRICS_PORT',
    type: 'int',
    default: '0',
    min: 0,
    max: 65535,
    group: 'HTTP',
    doc: 'Port of its own for `/metrics`, `/healthz` and `/readyz` (the worker has no other). 0: none.',
  },

  dataDir: {
    env: 'DATA_DIR',
    type: 'string',
    default: '.data',
    group: 'Data',
    doc: 'Folder for stored files, the unpacked browser and, by default, the embedded database.',
  },
  databaseUrl: {
    env: 'DATABASE_URL',
    type: 'url',
    default: '',
    secret: true,
    group: 'Data',
    doc: 'PostgreSQL 18, owner of the schema. `npm start` runs an embedded one when it is not set.',
  },
  databaseAppRole: {
    env: 'DATABASE_APP_ROLE',
    type: 'string',
    default: 'qiancheng_app',
    group: 'Data',
    doc: 'Role that the application works under: owns no table, cannot pass row-level security. Made by `migrate`.',
  },
  databasePoolSize: {
    env: 'DATABASE_POOL_SIZE',
    type: 'int',
    default: '12',
    min: 2,
    max: 200,
    group: 'Data',
    doc: 'Connections of one process.',
  },
  redisUrl: {
    env: 'REDIS_URL',
    type: 'url',
    default: '',
    secret: true,
    group: 'Data',
    doc: 'Redis 6.2 or newer for job queues and rate limits. Empty: queues on PostgreSQL, limits in the process.',
  },
  s3Endpoint: {
    env: 'S3_ENDPOINT',
    type: 'url',
    default: '',
    group: 'Files',
    doc: 'S3-compatible store for files. Empty: files on disk below `DATA_DIR`.',
  },
  s3Region: { env: 'S3_REGION', type: 'string', default: 'us-east-1', group: 'Files', doc: 'Region of the store.' },
  s3Bucket: { env: 'S3_BUCKET', type: 'string', default: '', group: 'Files', doc: 'Bucket; must exist.' },
  s3AccessKeyId: {
    env: 'S3_ACCESS_KEY_ID',
    type: 'string',
    default: '',
    secret: true,
    group: 'Files',
    doc: 'Key of the store.',
  },
  s3SecretAccessKey: {
    env: 'S3_SECRET_ACCESS_KEY',
    type: 'string',
    default: '',
    secret: true,
    group: 'Files',
    doc: 'Secret of the store.',
  },
  chromiumPath: {
    env: 'CHROMIUM_PATH',
    type: 'string',
    default: '',
    group: 'Files',
    doc: 'Browser that renders agreements. Empty: the one in the registry package.',
  },

  jwtSecret: {
    env: 'JWT_SECRET',
    type: 'base64',
    bytes: 32,
    secret: true,
    group: 'Keys',
    doc: 'Signs access tokens. 32 bytes, base64.',
  },
  fieldKeys: {
    env: 'FIELD_KEYS',
    type: 'list',
    secret: true,
    group: 'Keys',
    doc: 'Keys for personal data, `id:base64` of 32 bytes each, comma separated. Old ones stay until rotation is done.',
  },
  fieldKeyCurrent: {
    env: 'FIELD_KEY_CURRENT',
    type: 'string',
    secret: false,
    group: 'Keys',
    doc: 'Id of the key that seals new values.',
  },
  macKey: {
    env: 'MAC_KEY',
    type: 'base64',
    bytes: 32,
    secret: true,
    group: 'Keys',
    doc: 'HMAC key for exact search of sealed values. 32 bytes, base64; never changed.',
  },
  auditSigningKey: {
    env: 'AUDIT_SIGNING_KEY',
    type: 'base64',
    secret: true,
    group: 'Keys',
    doc: 'Ed25519 private key (PKCS#8 DER, base64) that signs the daily root of the audit chains.',
  },

  logLevel: {
    env: 'LOG_LEVEL',
    type: 'enum',
    values: ['fatal', 'error', 'warn', 'info', 'debug', 'silent'],
    default: 'info',
    group: 'Running',
    doc: 'Log lines are JSON on standard output.',
  },
  demo: {
    env: 'DEMO',
    type: 'bool',
    default: 'false',
    group: 'Running',
    doc: 'Demo mode: the seed may run, the log-in pages say which accounts there are. Never with real people.',
  },
  concurrencyDefault: {
    env: 'CONCURRENCY_DEFAULT',
    type: 'int',
    default: '8',
    min: 1,
    max: 64,
    group: 'Running',
    doc: 'Jobs at once of queue `default` in one worker.',
  },
  concurrencyBulk: {
    env: 'CONCURRENCY_BULK',
    type: 'int',
    default: '1',
    min: 1,
    max: 16,
    group: 'Running',
    doc: 'Jobs at once of queue `bulk`.',
  },
  concurrencyPdf: {
    env: 'CONCURRENCY_PDF',
    type: 'int',
    default: '2',
    min: 1,
    max: 16,
    group: 'Running',
    doc: 'Jobs at once of queue `pdf`.',
  },
  concurrencyNotify: {
    env: 'CONCURRENCY_NOTIFY',
    type: 'int',
    default: '4',
    min: 1,
    max: 64,
    group: 'Running',
    doc: 'Jobs at once of queue `notify`.',
  },
} as const satisfies Record<string, ConfigField>;
