import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SignedInAudience } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { WechatIdentity } from '../../messaging/index.js';
import { signedInAudience } from '../signed-in.js';

export type TicketPurpose = 'login' | 'bind' | 'act';
export type TicketStatus = 'waiting' | 'scanned' | 'confirmed' | 'refused' | 'used';

export interface Ticket {
  id: string;
  audience: SignedInAudience;
  purpose: TicketPurpose;
  accountId: string | null;
  /** act: the session that may use it, which act it is for, and how the phone puts it */
  sessionId: string | null;
  act: string | null;
  actWords: string | null;
  browserMac: Buffer;
  stateMac: Buffer;
  phoneMac: Buffer | null;
  status: TicketStatus;
  openidMac: Buffer | null;
  openidEnc: Buffer | null;
  nickname: string;
  sameDevice: boolean;
  screenIp: string | null;
  screenDevice: string | null;
  createdAt: Date;
  expiresAt: Date;
}

/** The one act that a ticket confirms, and the session that asked. */
export interface TicketAct {
  sessionId: string;
  key: string;
  words: string;
}

export interface NewTicket {
  id: string;
  purpose: TicketPurpose;
  accountId: string | null;
  act?: TicketAct;
  browserMac: Buffer;
  /** Where the phone is the screen; otherwise the phone that scans brings its own. */
  phone: { mac: Buffer; stateMac: Buffer } | null;
}

export interface Scan {
  identity: WechatIdentity;
  accountId: string | null;
  nickname: string;
}

/** A forwarded code is of little use: it has to be scanned at once. */
export const SCAN_MS = 2 * 60_000;
const DECIDE_MS = 5 * 60_000;
/** A code by text message has to arrive and be typed. */
const BIND_MS = 10 * 60_000;
const GO_ON_MS = 2 * 60_000;
/** As long as a code is good: a signature has to be drawn meanwhile. */
const ACT_MS = 10 * 60_000;

const TABLE = 'wechat_ticket';
/** What no text has as its digest: a state that was used, or that was never given out. */
const NO_STATE = Buffer.alloc(1);

const SELECT = `select id, audience, purpose, account_id as "accountId", session_id as "sessionId", act,
       act_words as "actWords", browser_mac as "browserMac", state_mac as "stateMac",
       phone_mac as "phoneMac", status, openid_mac as "openidMac", openid_enc as "openidEnc",
       coalesce(nickname, '') as nickname, same_device as "sameDevice", screen_ip as "screenIp",
       screen_device as "screenDevice", created_at as "createdAt", expires_at as "expiresAt"
  from wechat_ticket where audience = $1 and id = $2`;

/** The rows of codes on screens, and what may become of one. Each change wants the row locked before. */
@Injectable()
export class WechatTickets {
  constructor(
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
  ) {}

  newId(): string {
    return randomUUID();
  }

