import { Injectable } from '@nestjs/common';
import { maskEmail, maskMobile, normaliseName, PRIVACY_NOTICE } from '@qiancheng/shared';
import type { CookieRequest } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import {
  AccountWriter,
  Captcha,
  type CodeChannel,
  type CookieReply,
  Passwords,
  SessionDesk,
  type SessionView,
  VerificationCodes,
} from '../../accounts/index.js';
import { DraftCookie } from './draft-cookie.js';
import type { Draft } from './draft-row.js';
import { DraftViews } from './draft-views.js';
import { Drafts } from './drafts.repository.js';
import type {
  DraftAnswer,
  OpenAccountBody,
  ProveContactBody,
  SaveContactBody,
  SendCodeBody,
  SentCode,
  VisitorStartBody,
} from './http/wizard.dto.js';
import { RegistrationBudget } from './registration-budget.js';
import { UnitLookUp } from './unit-look-up.js';

/** The steps before there is an account: a draft behind a cookie, proven contacts, and then the account. */
@Injectable()
export class VisitorDesk {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly drafts: Drafts,
    private readonly views: DraftViews,
    private readonly cookie: DraftCookie,
    private readonly units: UnitLookUp,
    private readonly budget: RegistrationBudget,
    private readonly captcha: Captcha,
    private readonly codes: VerificationCodes,
    private readonly accounts: AccountWriter,
    private readonly passwords: Passwords,
    private readonly sessions: SessionDesk,
  ) {}

  async read(request: CookieRequest): Promise<DraftAnswer> {
    const token = this.cookie.read(request);
    return token === null ? { draft: null } : this.db.system((tx) => this.views.answer(tx, { token }));
  }

  async start(
    ctx: RequestContext,
    request: CookieRequest,
    reply: CookieReply,
    { captcha, version, ...body }: VisitorStartBody,
  ): Promise<DraftAnswer> {
    await this.captcha.verify(ctx, captcha);
    await this.budget.start(ctx);
    const token = this.cookie.read(request);
    if (token !== null && version !== undefined) {
      return this.db.system(async (tx) => {
        const draft = await this.drafts.lock(tx, { token }, version);
        await this.drafts.rename(tx, draft.id, await this.units.beginning(tx, body));
        return this.views.answer(tx, { token });
      });
    }
    return this.db.system(async (tx) => {
      const beginning = await this.units.beginning(tx, body);
      if (token !== null) await this.drafts.drop(tx, { token });
      const fresh = this.cookie.issue(reply);
      await this.drafts.start(tx, { token: fresh }, beginning);
      return this.views.answer(tx, { token: fresh });
    });
  }

  saveContact(request: CookieRequest, { version, login, person }: SaveContactBody): Promise<DraftAnswer> {
    return this.withDraft(request, version, async (tx, draft, token) => {
      await this.drafts.save(tx, draft.id, { login, person: normaliseName(person) });
      return this.views.answer(tx, { token });
    });
  }

  async sendCode(ctx: RequestContext, request: CookieRequest, { channel, target }: SendCodeBody): Promise<SentCode> {
    const draft = await this.withDraft(request, undefined, (_tx, found) => Promise.resolve(found));
    await this.budget.code(ctx);
    const issued = await this.codes.issue(ctx, {
      purpose: 'registration',
      boundTo: boundTo(draft, channel),
      channel,
      target,
    });
    return { ...issued, expiresAt: issued.expiresAt.toISOString() };
  }

  async prove(
    ctx: RequestContext,
    request: CookieRequest,
    { channel, codeId, code }: ProveContactBody,
  ): Promise<DraftAnswer> {
    const draft = await this.withDraft(request, undefined, (_tx, found) => Promise.resolve(found));
    const proven = await this.codes.check(ctx, {
      codeId,
      purpose: 'registration',
      boundTo: boundTo(draft, channel),
      code,
    });
    const mask = channel === 'sms' ? maskMobile : maskEmail;
    return this.withDraft(request, undefined, async (tx, found, token) => {
      await this.drafts.proven(tx, found.id, proven.channel, proven.target, mask(proven.target));
      return this.views.answer(tx, { token });
    });
  }

  /** Opens the account and signs in; from here on the draft belongs to it. */
  async openAccount(
    ctx: RequestContext,
    request: CookieRequest,
    reply: CookieReply,
    body: OpenAccountBody,
  ): Promise<SessionView> {
    if (body.noticeVersion !== PRIVACY_NOTICE.version) throw new AppError('CONSENT_OUTDATED');
    await this.budget.account(ctx);
    // hashing takes its time: before the transaction, and for a draft that can become an account
    await this.withDraft(request, body.version, (_tx, draft) => Promise.resolve(this.refuseUnproven(draft)));
    const name = normaliseName(body.person);
    const chosen = await this.passwords.choose(
      { audience: 'employer', schoolId: null, login: body.login, name },
      body.password,
    );
    const accountId = await this.withDraft(request, body.version, async (tx, draft) => {
      this.refuseUnproven(draft);
      const { accountId: id } = await this.accounts.create(tx, ctx, {
        audience: 'employer',
        schoolId: null,
        login: body.login,
        name,
        phone: this.drafts.phoneOf(draft),
        email: draft.email,
        phoneVerified: draft.phoneVerifiedAt !== null,
        emailVerified: draft.emailVerifiedAt !== null,
        password: { kind: 'own', chosen },
      });
      await this.drafts.handOver(tx, draft.id, id);
      await this.consent(tx, ctx, id);
      return id;
    });
    this.cookie.clear(reply);
    return this.sessions.openSession(ctx, reply, 'employer', accountId, { stage: 'full', method: 'registration' });
  }

  async drop(request: CookieRequest, reply: CookieReply): Promise<void> {
    const token = this.cookie.read(request);
    if (token !== null) await this.db.system((tx) => this.drafts.drop(tx, { token }));
    this.cookie.clear(reply);
  }

  private withDraft<T>(
    request: CookieRequest,
    version: number | undefined,
    work: (tx: Tx, draft: Draft, token: string) => Promise<T>,
  ): Promise<T> {
    const token = this.cookie.read(request);
    if (token === null) throw new AppError('NOT_FOUND', { detail: '没有登记草稿，或者已经过期。请从第一步开始。' });
    return this.db.system(async (tx) => work(tx, await this.drafts.lock(tx, { token }, version), token));
  }

  /** Whatever can be proven here is proven; without any way to reach somebody there is no account. */
  private refuseUnproven(draft: Draft): void {
    const sms = this.codes.available('sms');
    const mail = this.codes.available('mail');
    if (!sms && !mail) throw new AppError('CHANNEL_UNAVAILABLE', { detail: '短信和邮件都没有接通，暂时不能登记。' });
    const errors = [
      ...(sms && !draft.phoneVerifiedAt ? [unproven('phone', '请先用验证码确认手机号。')] : []),
      ...(mail && !draft.emailVerifiedAt ? [unproven('email', '请先用验证码确认邮箱。')] : []),
    ];
    if (errors.length > 0) throw new AppError('VALIDATION_FAILED', { errors });
  }

  private async consent(tx: Tx, ctx: RequestContext, accountId: string): Promise<void> {
    await tx.exec(
      `insert into privacy_consent (account_id, notice, version, given_at, ip, device) values ($1, 'employer_person', $2, $3, $4, $5)`,
      [accountId, PRIVACY_NOTICE.version, this.clock.now(), ctx.ip, ctx.device],
    );
  }
}

const boundTo = (draft: Draft, channel: CodeChannel): string => `registration:${draft.id}:${channel}`;
const unproven = (field: string, message: string) => ({ field, code: 'NOT_PROVEN', message });
