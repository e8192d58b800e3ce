import { ConfigError, loadConfig } from './config.js';

const key = Buffer.alloc(32, 1).toString('base64');
const good = {
  DATABASE_URL: 'postgres://a@localhost/b',
  JWT_SECRET: key,
  FIELD_KEYS: `k1:${key}`,
  FIELD_KEY_CURRENT: 'k1',
  MAC_KEY: key,
  AUDIT_SIGNING_KEY: key,
};

describe('loadConfig', () => {
  it('fills defaults and types every setting', () => {
    const config = loadConfig({ ...good, PUBLIC_URL: 'https://sign.example.edu/' });
    expect(config).toMatchObject({
      port: 8080,
      publicUrl: 'https://sign.example.edu',
      secureCookies: true,
      redisUrl: undefined,
      demo: false,
    });
    expect(config.fieldKeys['k1']).toHaveLength(32);
  });

  it('names every wrong setting at once, without showing secrets', () => {
    const attempt = () =>
      loadConfig({ ...good, PORT: 'http', JWT_SECRET: 'c2VjcmV0', FIELD_KEY_CURRENT: 'k9', MAC_KEY: undefined });
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(/PORT=http：应为整数/);
    expect(attempt).toThrow(/JWT_SECRET：应为 32 字节/);
    expect(attempt).toThrow(/缺少 MAC_KEY/);
    expect(attempt).toThrow(/FIELD_KEY_CURRENT=k9/);
    expect(attempt).not.toThrow(/c2VjcmV0/);
  });
});
