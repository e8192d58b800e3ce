import { Clock } from '../../../platform/clock/index.js';
import { systemContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { RegisterSweep, type Sweep } from '../../../platform/jobs/index.js';
import { UploadedFiles } from '../../../platform/uploads/index.js';
import { REPORT_FILE_PURPOSE } from './report-files.js';

const HOUR = 3_600_000;
const KEPT_DAYS = 90;

/** Invariant: papers of people are kept for the answer, and as long as somebody may still ask about it. */
@RegisterSweep()
export class PurgeReportFilesSweep implements Sweep {
  readonly name = 'source-info.purge-report-files';
  readonly everyMs = 6 * HOUR;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly files: UploadedFiles,
  ) {}

  async sweep(): Promise<number> {
    const schools = await this.db.system((tx) => tx.query<{ id: number }>('select id from school order by id'));
    const digests: string[] = [];
    for (const { id } of schools) {
      digests.push(...(await this.db.tx(systemContext(id, this.name), (tx) => this.clear(tx))));
    }
    await this.files.discard(digests);
    return digests.length;
  }

  /** A file and the row that names it are written together: one without such a row is wanted by nobody. */
  private async clear(tx: Tx): Promise<string[]> {
    await tx.exec(
      `delete from registry_report_file f using registry_report r
        where f.school_id = $1 and r.school_id = f.school_id and r.id = f.report_id and r.decided_at < $2`,
      [tx.schoolId, new Date(this.clock.now().getTime() - KEPT_DAYS * 24 * HOUR)],
    );
    const gone = await tx.query<{ sha256: string }>(
      `delete from uploaded_file u where u.school_id = $1 and u.purpose = $2
          and not exists (select from registry_report_file f where f.school_id = $1 and f.file_id = u.id) returning u.sha256`,
      [tx.schoolId, REPORT_FILE_PURPOSE],
    );
    return gone.map(({ sha256 }) => sha256);
  }
}
