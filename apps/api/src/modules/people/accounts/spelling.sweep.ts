import { Db } from '../../../platform/database/index.js';
import { RegisterSweep, type Sweep } from '../../../platform/jobs/index.js';
import { pinyinOf } from '../../../platform/pinyin/index.js';

const ROUND = 1000;

/** Invariant: whoever looks after accounts finds every name by its spelling, also those from before names were spelled. */
@RegisterSweep()
export class SpellingSweep implements Sweep {
  readonly name = 'people.spelling';
  readonly everyMs = 60 * 60_000;

  constructor(private readonly db: Db) {}

  sweep(): Promise<number> {
    return this.db.system(async (tx) => {
      const rows = await tx.query<{ id: string; name: string }>(
        `select id, name from account where pinyin = '' and name <> '' and audience in ('teacher', 'platform') limit $1`,
        [ROUND],
      );
      await tx.exec(
        'update account a set pinyin = v.pinyin from unnest($1::uuid[], $2::text[]) as v (id, pinyin) where a.id = v.id',
        [rows.map((row) => row.id), rows.map((row) => pinyinOf(row.name))],
      );
      return rows.length;
    });
  }
}
