import { randomInt, randomUUID, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkEmail, checkMobile, maskEmail, maskMobile, toHalfWidth } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, isUuid } from '../../../platform/http/index.js';
import { Messenger } from '../../messaging/index.js';
import { CodeBudget } from './code-budget.js';

export type CodeChannel = 'sms' | 'mail';

/** What a code may be for, in the words that its receiver reads. */
export const CODE_PURPOSES = {
  setup: '绑定联系方式',
  login: '登录',
  contact: '更换联系方式',
  reset: '找回密码',
  reauth: '签署协议',
  wechat: '绑定微信',
  registration: '登记单位',
  membership: '加入单位',
} as const;
export type CodePurpose = keyof typeof CODE_PURPOSES;

/** Asked for by whoever has shown the password: what strangers ask for must not use these up, and so lock somebody out. */
const OF_THE_HOLDER: ReadonlySet<CodePurpose> = new Set(['login', 'reauth']);

export interface CodeRequest {
  purpose: CodePurpose;
  /** What it is good for and nothing else: `session:…`, `registration:…`. */
  boundTo: string;
  channel: CodeChannel;
  target: string;
  accountId?: string;
  /** Where an answer must not tell whose address it is: what the address itself forbids is passed over in silence. */
  quiet?: boolean;
}

export interface IssuedCode {
  codeId: string;
  toMasked: string;
  expiresAt: Date;
  /** Seconds until the next one may be asked for. */
  retryAfter: number;
}

export interface CodeAnswer {
  codeId: string;
  purpose: CodePurpose;
  boundTo: string;
  code: string;
}

export interface ProvenTarget {
  channel: CodeChannel;
  target: string;
}

const MINUTES = 10;
const GAP_SECONDS = 60;
const MAX_FAILURES = 5;
const TABLE = 'verification_code';
const TEMPLATE = 'verification_code';

interface Row {
  channel: CodeChannel;
  targetEnc: Buffer;
  codeMac: Buffer;
  failures: number;
  expiresAt: Date;
  usedAt: Date | null;
}

/**
 * Six digits to a phone or mail: single use, ten minutes, good for one purpose and one request, burnt after five wrong
 * guesses. The database holds a keyed digest; the clear code is in the message and nowhere else.
 */
