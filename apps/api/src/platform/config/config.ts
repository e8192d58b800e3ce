import path from 'node:path';
import {
  channelProblems,
  mailOf,
  type MailConfig,
  smsOf,
  type SmsConfig,
  wechatOf,
  type WechatConfig,
} from './channels.js';
import { CONFIG_FIELDS, type ConfigField } from './fields.js';

type Name = keyof typeof CONFIG_FIELDS;
export type Env = Record<string, string | undefined>;

export interface S3Config {
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export interface ClamavConfig {
  host: string;
  port: number;
}

/** Every setting of the process, typed; read once at boot. */
export class AppConfig {
  port!: number;
  host!: string;
  publicUrl!: string;
  trustedProxies!: string[];
  webRoot!: string;
  metricsPort!: number;
  metricsToken!: string;
  dataDir!: string;
  databaseUrl!: string;
  databaseAppRole!: string;
  databasePoolSize!: number;
  redisUrl!: string | undefined;
  s3!: S3Config | undefined;
  chromiumPath!: string | undefined;
  mail!: MailConfig | undefined;
  sms!: SmsConfig | undefined;
  wechat!: WechatConfig | undefined;
  /** Demo mode with a channel that has no provider: what it would send is shown on the outbox page. */
  outbox!: boolean;
  clamav!: ClamavConfig | undefined;
  jwtSecret!: Buffer;
  fieldKeys!: Record<string, Buffer>;
  fieldKeyCurrent!: string;
  macKey!: Buffer;
  auditSigningKey!: Buffer;
  captchaDifficulty!: number;
  logLevel!: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  demo!: boolean;
  secureCookies!: boolean;
  queueConcurrency!: { default: number; bulk: number; pdf: number; notify: number };
}

/** A setting is missing or wrong; the message lists all of them, one a line. */
export class ConfigError extends Error {
  constructor(problems: string[]) {
    super(`配置有误：\n${problems.map((p) => `  - ${p}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

function problemOf(field: ConfigField, raw: string): string | undefined {
  switch (field.type) {
    case 'int': {
      const n = Number(raw);
      if (!Number.isInteger(n)) return '应为整数';
      if (field.min !== undefined && n < field.min) return `不能小于 ${field.min}`;
      if (field.max !== undefined && n > field.max) return `不能大于 ${field.max}`;
      return undefined;
    }
    case 'bool':
      return raw === 'true' || raw === 'false' ? undefined : '应为 true 或 false';
    case 'url':
      return raw === '' || URL.canParse(raw) ? undefined : '应为完整地址';
    case 'enum':
      return field.values?.includes(raw) ? undefined : `应为 ${field.values?.join('、')} 之一`;
    case 'base64': {
      const bytes = Buffer.from(raw, 'base64').length;
      if (bytes === 0) return '应为 base64';
      return field.bytes !== undefined && bytes !== field.bytes ? `应为 ${field.bytes} 字节的 base64` : undefined;
    }
    default:
      return undefined;
  }
}

function list(raw: string): string[] {
  return raw
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

function keyring(raw: string, problems: string[]): Record<string, Buffer> {
  const keys: Record<string, Buffer> = {};
  for (const entry of list(raw)) {
    const at = entry.indexOf(':');
    const id = entry.slice(0, at);
    const key = Buffer.from(entry.slice(at + 1), 'base64');
    if (at < 1 || key.length !== 32) problems.push('FIELD_KEYS：每一项应为 id:base64（32 字节）');
    else keys[id] = key;
  }
  return keys;
}

/** @throws ConfigError naming every wrong setting at once */
export function loadConfig(env: Env): AppConfig {
  const problems: string[] = [];
  const raw = {} as Record<Name, string>;
  for (const [name, spec] of Object.entries(CONFIG_FIELDS) as [Name, ConfigField][]) {
    const value = env[spec.env] ?? spec.default;
    raw[name] = value ?? '';
    if (value === undefined) {
      problems.push(`缺少 ${spec.env}：${spec.doc}`);
      continue;
    }
    const problem = problemOf(spec, value);
    if (problem) problems.push(`${spec.env}${spec.secret ? '' : `=${value}`}：${problem}`);
  }
  const fieldKeys = keyring(raw.fieldKeys, problems);
  if (raw.fieldKeyCurrent && !fieldKeys[raw.fieldKeyCurrent])
    problems.push(`FIELD_KEY_CURRENT=${raw.fieldKeyCurrent}：FIELD_KEYS 里没有这个编号`);
  if (!raw.databaseUrl) problems.push('缺少 DATABASE_URL（npm start 会自动启动内置数据库）');
  if (raw.s3Endpoint && !raw.s3Bucket) problems.push('设置了 S3_ENDPOINT，还缺少 S3_BUCKET');
  problems.push(...channelProblems(raw));
  if (problems.length > 0) throw new ConfigError(problems);

  const channels = { mail: mailOf(raw), sms: smsOf(raw), wechat: wechatOf(raw) };
  const demo = raw.demo === 'true';
  const int = (name: Name): number => Number(raw[name]);
  return Object.assign(new AppConfig(), {
    port: int('port'),
    host: raw.host,
    publicUrl: raw.publicUrl.replace(/\/+$/, ''),
    trustedProxies: list(raw.trustedProxies),
    webRoot: raw.webRoot && path.resolve(raw.webRoot),
    metricsPort: int('metricsPort'),
    metricsToken: raw.metricsToken,
    dataDir: path.resolve(raw.dataDir),
    databaseUrl: raw.databaseUrl,
    databaseAppRole: raw.databaseAppRole,
    databasePoolSize: int('databasePoolSize'),
    redisUrl: raw.redisUrl || undefined,
    s3: raw.s3Endpoint
      ? {
          endpoint: raw.s3Endpoint,
          region: raw.s3Region,
          bucket: raw.s3Bucket,
          accessKeyId: raw.s3AccessKeyId,
          secretAccessKey: raw.s3SecretAccessKey,
        }
      : undefined,
    chromiumPath: raw.chromiumPath || undefined,
    clamav: raw.clamavHost ? { host: raw.clamavHost, port: int('clamavPort') } : undefined,
    jwtSecret: Buffer.from(raw.jwtSecret, 'base64'),
    fieldKeys,
    fieldKeyCurrent: raw.fieldKeyCurrent,
    macKey: Buffer.from(raw.macKey, 'base64'),
    auditSigningKey: Buffer.from(raw.auditSigningKey, 'base64'),
    captchaDifficulty: int('captchaDifficulty'),
    logLevel: raw.logLevel as AppConfig['logLevel'],
    demo,
    ...channels,
    outbox: demo && Object.values(channels).includes(undefined),
    secureCookies: raw.publicUrl.startsWith('https:'),
    queueConcurrency: {
      default: int('concurrencyDefault'),
      bulk: int('concurrencyBulk'),
      pdf: int('concurrencyPdf'),
      notify: int('concurrencyNotify'),
    },
  } satisfies AppConfig);
}
