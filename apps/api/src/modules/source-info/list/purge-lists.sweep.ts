import { Clock } from '../../../platform/clock/index.js';
import { systemContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { RegisterSweep, type Sweep } from '../../../platform/jobs/index.js';

const HOUR = 3_600_000;
const KEPT_DAYS = 90;

/** Invariant: a pasted list is kept as long as a view names it, and otherwise for a term's work. */
@RegisterSweep()
export class PurgeListsSweep implements Sweep {
  readonly name = 'source-info.purge-lists';
  readonly everyMs = 6 * HOUR;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async sweep(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - KEPT_DAYS * 24 * HOUR);
    const schools = await this.db.system((tx) => tx.query<{ id: number }>('select id from school order by id'));
    let gone = 0;
    for (const { id } of schools) {
      gone += await this.db.tx(systemContext(id, this.name), (tx) =>
        tx.exec(
          `delete from source_list l where l.school_id = $1 and l.created_at < $2
              and not exists (select 1 from source_view v where v.school_id = l.school_id and v.filter ->> 'listId' = l.id::text)`,
          [id, before],
        ),
      );
    }
    return gone;
  }
}
