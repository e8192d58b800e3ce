import type { FieldCipher } from '../../../../platform/crypto/index.js';
import type { AccountsApp } from '../../testing/accounts-app.js';
import type { Answer, Browser } from '../../testing/browser.js';

/** Steps of a scan, as the two browsers and the demo's WeChat take them. */
export class Dance {
  constructor(
    private readonly kit: Pick<AccountsApp, 'browser' | 'database' | 'clock'>,
    private readonly audience: string,
  ) {}

  at(ticketId: string, step = ''): string {
    return `${this.audience}/session/wechat-tickets/${ticketId}${step}`;
  }

  async open(screen: Browser): Promise<string> {
    return String((await screen.post(`${this.audience}/session/wechat-tickets`)).body['id']);
  }

  async status(screen: Browser, ticketId: string): Promise<unknown> {
    const { status, body } = await screen.get(this.at(ticketId));
    return status === 200 ? body['status'] : body['code'];
  }

  /** To WeChat and back: the code and state that the address carries. */
  async authorize(authorizeUrl: string, name: string): Promise<{ code: string; state: string }> {
    const asked = new URL(authorizeUrl).searchParams;
    const body = { name, redirect: asked.get('redirect'), state: asked.get('state') };
    const answer = await this.kit.browser().post('public/outbox/wechat', body);
    const back = new URL(String(answer.body['url'])).searchParams;
    return { code: back.get('code') ?? '', state: back.get('state') ?? '' };
  }

  async visit(phone: Browser, ticketId: string, name: string): Promise<{ code: string; state: string }> {
    const { body } = await phone.post(this.at(ticketId, '/visits'));
    return this.authorize(String(body['authorizeUrl']), name);
  }

  async scan(phone: Browser, ticketId: string, name: string): Promise<Answer> {
    const answer = await this.visit(phone, ticketId, name);
    return phone.post(this.at(ticketId, '/identity'), answer);
  }

  confirm(phone: Browser, ticketId: string): Promise<Answer> {
    return phone.post(this.at(ticketId, '/confirm'));
  }

  refuse(phone: Browser, ticketId: string): Promise<Answer> {
    return phone.post(this.at(ticketId, '/refuse'));
  }

  redeem(screen: Browser, ticketId: string): Promise<Answer> {
    return screen.post(this.at(ticketId, '/redeem'));
  }

  /** An account whose WeChat is `name`, as if it had been bound long ago. */
  async bound(cipher: FieldCipher, accountId: string, name: string): Promise<void> {
    const openid = `demo_${Buffer.from(name).toString('base64url')}`;
    const { owner } = this.kit.database;
    const { rows } = await owner.query<{ id: string }>('select uuidv7() as id');
    const id = rows[0]?.id ?? '';
    await owner.query(
      `insert into wechat_binding (id, account_id, audience, openid_mac, openid_enc, nickname, bound_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        id,
        accountId,
        this.audience,
        cipher.mac('openid', openid),
        cipher.seal('wechat_binding', 'openid_enc', id, openid),
        name,
        this.kit.clock.now(),
      ],
    );
  }
}
