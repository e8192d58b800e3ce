import type { Clock } from '../../../platform/clock/index.js';
import type { WechatConfig } from '../../../platform/config/index.js';
import { ChannelError } from '../ports/channel.js';
import {
  type WechatIdentity,
  type WechatNotice,
  WechatPort,
  type WechatScope,
  type WechatTemplateOf,
} from '../ports/wechat.port.js';
import { callJson, type JsonAnswer } from './call-json.js';
import { WechatToken } from './wechat-token.js';

const AUTHORIZE = 'https://open.weixin.qq.com/connect/oauth2/authorize';
/** Wrong, used, too old. */
const BAD_CODE = [40029, 40163, 41008, 42003];
const BAD_TOKEN = [40001, 40014, 42001];
/** Does not follow the account, refuses its messages, or is nobody here. */
const UNREACHABLE = [43004, 43019, 43101, 40003];
const PASSING = [-1, 45009, 45011];

/** A service account: log-in by web authorization, messages by template. */
export class WechatAccount extends WechatPort {
  readonly behind = 'provider';
  private readonly token: WechatToken;

  constructor(
    private readonly config: WechatConfig,
    clock: Clock,
  ) {
    super();
    this.token = new WechatToken(config, clock);
  }

  authorizeUrl({ redirect, state, scope }: { redirect: string; state: string; scope: WechatScope }): string {
    const query = new URLSearchParams({
      appid: this.config.appId,
      redirect_uri: redirect,
      response_type: 'code',
      scope,
      state,
    });
    return `${AUTHORIZE}?${query.toString()}#wechat_redirect`;
  }

  async exchangeCode(code: string): Promise<WechatIdentity | null> {
    const url = new URL(`${this.config.apiBase}/sns/oauth2/access_token`);
    url.search = new URLSearchParams({
      appid: this.config.appId,
      secret: this.config.appSecret,
      code,
      grant_type: 'authorization_code',
    }).toString();
    const { body } = await callJson('微信', url, { method: 'GET' });
    const { openid, unionid, errcode } = body;
    if (typeof openid === 'string') {
      const nickname = await this.nickname(body, openid);
      return {
        openid,
        ...(typeof unionid === 'string' ? { unionid } : {}),
        ...(nickname ? { nickname } : {}),
      };
    }
    if (BAD_CODE.includes(Number(errcode))) return null;
    throw failureOf(Number(errcode));
  }

  templateOf(name: string): WechatTemplateOf | undefined {
    return this.config.templates[name];
  }

  async sendTemplate(notice: WechatNotice): Promise<string | null> {
    const token = await this.token.get();
    const first = await this.post(token, notice);
    const answer = BAD_TOKEN.includes(Number(first.body['errcode']))
      ? await this.post(await this.token.renew(token), notice)
      : first;
    if (answer.body['errcode'] !== 0) throw failureOf(Number(answer.body['errcode']));
    return /"msgid"\s*:\s*"?(\d+)/.exec(answer.text)?.[1] ?? null;
  }

  /** Nice to have: who it is stands already, so its absence stops nothing. */
  private async nickname(grant: Record<string, unknown>, openid: string): Promise<string | null> {
    if (!String(grant['scope']).includes('snsapi_userinfo')) return null;
    const url = new URL(`${this.config.apiBase}/sns/userinfo`);
    const token = String(grant['access_token']);
    url.search = new URLSearchParams({ access_token: token, openid, lang: 'zh_CN' }).toString();
    const body = await callJson('微信', url, { method: 'GET' }).then(
      (answer) => answer.body,
      () => null,
    );
    return typeof body?.['nickname'] === 'string' ? body['nickname'] : null;
  }

  private post(token: string, notice: WechatNotice): Promise<JsonAnswer> {
    const url = new URL(`${this.config.apiBase}/cgi-bin/message/template/send`);
    url.searchParams.set('access_token', token);
    return callJson('微信', url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        touser: notice.openid,
        template_id: notice.templateId,
        ...(notice.url ? { url: notice.url } : {}),
        client_msg_id: notice.key,
        data: Object.fromEntries(Object.entries(notice.data).map(([name, value]) => [name, { value }])),
      }),
    });
  }
}

function failureOf(code: number): ChannelError {
  if (code === 43004) return new ChannelError('recipient', '对方没有关注服务号（43004）');
  if (UNREACHABLE.includes(code)) return new ChannelError('recipient', `对方收不了服务号的消息（${code}）`);
  if (PASSING.includes(code)) return new ChannelError('temporary', `微信暂时不能发送（${code}）`);
  return new ChannelError('refused', `微信拒绝了请求（${code}）`);
}
