import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { personalNumber } from '@qiancheng/shared';
import { Clock } from '../../../../platform/clock/index.js';
import type { RequestContext } from '../../../../platform/context/index.js';
import { Db, type Tx } from '../../../../platform/database/index.js';
import { AppError } from '../../../../platform/http/index.js';
import type { SourceViewFilter } from '../source-filter.dto.js';
import type { SourceViewBody, SourceViewChange, SourceViewList, SourceViewView } from '../../http/source-views.dto.js';

/** As many tabs as somebody can still tell apart. */
const OWN_MAX = 20;

const COLUMNS = `v.id, v.name, v.filter, v.columns, v.sort, v.shared, v.version, v.account_id = $2 as own, a.name as "ownerName"`;
const FROM = 'from source_view v join account a on a.id = v.account_id';

type Row = SourceViewView & Record<string, unknown>;

/**
 * Named lists. A view is its maker's alone to change; one that is shared opens for every teacher of the school by its
 * address. It holds conditions only, so whoever opens it sees what lies in their own reach.
 */
@Injectable()
export class SourceViews {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  list(ctx: RequestContext): Promise<SourceViewList> {
    return this.db.read(ctx, async (tx) => ({ items: await this.own(tx, ctx) }));
  }

  own(tx: Tx, ctx: RequestContext): Promise<SourceViewView[]> {
    return tx.query<Row>(
      `select ${COLUMNS} ${FROM} where v.school_id = $1 and v.account_id = $2 order by v.created_at, v.id`,
      [tx.schoolId, ctx.actor.accountId],
    );
  }

  get(ctx: RequestContext, id: string): Promise<SourceViewView> {
    return this.db.read(ctx, (tx) => this.find(tx, ctx, id));
  }

  /** The maker's own, or one that was shared. */
  private async find(tx: Tx, ctx: RequestContext, id: string): Promise<SourceViewView> {
    const row = await tx.maybeOne<Row>(
      `select ${COLUMNS} ${FROM} where v.school_id = $1 and v.id = $3 and (v.account_id = $2 or v.shared)`,
      [tx.schoolId, ctx.actor.accountId, id],
    );
    if (!row) throw new AppError('NOT_FOUND', { detail: '没有这个视图，或者存它的人没有分享。' });
    return row;
  }

  create(ctx: RequestContext, body: SourceViewBody): Promise<SourceViewView> {
    refusePersonal(body.filter);
    return this.db.tx(ctx, async (tx) => {
      const { count } = await tx.one<{ count: number }>(
        'select count(*)::int as count from source_view where school_id = $1 and account_id = $2',
        [tx.schoolId, ctx.actor.accountId],
      );
      if (count >= OWN_MAX) throw refused(`最多存 ${OWN_MAX} 个视图。请先删掉不用的。`, 'TOO_MANY');
      const id = randomUUID();
      const now = this.clock.now();
      const made = await tx.exec(
        `insert into source_view (school_id, id, account_id, name, filter, columns, sort, shared, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) on conflict do nothing`,
        [
          tx.schoolId,
          id,
          ctx.actor.accountId,
          body.name,
          JSON.stringify(body.filter),
          body.columns ? JSON.stringify(body.columns) : null,
          body.sort ?? '',
          body.shared ?? false,
          now,
        ],
      );
      if (made === 0) throw taken(body.name);
      return this.find(tx, ctx, id);
    });
  }

  change(ctx: RequestContext, id: string, body: SourceViewChange): Promise<SourceViewView> {
    refusePersonal(body.filter);
    return this.db.tx(ctx, async (tx) => {
      const view = await this.lockOwn(tx, ctx, id, body.version);
      const name = body.name ?? view.name;
      const same = await tx.maybeOne(
        'select id from source_view where school_id = $1 and account_id = $2 and lower(name) = lower($3) and id <> $4',
        [tx.schoolId, ctx.actor.accountId, name, id],
      );
      if (same) throw taken(name);
      const columns = body.columns === undefined ? view.columns : body.columns;
      await tx.exec(
        `update source_view set name = $3, filter = $4, columns = $5, sort = $6, shared = $7, version = version + 1, updated_at = $8
          where school_id = $1 and id = $2`,
        [
          tx.schoolId,
          id,
          name,
          JSON.stringify(body.filter ?? view.filter),
          columns ? JSON.stringify(columns) : null,
          body.sort ?? view.sort,
          body.shared ?? view.shared,
          this.clock.now(),
        ],
      );
      return this.find(tx, ctx, id);
    });
  }

  remove(ctx: RequestContext, id: string): Promise<void> {
    return this.db.tx(ctx, async (tx) => {
      const gone = await tx.exec('delete from source_view where school_id = $1 and id = $2 and account_id = $3', [
        tx.schoolId,
        id,
        ctx.actor.accountId,
      ]);
      if (gone === 0) throw new AppError('NOT_FOUND');
    });
  }

  private async lockOwn(tx: Tx, ctx: RequestContext, id: string, version: number): Promise<SourceViewView> {
    const row = await tx.maybeOne<Row>(
      `select ${COLUMNS} ${FROM} where v.school_id = $1 and v.account_id = $2 and v.id = $3 for update of v`,
      [tx.schoolId, ctx.actor.accountId, id],
    );
    if (!row) throw new AppError('NOT_FOUND');
    if (row.version !== version) throw new AppError('STALE_VERSION', { extra: { currentVersion: row.version } });
    return row;
  }
}

function refused(message: string, code: string): AppError {
  return new AppError('VALIDATION_FAILED', { detail: message, errors: [{ field: 'name', code, message }] });
}
const taken = (name: string): AppError => refused(`你已经有一个视图叫「${name}」，换一个名字。`, 'TAKEN');

function refusePersonal(filter: SourceViewFilter | undefined): void {
  if (!personalNumber(filter?.q ?? '')) return;
  const message = '视图里不能存身份证号或手机号。先清除搜索框，或改用「批量粘贴」。';
  throw new AppError('VALIDATION_FAILED', {
    detail: message,
    errors: [{ field: 'filter.q', code: 'PERSONAL', message }],
  });
}
