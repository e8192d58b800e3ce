import { FakeClock } from '../../../platform/clock/index.js';
import { type Asked, type HttpStandIn, httpStandIn, type Told } from '../testing/http-stand-in.js';
import { WechatAccount } from './wechat-account.js';

const APP = { appId: 'wx-app', appSecret: 'wx-secret' };
const notice = {
  key: '0197f3a2-0000-7000-8000-000000000001',
  openid: 'o-follower',
  templateId: 'TPL-1',
  url: 'https://sign.example.edu.cn/student/',
  data: { thing1: '收到新邀约' },
};

/** The documented interfaces, as far as they are used: a stable token, web authorization, template messages. */
class WechatStandIn {
  serial = 1;
  usedCodes = new Set<string>();

  get token(): string {
    return `token-${this.serial}`;
  }

  answer(request: Asked): Told {
    const body = request.body ? (JSON.parse(request.body) as Record<string, unknown>) : {};
    switch (request.path.split('?')[0]) {
      case '/cgi-bin/stable_token':
        return this.grant(request, body);
      case '/sns/oauth2/access_token':
        return this.exchange(request.query);
      case '/sns/userinfo':
        return { body: { openid: request.query.get('openid'), nickname: '林小满' } };
      case '/cgi-bin/message/template/send':
        return this.send(request.query.get('access_token'), body);
      default:
        return { status: 404, body: {} };
    }
  }

  private grant({ method }: Asked, body: Record<string, unknown>): Told {
    if (method !== 'POST' || body['grant_type'] !== 'client_credential') return { body: { errcode: 40002 } };
    if (body['appid'] !== APP.appId) return { body: { errcode: 40013 } };
    if (body['secret'] !== APP.appSecret) return { body: { errcode: 40125 } };
    if (body['force_refresh'] === true) this.serial += 1;
    return { body: { access_token: this.token, expires_in: 7200 } };
  }

  private exchange(query: URLSearchParams): Told {
    const code = query.get('code') ?? '';
    if (query.get('secret') !== APP.appSecret) return { body: { errcode: 40125 } };
    if (query.get('grant_type') !== 'authorization_code' || !code.startsWith('good'))
      return { body: { errcode: 40029 } };
    if (this.usedCodes.has(code)) return { body: { errcode: 40163 } };
    this.usedCodes.add(code);
    const scope = code.includes('userinfo') ? 'snsapi_userinfo' : 'snsapi_base';
    return { body: { access_token: 'web', openid: 'o-1', unionid: 'u-1', scope } };
  }

  private send(token: string | null, body: Record<string, unknown>): Told {
    if (token !== this.token) return { body: { errcode: 40001, errmsg: 'invalid credential' } };
    if (body['touser'] !== 'o-follower') return { body: { errcode: 43004, errmsg: 'require subscribe' } };
    if (body['template_id'] !== 'TPL-1') return { body: { errcode: 40037, errmsg: 'invalid template_id' } };
    // numbers of 64 bits do not survive JSON.stringify
    return { body: '{"errcode":0,"errmsg":"ok","msgid":3147463475182010369}' };
  }
}

describe('a WeChat service account', () => {
  let standIn: WechatStandIn;
  let server: HttpStandIn;
  let clock: FakeClock;
  let account: WechatAccount;

  const build = (patch: object = {}): WechatAccount =>
    new WechatAccount({ ...APP, apiBase: server.url, templates: {}, ...patch }, clock);
  const calls = (path: string): Asked[] => server.asked.filter((request) => request.path.startsWith(path));

  beforeEach(async () => {
    standIn = new WechatStandIn();
    clock = new FakeClock();
    server = await httpStandIn((request) => standIn.answer(request));
    account = build();
  });
  afterEach(() => server.close());

  it('sends people to WeChat in the order of parameters that WeChat asks for', () => {
    const url = account.authorizeUrl({ redirect: 'https://a.cn/x?y=1&z=2', state: 's-1', scope: 'snsapi_base' });
    expect(url).toBe(
      'https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx-app&redirect_uri=https%3A%2F%2Fa.cn%2Fx%3Fy%3D1%26z%3D2&response_type=code&scope=snsapi_base&state=s-1#wechat_redirect',
    );
  });

  it('learns who it is from a code, once', async () => {
    expect(await account.exchangeCode('good-1')).toEqual({ openid: 'o-1', unionid: 'u-1' });
    expect(await account.exchangeCode('good-1')).toBeNull();
    expect(await account.exchangeCode('made-up')).toBeNull();
    expect(await account.exchangeCode('good-userinfo')).toEqual({ openid: 'o-1', unionid: 'u-1', nickname: '林小满' });
    await expect(build({ appSecret: 'other' }).exchangeCode('good-2')).rejects.toMatchObject({ kind: 'refused' });
  });

  it('asks for the token once, and again when it has ended', async () => {
    expect(await Promise.all([account.sendTemplate(notice), account.sendTemplate(notice)])).toEqual([
      '3147463475182010369',
      '3147463475182010369',
    ]);
    expect(calls('/cgi-bin/stable_token')).toHaveLength(1);
    clock.advance(7200_000);
    await account.sendTemplate(notice);
    expect(calls('/cgi-bin/stable_token')).toHaveLength(2);
    expect(JSON.parse(calls('/cgi-bin/message/template/send')[0]?.body ?? '')).toEqual({
      touser: 'o-follower',
      template_id: 'TPL-1',
      url: notice.url,
      client_msg_id: notice.key,
      data: { thing1: { value: '收到新邀约' } },
    });
  });

  it('renews a token that was taken from it, and sends all the same', async () => {
    await account.sendTemplate(notice);
    standIn.serial = 7;
    expect(await account.sendTemplate(notice)).not.toBeNull();
    expect(calls('/cgi-bin/stable_token')).toHaveLength(2);
  });

  it('is not sent round in circles by a token that is refused for good', async () => {
    const answer = standIn.answer.bind(standIn);
    standIn.answer = (request) =>
      request.path.startsWith('/cgi-bin/message') ? { body: { errcode: 42001 } } : answer(request);
    await expect(account.sendTemplate(notice)).rejects.toMatchObject({ kind: 'refused' });
    expect(calls('/cgi-bin/message/template/send')).toHaveLength(2);
    expect(calls('/cgi-bin/stable_token').map(({ body }) => body.includes('"force_refresh":true'))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('tells apart who does not follow, what we got wrong, and what passes', async () => {
    await expect(account.sendTemplate({ ...notice, openid: 'o-stranger' })).rejects.toMatchObject({
      kind: 'recipient',
    });
    await expect(account.sendTemplate({ ...notice, templateId: 'TPL-9' })).rejects.toMatchObject({ kind: 'refused' });
    await expect(build({ appSecret: 'other' }).sendTemplate(notice)).rejects.toMatchObject({ kind: 'refused' });
    await expect(build({ apiBase: 'http://127.0.0.1:1' }).sendTemplate(notice)).rejects.toMatchObject({
      kind: 'temporary',
    });
  });
});
