import type { Clock } from '../../../platform/clock/index.js';
import type { WechatConfig } from '../../../platform/config/index.js';
import { ChannelError } from '../ports/channel.js';
import { callJson } from './call-json.js';

/** Before its end, so that none expires on its way. */
const MARGIN_MS = 60_000;

/**
 * The account's access token, by the stable interface: every process that asks gets the same one, so none takes it from
 * the others. Asked for once at a time, kept until it ends or is refused.
 */
export class WechatToken {
  private kept: { token: string; until: number } | undefined;
  private asking: Promise<string> | undefined;

  constructor(
    private readonly config: WechatConfig,
    private readonly clock: Clock,
  ) {}

  get(): Promise<string> {
    if (this.kept && this.kept.until > this.clock.now().getTime()) return Promise.resolve(this.kept.token);
    return this.once(false);
  }

  /** After a refusal. When WeChat hands out the very token that it refuses, it is told to make another. */
  async renew(refused: string): Promise<string> {
    if (this.kept?.token === refused) this.kept = undefined;
    const token = await this.get();
    if (token !== refused) return token;
    this.kept = undefined;
    return this.once(true);
  }

  private once(force: boolean): Promise<string> {
    this.asking ??= this.ask(force).finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async ask(force: boolean): Promise<string> {
    const { body } = await callJson('微信', new URL(`${this.config.apiBase}/cgi-bin/stable_token`), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credential',
        appid: this.config.appId,
        secret: this.config.appSecret,
        force_refresh: force,
      }),
    });
    const { access_token: token, expires_in: seconds, errcode } = body;
    if (typeof token !== 'string' || typeof seconds !== 'number') {
      // -1: WeChat is busy; 45009, 45011: asked too often
      const passing = [-1, 45009, 45011].includes(Number(errcode));
      throw new ChannelError(passing ? 'temporary' : 'refused', `微信不给凭据（${String(errcode)}）`);
    }
    this.kept = { token, until: this.clock.now().getTime() + seconds * 1000 - MARGIN_MS };
    return token;
  }
}
