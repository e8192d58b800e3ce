import { FakeClock } from '../../../platform/clock/index.js';
import { aliyunStandIn } from '../testing/aliyun-stand-in.js';
import { type HttpStandIn, httpStandIn } from '../testing/http-stand-in.js';
import { signedHeaders } from './aliyun-signature.js';
import { AliyunSms } from './aliyun-sms.js';

const SECRET = 'kJ8-secret';
const sms = {
  key: '0197f3a2-0000-7000-8000-000000000001',
  phone: '13800000021',
  template: 'verification_code',
  values: { code: '482913', purpose: "登录 (it's * me)!", minutes: '5' },
};

it('signs the published example as published', () => {
  const headers = signedHeaders(
    {
      host: 'ecs.cn-shanghai.aliyuncs.com',
      action: 'RunInstances',
      version: '2014-05-26',
      date: new Date('2023-10-26T10:22:32.900Z'),
      nonce: '3156853299f313e23d1673dc12e1703d',
      query: { RegionId: 'cn-shanghai', ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd' },
    },
    { accessKeyId: 'YourAccessKeyId', accessKeySecret: 'YourAccessKeySecret' },
  );
  expect(headers['authorization']).toBe(
    'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  );
});

describe('text messages by Aliyun', () => {
  const clock = new FakeClock();
  let server: HttpStandIn;
  beforeAll(async () => {
    server = await httpStandIn(aliyunStandIn('LTAI-test', SECRET, () => clock.now()));
  });
  afterAll(() => server.close());

  const sender = (patch: object = {}): AliyunSms =>
    new AliyunSms(
      {
        endpoint: server.url,
        accessKeyId: 'LTAI-test',
        accessKeySecret: SECRET,
        signName: '签程',
        templates: { verification_code: 'SMS_100', notice: 'SMS_999' },
        ...patch,
      },
      clock,
    );
  const faultOf = (work: Promise<unknown>): Promise<Error & { kind?: string }> =>
    work.then(
      () => new Error('it went out'),
      (error: unknown) => error as Error & { kind?: string },
    );

  it('is understood by a server that makes the signature again, again and again', async () => {
    expect(await sender().send(sms)).toBe('9006197469364984^0');
    expect(await sender().send(sms)).toBe('9006197469364984^0');
    const { query } = server.asked[0] ?? {};
    expect(JSON.parse(query?.get('TemplateParam') ?? '')).toEqual(sms.values);
    expect(query?.get('OutId')).toBe(sms.key);
  });

  it.each([
    ['another secret', { accessKeySecret: 'other' }, {}, 'refused'],
    ['an unknown key', { accessKeyId: 'LTAI-other' }, {}, 'refused'],
    ['another signature', { signName: '别人' }, {}, 'refused'],
    ['a message without a template', {}, { template: 'account_opened' }, 'refused'],
    ['a template that is not registered', {}, { template: 'notice' }, 'refused'],
    ['a number that is none', {}, { phone: '12345' }, 'recipient'],
    ['too many for one number', {}, { phone: '13800000429' }, 'temporary'],
  ])('%s: %s %s ends as %s, without number or secret', async (_what, config, patch, kind) => {
    const fault = await faultOf(sender(config).send({ ...sms, ...patch }));
    expect(fault.kind).toBe(kind);
    expect(fault.message).not.toMatch(/138|12345|482913|kJ8/);
  });

  it('a server that is away or talks nonsense is worth another attempt', async () => {
    const nonsense = await httpStandIn(() => ({ status: 502, body: '<html>' }));
    expect((await faultOf(sender({ endpoint: nonsense.url }).send(sms))).kind).toBe('temporary');
    await nonsense.close();
    const fault = await faultOf(sender({ endpoint: nonsense.url }).send(sms));
    expect(fault.kind).toBe('temporary');
    expect(JSON.stringify([fault.message, fault.cause])).not.toContain('13800000021');
  });
});