  async create(tx: Tx, ctx: RequestContext, ticket: NewTicket): Promise<Date> {
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + SCAN_MS);
    await tx.exec(
      `insert into wechat_ticket (id, audience, purpose, account_id, browser_mac, state_mac, phone_mac, same_device,
                                  screen_ip, screen_device, created_at, expires_at, session_id, act, act_words)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        ticket.id,
        ctx.audience,
        ticket.purpose,
        ticket.accountId,
        ticket.browserMac,
        ticket.phone?.stateMac ?? NO_STATE,
        ticket.phone?.mac ?? null,
        ticket.phone !== null,
        ctx.ip,
        ctx.device,
        now,
        expiresAt,
        ticket.act?.sessionId ?? null,
        ticket.act?.key ?? null,
        ticket.act?.words ?? null,
      ],
    );
    return expiresAt;
  }

  /** @throws AppError NOT_FOUND */
  async get(tx: Tx, ctx: RequestContext, id: string): Promise<Ticket> {
    return found(await tx.maybeOne<Ticket & Record<string, unknown>>(SELECT, [signedInAudience(ctx), id]));
  }

  /** @throws AppError NOT_FOUND */
  async locked(tx: Tx, ctx: RequestContext, id: string): Promise<Ticket> {
    return found(await this.lockedOrNone(tx, ctx, id));
  }

  lockedOrNone(tx: Tx, ctx: RequestContext, id: string): Promise<Ticket | undefined> {
    return tx.maybeOne<Ticket & Record<string, unknown>>(`${SELECT} for update`, [signedInAudience(ctx), id]);
  }

  isOver({ expiresAt }: Ticket): boolean {
    return expiresAt <= this.clock.now();
  }

  /** @throws AppError TICKET_EXPIRED */
  require(ticket: Ticket, status: TicketStatus): void {
    if (this.isOver(ticket)) throw new AppError('TICKET_EXPIRED');
    if (ticket.status === status) return;
    throw new AppError('TICKET_EXPIRED', { detail: WHY[ticket.status] });
  }

  /** The phone that opened the code last is the one that goes on; the one before would have to scan again. */
  async visit(tx: Tx, id: string, phone: { mac: Buffer; stateMac: Buffer }): Promise<void> {
    await tx.exec('update wechat_ticket set phone_mac = $2, state_mac = $3 where id = $1', [
      id,
      phone.mac,
      phone.stateMac,
    ]);
  }

  async spendState(tx: Tx, id: string): Promise<void> {
    await tx.exec('update wechat_ticket set state_mac = $2 where id = $1', [id, NO_STATE]);
  }

  async scan(tx: Tx, { id, purpose }: Ticket, { identity, accountId, nickname }: Scan): Promise<void> {
    const now = this.clock.now();
    const wait = purpose === 'login' && accountId === null ? BIND_MS : DECIDE_MS;
    await tx.exec(
      `update wechat_ticket set status = 'scanned', openid_mac = $2, openid_enc = $3, account_id = $4, nickname = $5,
              scanned_at = $6, expires_at = $7 where id = $1`,
      [
        id,
        this.openidMac(identity.openid),
        this.cipher.seal(TABLE, 'openid_enc', id, identity.openid),
        accountId,
        nickname,
        now,
        new Date(now.getTime() + wait),
      ],
    );
  }

  /** First scan: the code to the phone has shown whose WeChat it is. */
  async assign(tx: Tx, id: string, accountId: string): Promise<void> {
    await tx.exec('update wechat_ticket set account_id = $2, expires_at = $3 where id = $1', [
      id,
      accountId,
      new Date(this.clock.now().getTime() + DECIDE_MS),
    ]);
  }

  async confirm(tx: Tx, { id, purpose }: Ticket): Promise<void> {
    const now = this.clock.now();
    const wait = purpose === 'act' ? ACT_MS : GO_ON_MS;
    await tx.exec(`update wechat_ticket set status = 'confirmed', decided_at = $2, expires_at = $3 where id = $1`, [
      id,
      now,
      new Date(now.getTime() + wait),
    ]);
  }

  async refuse(tx: Tx, id: string): Promise<void> {
    await tx.exec(`update wechat_ticket set status = 'refused', decided_at = $2 where id = $1`, [id, this.clock.now()]);
  }

  async use(tx: Tx, id: string): Promise<void> {
    await tx.exec(`update wechat_ticket set status = 'used' where id = $1`, [id]);
  }

  openidOf({ id, openidEnc }: Ticket): string {
    if (!openidEnc) throw new Error(`ticket ${id} has not been scanned`);
    return this.cipher.open(TABLE, 'openid_enc', id, openidEnc);
  }

  openidMac(openid: string): Buffer {
    return this.cipher.mac('openid', openid);
  }
}

const WHY: Record<TicketStatus, string> = {
  waiting: '还没有在手机上扫码。请用微信扫一扫。',
  scanned: '这个二维码已经有人扫过了。请刷新后重新扫。',
  confirmed: '已经在手机上确认过了。请回到电脑上继续。',
  refused: '已经在手机上拒绝了。请刷新后重新扫。',
  used: '这个二维码已经用过了。请刷新后重新扫。',
};

function found(ticket: Ticket | undefined): Ticket {
  if (!ticket) throw new AppError('NOT_FOUND', { detail: '没有这个二维码，或者它不是在这里打开的。请刷新后重新扫。' });
  return ticket;
}
