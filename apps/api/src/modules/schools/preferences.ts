import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import type { RequestContext } from '../../platform/context/index.js';
import { Db } from '../../platform/database/index.js';
import { AppError } from '../../platform/http/index.js';
import type { PreferenceView } from './http/schools.dto.js';

const KEY = /^[a-z][a-zA-Z0-9.-]{0,59}$/;
const MOST_KEYS = 100;

/** Small settings of a page, by account: column choice, row height, saved views. Nothing here decides anything. */
@Injectable()
export class Preferences {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async get(ctx: RequestContext, key: string): Promise<PreferenceView> {
    checkKey(key);
    const row = await this.db.read(ctx, (tx) =>
      tx.maybeOne<{ value: Record<string, unknown> }>(
        'select value from preference where account_id = $1 and key = $2',
        [ctx.actor.accountId, key],
      ),
    );
    return { key, value: row?.value ?? {} };
  }

  async put(ctx: RequestContext, key: string, value: Record<string, unknown>): Promise<PreferenceView> {
    checkKey(key);
    const written = await this.db.tx(ctx, (tx) =>
      tx.exec(
        `insert into preference (account_id, key, value, updated_at)
         select $1, $2, $3, $4
          where exists (select 1 from preference where account_id = $1 and key = $2)
             or (select count(*) from preference where account_id = $1) < ${MOST_KEYS}
         on conflict (account_id, key) do update set value = excluded.value, updated_at = excluded.updated_at`,
        [ctx.actor.accountId, key, JSON.stringify(value), this.clock.now()],
      ),
    );
    if (written === 0) throw new AppError('BAD_REQUEST', { detail: '个人设置太多了，先删掉一些再保存。' });
    return { key, value };
  }
}

function checkKey(key: string): void {
  if (!KEY.test(key)) throw new AppError('NOT_FOUND');
}
