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
    expect(config.clamav).toBeUndefined();
    expect(loadConfig({ ...good, CLAMAV_HOST: 'clamd' }).clamav).toEqual({ host: 'clamd', port: 3310 });
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

  it('reads the channels, with what each message is called there', () => {
    const config = loadConfig({
      ...good,
      DEMO: 'true',
      SMS_ACCESS_KEY_ID: 'a',
      SMS_ACCESS_KEY_SECRET: 'b',
      SMS_SIGN_NAME: '签程',
      SMS_TEMPLATES: 'verification_code:SMS_100, notice:SMS_200',
      WECHAT_APP_ID: 'wx',
      WECHAT_APP_SECRET: 's',
      WECHAT_TEMPLATES: 'notice:TPL-1?title=thing1&body=thing2',
    });
    expect(config.mail).toBeUndefined();
    expect(config.sms?.templates).toEqual({ verification_code: 'SMS_100', notice: 'SMS_200' });
    expect(config.wechat?.templates['notice']).toEqual({ id: 'TPL-1', keys: { title: 'thing1', body: 'thing2' } });
    // mail has no server, so its mails are shown instead
    expect(config.outbox).toBe(true);
    expect(loadConfig({ ...good, DEMO: 'false' }).outbox).toBe(false);
  });

  it('refuses half a channel', () => {
    const attempt = () =>
      loadConfig({
        ...good,
        MAIL_URL: 'https://mail.example.com',
        SMS_ACCESS_KEY_ID: 'a',
        WECHAT_APP_ID: 'wx',
        SMS_TEMPLATES: 'verification_code',
      });
    expect(attempt).toThrow(/还缺少 MAIL_FROM/);
    expect(attempt).toThrow(/MAIL_URL：应以 smtp/);
    expect(attempt).toThrow(/还缺少 SMS_ACCESS_KEY_SECRET/);
    expect(attempt).toThrow(/还缺少 WECHAT_APP_SECRET/);
    expect(attempt).toThrow(/SMS_TEMPLATES/);
  });
});
