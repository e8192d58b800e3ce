import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../context/index.js';
import { Db, type Tx } from '../database/index.js';
import { AppError } from '../http/index.js';
import { JOB_COLUMNS, type JobRow, jobView, type JobView } from './job-view.js';

/** Reading for people: a run is visible to the account that asked for it, within its school. */
@Injectable()
export class JobsQuery {
  constructor(private readonly db: Db) {}

  async get(ctx: RequestContext, id: string): Promise<JobView> {
    return this.db.system((tx) => this.getIn(tx, ctx, id));
  }

  /** As `get`, inside a transaction that just enqueued the run. */
  async getIn(tx: Tx, ctx: RequestContext, id: string): Promise<JobView> {
    const row = await tx.maybeOne<JobRow>(
      `select ${JOB_COLUMNS} from job_run
        where id = $1 and actor_id = $2 and audience = $3 and ($4::int is null or school_id is null or school_id = $4)`,
      [id, ctx.actor.accountId, ctx.audience, ctx.schoolId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return jobView(row);
  }

  /** For a watcher that has checked each id before: the present state of many runs in one statement. */
  async systemStates(ids: readonly string[]): Promise<JobView[]> {
    const rows = await this.db.system((tx) =>
      tx.query<JobRow>(`select ${JOB_COLUMNS} from job_run where id = any($1::uuid[])`, [ids]),
    );
    return rows.map(jobView);
  }
}
