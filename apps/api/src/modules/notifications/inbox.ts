import { Injectable } from '@nestjs/common';
import type { NoticeAbout } from '@qiancheng/shared';
import { Clock } from '../../platform/clock/index.js';
import type { RequestContext } from '../../platform/context/index.js';
import { Db, type Tx } from '../../platform/database/index.js';
import { offsetOf, pageOf } from '../../platform/http/index.js';
import type { NotificationPage, NotificationQuery, NotificationView, UnreadCount } from './http/notifications.dto.js';

interface Row {
  id: string;
  event: string;
  title: string;
  body: string;
  case_id: string | null;
  about_kind: NoticeAbout | null;
  about_id: string | null;
  created_at: Date;
  read_at: Date | null;
}

const COLUMNS = 'n.id, n.event, n.title, n.body, n.case_id, n.about_kind, n.about_id, n.created_at, n.read_at';

/** A person's messages. The account is the scope: nobody reads another's, and a unit's person sees all its schools. */
@Injectable()
export class Inbox {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  list(ctx: RequestContext, query: NotificationQuery): Promise<NotificationPage> {
    const where = `n.account_id = $1${query.unread ? ' and n.read_at is null' : ''}`;
    const account = accountOf(ctx);
    return this.db.read(ctx, async (tx) => {
      const { total } = await tx.one<{ total: number }>(
        `select count(*)::int as total from notification n where ${where}`,
        [account],
      );
      const rows = await tx.query<Row>(
        `select ${COLUMNS} from notification n where ${where}
          order by n.created_at desc, n.id desc limit $2 offset $3`,
        [account, query.pageSize, offsetOf(query)],
      );
      return pageOf(rows.map(viewOf), total, query);
    });
  }

  /** The newest ones, for a home page; `schoolId` keeps a unit's workspace to its school. */
  async latest(
    tx: Tx,
    ctx: RequestContext,
    limit: number,
    schoolId: number | null = null,
  ): Promise<NotificationView[]> {
    const rows = await tx.query<Row>(
      `select ${COLUMNS} from notification n
        where n.account_id = $1 and ($3::int is null or n.school_id = $3)
        order by n.created_at desc, n.id desc limit $2`,
      [accountOf(ctx), limit, schoolId],
    );
    return rows.map(viewOf);
  }

  countUnread(ctx: RequestContext): Promise<UnreadCount> {
    return this.db.read(ctx, async (tx) => ({ unread: await this.unread(tx, ctx) }));
  }

  async unread(tx: Tx, ctx: RequestContext): Promise<number> {
    const row = await tx.one<{ unread: number }>(
      'select count(*)::int as unread from notification where account_id = $1 and read_at is null',
      [accountOf(ctx)],
    );
    return row.unread;
  }

  markRead(ctx: RequestContext, ids?: string[]): Promise<UnreadCount> {
    return this.db.tx(ctx, async (tx) => {
      await tx.exec(
        `update notification set read_at = $2
          where account_id = $1 and read_at is null and ($3::uuid[] is null or id = any($3))`,
        [accountOf(ctx), this.clock.now(), ids ?? null],
      );
      return { unread: await this.unread(tx, ctx) };
    });
  }
}

function accountOf(ctx: RequestContext): string {
  if (ctx.actor.accountId === null) throw new Error('an inbox belongs to an account');
  return ctx.actor.accountId;
}

function viewOf(row: Row): NotificationView {
  return {
    id: row.id,
    event: row.event,
    title: row.title,
    body: row.body,
    caseId: row.case_id,
    about: row.about_kind && row.about_id ? { kind: row.about_kind, id: row.about_id } : null,
    createdAt: row.created_at.toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
  };
}