@Injectable()
export class VerificationCodes {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
    private readonly budget: CodeBudget,
    private readonly messenger: Messenger,
  ) {}

  available(channel: CodeChannel): boolean {
    return this.messenger.available(channel, TEMPLATE);
  }

  /**
   * Not within another transaction: what was sent is remembered whatever becomes of the rest.
   * @throws AppError VALIDATION_FAILED (target), CHANNEL_UNAVAILABLE, CODE_TOO_SOON, TOO_MANY_REQUESTS
   */
  async issue(ctx: RequestContext, request: CodeRequest): Promise<IssuedCode> {
    const { channel } = request;
    const target = normalTarget(channel, request.target);
    if (!this.available(channel)) throw unavailable(channel);
    return this.db.system(async (tx) => {
      const { issued, code, silent } = await this.store(tx, ctx, { ...request, target });
      if (silent) return issued;
      await this.messenger.send(tx, ctx, {
        channel,
        to: target,
        template: TEMPLATE,
        params: { code, minutes: MINUTES, purpose: CODE_PURPOSES[request.purpose] },
        ...(request.accountId ? { accountId: request.accountId } : {}),
        expiresAt: issued.expiresAt,
      });
      return issued;
    });
  }

  /** As if a code had been sent, for whom there is nobody to send it to: same row, same waiting, same guesses. */
  issueToNobody(
    ctx: RequestContext,
    request: Pick<CodeRequest, 'purpose' | 'boundTo' | 'channel'>,
  ): Promise<IssuedCode> {
    return this.db.system(
      async (tx) => (await this.store(tx, ctx, { ...request, target: `nobody ${randomUUID()}` })).issued,
    );
  }

  /**
   * In a transaction of its own, so that a wrong guess stays counted; a right one is used up. So check everything else
   * that the request says before the code.
   * @throws AppError CODE_WRONG, CODE_EXPIRED
   */
  async check(ctx: RequestContext, answer: CodeAnswer): Promise<ProvenTarget> {
    const verdict = await this.db.system((tx) => this.judge(tx, answer));
    if (verdict instanceof AppError) throw verdict;
    return verdict;
  }

  private async store(
    tx: Tx,
    ctx: RequestContext,
    request: CodeRequest,
  ): Promise<{ issued: IssuedCode; code: string; silent: boolean }> {
    const { purpose, boundTo, channel, target, accountId } = request;
    const id = randomUUID();
    const targetMac = this.cipher.mac(channel === 'sms' ? 'phone' : 'email', target);
    const now = this.clock.now();
    await this.budget.spendOfNetwork(ctx);
    const asker = OF_THE_HOLDER.has(purpose) ? 'holder' : 'anybody';
    const refused =
      (await this.tooSoon(tx, request, targetMac, now)) ?? (await this.budget.spendOfTarget(targetMac, asker));
    if (refused && !request.quiet) throw refused;
    await tx.exec(
      'update verification_code set used_at = $3 where bound_to = $1 and purpose = $2 and used_at is null',
      [boundTo, purpose, now],
    );
    // What nobody is sent nobody can guess either.
    const silent = refused !== undefined;
    const code = silent ? randomUUID() : String(randomInt(1_000_000)).padStart(6, '0');
    const expiresAt = new Date(now.getTime() + MINUTES * 60_000);
    const toMasked = channel === 'sms' ? maskMobile(target) : maskEmail(target);
    await tx.exec(
      `insert into verification_code
         (id, purpose, bound_to, account_id, channel, target_mac, target_enc, target_masked, code_mac, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        id,
        purpose,
        boundTo,
        accountId ?? null,
        channel,
        targetMac,
        this.cipher.seal(TABLE, 'target_enc', id, target),
        toMasked,
        this.codeMac(id, code),
        now,
        expiresAt,
      ],
    );
    const issued = { codeId: id, toMasked, expiresAt, retryAfter: GAP_SECONDS };
    return { issued, code, silent };
  }

  /**
   * One a minute for a request, which is refused in any case, and one a minute to an address, which is answered.
   * Simultaneous requests are put in order first.
   */
  private async tooSoon(
    tx: Tx,
    { purpose, boundTo }: CodeRequest,
    targetMac: Buffer,
    now: Date,
  ): Promise<AppError | undefined> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 13))', [`${purpose}|${boundTo}`]);
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 17))', [targetMac.toString('hex')]);
    const last = await tx.one<{ asked: Date | null; sent: Date | null }>(
      `select
         (select max(created_at) from verification_code
           where bound_to = $2 and purpose = $3 and used_at is null and created_at > $4) as asked,
         (select max(created_at) from verification_code where target_mac = $1 and created_at > $4) as sent`,
      [targetMac, boundTo, purpose, new Date(now.getTime() - GAP_SECONDS * 1000)],
    );
    if (last.asked) throw wait(last.asked, now);
    return last.sent ? wait(last.sent, now) : undefined;
  }

  private async judge(tx: Tx, { codeId, purpose, boundTo, code }: CodeAnswer): Promise<ProvenTarget | AppError> {
    if (!isUuid(codeId)) return expired();
    const row = await tx.maybeOne<Row & Record<string, unknown>>(
      `select channel, target_enc as "targetEnc", code_mac as "codeMac", failures, expires_at as "expiresAt",
              used_at as "usedAt"
         from verification_code where id = $1 and purpose = $2 and bound_to = $3 for update`,
      [codeId, purpose, boundTo],
    );
    const now = this.clock.now();
    if (!row || row.usedAt || row.expiresAt <= now || row.failures >= MAX_FAILURES) return expired();
    if (!timingSafeEqual(this.codeMac(codeId, plainCode(code)), row.codeMac)) return this.wrong(tx, codeId, row);
    await tx.exec('update verification_code set used_at = $2 where id = $1', [codeId, now]);
    return { channel: row.channel, target: this.cipher.open(TABLE, 'target_enc', codeId, row.targetEnc) };
  }

  private async wrong(tx: Tx, codeId: string, row: Row): Promise<AppError> {
    await tx.exec('update verification_code set failures = failures + 1 where id = $1', [codeId]);
    const triesLeft = MAX_FAILURES - row.failures - 1;
    if (triesLeft === 0) return expired(`验证码连续输错 ${MAX_FAILURES} 次，已经失效。请重新获取。`);
    const message = `验证码不对，还可以再试 ${triesLeft} 次。`;
    return new AppError('CODE_WRONG', {
      detail: message,
      errors: [{ field: 'code', code: 'CODE_WRONG', message }],
      extra: { triesLeft },
    });
  }

  private codeMac(id: string, code: string): Buffer {
    return this.cipher.mac('verification_code', `${id}|${code}`);
  }
}

function plainCode(typed: string): string {
  return toHalfWidth(typed).replace(/\s/g, '');
}

/** The form in which a phone or mail is stored and compared. */
export function normalTarget(channel: CodeChannel, text: string): string {
  const checked = channel === 'sms' ? checkMobile(text) : checkEmail(text);
  if (checked.ok) return channel === 'sms' ? checked.value : checked.value.toLowerCase();
  throw new AppError('VALIDATION_FAILED', {
    detail: checked.reason,
    errors: [{ field: 'target', code: 'FORMAT', message: checked.reason }],
  });
}

function wait(last: Date, now: Date): AppError {
  const retryAfter = Math.max(1, Math.ceil((last.getTime() - now.getTime()) / 1000) + GAP_SECONDS);
  return new AppError('CODE_TOO_SOON', {
    detail: `验证码刚刚发过。请 ${retryAfter} 秒后再获取。`,
    extra: { retryAfter },
  });
}

function unavailable(channel: CodeChannel): AppError {
  return new AppError('CHANNEL_UNAVAILABLE', {
    detail: channel === 'sms' ? '短信还没有接通，请改用邮箱。' : '邮件还没有接通，请改用手机。',
  });
}

function expired(message = '验证码已经失效。请重新获取。'): AppError {
  return new AppError('CODE_EXPIRED', {
    detail: message,
    errors: [{ field: 'code', code: 'CODE_EXPIRED', message }],
  });
}
