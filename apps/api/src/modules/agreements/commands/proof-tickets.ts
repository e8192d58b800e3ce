import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { type BegunWechatView, type CookieReply, WechatActs } from '../../accounts/index.js';
import { AgreementRepository } from '../agreement.repository.js';
import type { ProofTicketBody } from '../http/dto/commands.dto.js';
import { accept } from './accept.js';
import { wechatKey } from './reauth.js';
import { sign } from './sign.js';

const ACTIONS = { accept: accept.action, sign: sign.action } as const;
const WORDS: Record<ProofTicketBody['act'], (employer: string) => string> = {
  accept: (employer) => `接受${employer}的邀约`,
  sign: (employer) => `签署和${employer}的就业协议书`,
};

/** A code that the student's own WeChat confirms before accepting or signing; the phone says which agreement it is. */
@Injectable()
export class ProofTickets {
  constructor(
    private readonly db: Db,
    private readonly cases: AgreementRepository,
    private readonly wechat: WechatActs,
  ) {}

  async open(
    ctx: RequestContext,
    reply: CookieReply,
    id: string,
    { act, here, to }: ProofTicketBody,
  ): Promise<BegunWechatView> {
    const row = await this.db.read(ctx, (tx) => this.cases.find(tx, ctx, { id }));
    if (!row) throw new AppError('NOT_FOUND');
    const asked = { key: wechatKey(ACTIONS[act], id), words: WORDS[act](row.employer.name) };
    return this.wechat.open(ctx, reply, asked, { here, ...(to ? { to } : {}) });
  }
}
