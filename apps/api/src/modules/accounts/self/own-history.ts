import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { offsetOf, type Page, pageOf, type PageQuery } from '../../../platform/http/index.js';
import type { HistoryEntryView } from '../http/self.dto.js';
import { holderOf } from '../signed-in.js';
import { type HistoryLink, sentenceOf, TOLD_ACTIONS, TOLD_ENDINGS } from './history-sentences.js';

/** Links that say nothing to the holder: steps of a log-in, and sessions that ended because the next step began. */
const TOLD = `aggregate_type = 'account' and aggregate_id = $1 and body->>'action' = any($2)
  and not (body->>'action' = 'session.login' and coalesce(body#>>'{after,stage}', 'full') <> 'full')
  and not (body->>'action' = 'session.revoked' and not (body#>>'{after,reason}' = any($3)))`;

interface Row extends HistoryLink {
  at: Date;
  ip: string | null;
  refused: boolean;
}

/** What happened to the account, in sentences, from its audit chain: the chain can be proven whole. */
@Injectable()
export class OwnHistory {
  constructor(private readonly db: Db) {}

  async page(ctx: RequestContext, query: PageQuery): Promise<Page<HistoryEntryView>> {
    const { accountId } = holderOf(ctx);
    const values = [accountId, TOLD_ACTIONS, TOLD_ENDINGS];
    return this.db.system(async (tx) => {
      const { total } = await tx.one<{ total: number }>(
        `select count(*)::int as total from audit_entry where ${TOLD}`,
        values,
      );
      const rows = await tx.query<Row & Record<string, unknown>>(
        `select at, body->>'action' as action, body#>>'{actor,name}' as "actorName", coalesce(actor_id <> $4::uuid, false) as "byOther",
                body#>>'{from,device}' as device, body#>>'{from,ip}' as ip, coalesce(body->'after', '{}') as after,
                body->>'result' = 'refused' as refused
           from audit_entry where ${TOLD} order by seq desc limit $5 offset $6`,
        [...values, accountId, query.pageSize, offsetOf(query)],
      );
      const items = rows.map((row) => ({
        at: row.at,
        text: sentenceOf(row),
        // where staff sat while they helped is theirs
        ip: row.byOther ? null : row.ip,
        refused: row.refused,
      }));
      return pageOf(items, total, query);
    });
  }
}
