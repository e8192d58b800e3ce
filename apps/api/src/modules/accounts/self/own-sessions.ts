import { Injectable } from '@nestjs/common';
import { isOver } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { OwnSessionView } from '../http/self.dto.js';
import { Sessions } from '../sessions/sessions.service.js';
import { holderOf } from '../signed-in.js';
import { deviceWords } from './device-words.js';

interface Row {
  id: string;
  device: string | null;
  ip: string | null;
  method: string;
  createdAt: Date;
  lastSeenAt: Date;
  absoluteUntil: Date;
  idleSeconds: number | null;
  revokedAt: Date | null;
}

/** Where somebody is signed in at present, and the way to end it. */
@Injectable()
export class OwnSessions {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly sessions: Sessions,
  ) {}

  async list(ctx: RequestContext): Promise<OwnSessionView[]> {
    const { audience, accountId, sessionId } = holderOf(ctx);
    const now = this.clock.now();
    const rows = await this.db.system((tx) =>
      tx.query<Row & Record<string, unknown>>(
        `select id, device, ip, method, created_at as "createdAt", last_seen_at as "lastSeenAt",
                absolute_until as "absoluteUntil", idle_seconds as "idleSeconds", revoked_at as "revokedAt"
           from session where account_id = $1 and revoked_at is null and absolute_until > $2
          order by id = $3 desc, last_seen_at desc, id`,
        [accountId, now, sessionId],
      ),
    );
    return rows
      .filter((row) => !isOver(row, audience, now))
      .map(({ id, device, ip, method, createdAt, lastSeenAt }) => ({
        id,
        current: id === sessionId,
        device: deviceWords(device),
        ip,
        method,
        createdAt,
        lastSeenAt,
      }));
  }

  /** One of one's own; the present one ends by logging out. */
  async end(ctx: RequestContext, id: string): Promise<void> {
    const { audience, accountId, sessionId } = holderOf(ctx);
    if (id === sessionId) throw new AppError('NOT_ALLOWED_NOW', { detail: '这是你现在用的登录。请用“退出登录”。' });
    const own = await this.db.system((tx) =>
      tx.maybeOne('select 1 from session where id = $1 and account_id = $2 and revoked_at is null', [id, accountId]),
    );
    if (!own) throw new AppError('NOT_FOUND');
    await this.sessions.end(ctx, audience, id, 'ended_by_holder');
  }

  async endOthers(ctx: RequestContext): Promise<void> {
    const { accountId, sessionId } = holderOf(ctx);
    await this.db.system((tx) => this.sessions.endAll(tx, ctx, accountId, 'ended_by_holder', sessionId));
  }
}
