import { Clock } from '../../../platform/clock/index.js';
import { systemContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { RegisterSweep, type Sweep } from '../../../platform/jobs/index.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Invariant: no secret outlives its day, neither in a file that nobody fetched nor in a row of a job that did not end. */
@RegisterSweep()
export class PurgeSecretsSweep implements Sweep {
  readonly name = 'people.purge-secrets';
  readonly everyMs = 10 * MINUTE;

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

  private async clear(tx: Tx): Promise<number> {
    const now = this.clock.now();
    const dayAgo = new Date(now.getTime() - DAY);
    const files = await tx.exec(
      `update sealed_file set content_enc = null where school_id = $1 and content_enc is not null and expires_at <= $2`,
      [tx.schoolId, now],
    );
    const parts = await tx.exec(
      `delete from sealed_file_part p using sealed_file f
        where p.school_id = $1 and f.school_id = p.school_id and f.id = p.file_id and f.expires_at <= $2`,
      [tx.schoolId, now],
    );
    const codes = await tx.exec(
      `update student_act_row r set code_enc = null from student_act a
        where r.school_id = $1 and r.code_enc is not null
          and a.school_id = r.school_id and a.id = r.act_id and a.created_at <= $2`,
      [tx.schoolId, dayAgo],
    );
    const uploads = await tx.exec(
      `update staff_import set sheet_enc = null where school_id = $1 and sheet_enc is not null and created_at <= $2`,
      [tx.schoolId, dayAgo],
    );
    const sheets = await tx.exec(
      `update staff_import_row r set values_enc = null, password_enc = null from staff_import i
        where r.school_id = $1 and (r.values_enc is not null or r.password_enc is not null)
          and i.school_id = r.school_id and i.id = r.import_id and i.created_at <= $2`,
      [tx.schoolId, dayAgo],
    );
    return files + parts + codes + uploads + sheets;
  }
}
