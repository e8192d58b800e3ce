import { Clock } from '../../../../platform/clock/index.js';
import { systemContext } from '../../../../platform/context/index.js';
import { Db, type Tx } from '../../../../platform/database/index.js';
import { RegisterSweep, type Sweep } from '../../../../platform/jobs/index.js';
import { KEPT_DAYS } from '../source-import-queries.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Invariant: people's values do not outlive the days of an import; its file name and counts stay. */
@RegisterSweep()
export class PurgeSourceImportsSweep implements Sweep {
  readonly name = 'source-info.purge-imports';
  readonly everyMs = HOUR;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async sweep(): Promise<number> {
    const schools = await this.db.system((tx) => tx.query<{ id: number }>('select id from school order by id'));
    let cleared = 0;
    for (const { id } of schools) {
      cleared += await this.db.tx(systemContext(id, this.name), (tx) => this.clear(tx));
    }
    return cleared;
  }

  /** One that is under way keeps its rows until it has ended. */
  private async clear(tx: Tx): Promise<number> {
    const now = this.clock.now().getTime();
    const files = await tx.exec(
      `update source_import set sheet_enc = null, status = 'refused', refusal = '检查没有做完，文件已经清掉。请重新上传。', version = version + 1
        where school_id = $1 and sheet_enc is not null and created_at <= $2`,
      [tx.schoolId, new Date(now - DAY)],
    );
    const pages = await tx.exec(
      `delete from source_import_page p using source_import i
        where i.school_id = $1 and i.created_at <= $2 and i.status <> 'running'
          and p.school_id = i.school_id and p.import_id = i.id`,
      [tx.schoolId, new Date(now - KEPT_DAYS * DAY)],
    );
    return files + pages;
  }
}
