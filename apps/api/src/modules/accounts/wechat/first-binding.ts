import { Injectable } from '@nestjs/common';
import { maskMobile } from '@qiancheng/shared';
import type { CookieRequest, SignedInAudience } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { AccountsRepository } from '../accounts.repository.js';
import { type IssuedCode, normalTarget, VerificationCodes } from '../credentials/verification-codes.js';
import { atTheEarliest } from '../login/answer-floor.js';
import { signedInAudience } from '../signed-in.js';
import type { FirstBindingBody, PhoneTicketView, WechatCodeBody } from './http/wechat.dto.js';
import { WechatBindings } from './wechat-bindings.js';
import { WechatPhones } from './wechat-phones.js';
import { WechatTickets } from './wechat-tickets.js';

/**
 * F-006: a WeChat that is bound to nobody, and an account that its holder has a phone for. The second proof is a code to
 * that phone; what is asked and answered is the same whether there is such an account.
 */
@Injectable()
export class FirstBinding {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
    private readonly accounts: AccountsRepository,
    private readonly codes: VerificationCodes,
    private readonly tickets: WechatTickets,
    private readonly bindings: WechatBindings,
    private readonly phones: WechatPhones,
  ) {}

  async sendCode(ctx: RequestContext, request: CookieRequest, id: string, body: WechatCodeBody): Promise<IssuedCode> {
    const audience = signedInAudience(ctx);
    if (audience !== 'employer' && !body.schoolCode) throw fault('schoolCode', '请选择学校。');
    const phone = phoneOf(body.phone);
    if (!this.codes.available('sms')) {
      throw new AppError('CHANNEL_UNAVAILABLE', { detail: '短信还没有接通。请先用账号和密码登录，再绑定微信。' });
    }
    await this.db.system((tx) => this.unbound(tx, ctx, request, id));
    return atTheEarliest(async () => {
      const accountId = await this.find(audience, phone, body);
      const asked = { purpose: 'wechat', boundTo: boundTo(id), channel: 'sms' } as const;
      const issued = accountId
        ? await this.codes.issue(ctx, { ...asked, target: phone, accountId, quiet: true })
        : await this.codes.issueToNobody(ctx, asked);
      return { ...issued, toMasked: maskMobile(phone) };
    });
  }

  async bind(
    ctx: RequestContext,
    request: CookieRequest,
    id: string,
    { codeId, code }: FirstBindingBody,
  ): Promise<PhoneTicketView> {
    await this.db.system((tx) => this.unbound(tx, ctx, request, id));
    const { target } = await this.codes.check(ctx, { codeId, purpose: 'wechat', boundTo: boundTo(id), code });
    return this.db.system(async (tx) => {
      const ticket = await this.unbound(tx, ctx, request, id);
      const accountId = await this.accountOfCode(tx, codeId, target);
      const account = await this.accounts.lockedFacts(tx, accountId);
      if (!account.active) throw new AppError('ACCOUNT_DISABLED');
      // a text message alone must not lead around the stronger proof that its holder has chosen
      if (account.totp) throw strongerFirst();
      const own = { ...ctx, actor: { ...ctx.actor, accountId, displayName: account.name } };
      await this.bindings.bind(tx, own, account, ticket, 'phone_code');
      await tx.exec('update account set phone_verified_at = coalesce(phone_verified_at, $2) where id = $1', [
        accountId,
        this.clock.now(),
      ]);
      await this.tickets.assign(tx, id, accountId);
      if (ticket.sameDevice) await this.tickets.confirm(tx, ticket);
      return this.phones.viewOf(tx, ctx, await this.tickets.get(tx, ctx, id));
    });
  }

  private async unbound(
    tx: Tx,
    ctx: RequestContext,
    request: CookieRequest,
    id: string,
  ): ReturnType<WechatPhones['owned']> {
    const ticket = await this.phones.owned(tx, ctx, request, id);
    this.tickets.require(ticket, 'scanned');
    if (ticket.accountId !== null) throw new AppError('NOT_ALLOWED_NOW', { detail: '账号已经绑定好了。请确认登录。' });
    return ticket;
  }

  /** One account, not one of several. A teacher's phone is what the centre registered; others must have proven theirs. */
  private async find(
    audience: SignedInAudience,
    phone: string,
    { schoolCode, account }: WechatCodeBody,
  ): Promise<string | null> {
    const rows = await this.db.system((tx) =>
      tx.query<{ id: string }>(
        `select a.id from account a left join school s on s.id = a.school_id
          where a.audience = $1 and a.phone_mac = $2 and a.status = 'active'
            and (a.audience = 'teacher' or a.phone_verified_at is not null)
            and (a.audience = 'employer' or s.code = $3)
            and ($4::text is null or lower(a.login) = $4)
          limit 2`,
        [audience, this.cipher.mac('phone', phone), schoolCode ?? null, account?.toLowerCase() || null],
      ),
    );
    return rows.length === 1 ? (rows[0]?.id ?? null) : null;
  }

  /** Of the code that was just right; the phone may have changed hands since it was sent. */
  private async accountOfCode(tx: Tx, codeId: string, phone: string): Promise<string> {
    const row = await tx.maybeOne<{ id: string }>(
      `select a.id from verification_code c join account a on a.id = c.account_id and a.phone_mac = $2 where c.id = $1`,
      [codeId, this.cipher.mac('phone', phone)],
    );
    if (!row) throw new AppError('CODE_EXPIRED');
    return row.id;
  }
}

function boundTo(ticketId: string): string {
  return `wechat:${ticketId}`;
}

function phoneOf(text: string): string {
  try {
    return normalTarget('sms', text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw fault('phone', error.detail);
  }
}

function fault(field: string, message: string): AppError {
  return new AppError('VALIDATION_FAILED', { detail: message, errors: [{ field, code: 'REQUIRED', message }] });
}

function strongerFirst(): AppError {
  return new AppError('NOT_ALLOWED_NOW', {
    detail: '这个账号绑定了身份验证器。请先用账号和密码登录，再到“我的账号”里绑定微信。',
  });
}
