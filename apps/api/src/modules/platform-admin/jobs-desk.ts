import { Injectable } from '@nestjs/common';
import { AuditService } from '../../platform/audit/index.js';
import { Clock } from '../../platform/clock/index.js';
import type { RequestContext } from '../../platform/context/index.js';
import { Db, type Tx } from '../../platform/database/index.js';
import { AppError, offsetOf, pageOf } from '../../platform/http/index.js';
import type { PlatformJobPage, PlatformJobQuery, PlatformJobRow } from './http/platform.dto.js';

const COLUMNS = `j.id, j.name, j.queue, s.code as "schoolCode", j.status, j.error, j.error_detail as "errorDetail",
  j.attempts, j.max_attempts as "maxAttempts", j.created_at as "createdAt", j.finished_at as "finishedAt"`;
const MORE_ATTEMPTS = 3;

interface RetryFacts {
  status: string;
  schoolId: number | null;
  blocked: boolean;
}

/** The runs of all schools, the failed ones first of all. Payloads stay out: they may name people. */
@Injectable()
export class JobsDesk {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  list(query: PlatformJobQuery): Promise<PlatformJobPage> {
    return this.db.system(async (tx) => {
      const { total } = await tx.one<{ total: number }>(
        'select count(*)::int as total from job_run where status = $1',
        [query.status],
      );
      const items = await tx.query<PlatformJobRow & Record<string, unknown>>(
        `select ${COLUMNS} from job_run j left join school s on s.id = j.school_id
          where j.status = $1 order by j.created_at desc, j.id desc limit $2 offset $3`,
        [query.status, query.pageSize, offsetOf(query)],
      );
      return pageOf(items, total, query);
    });
  }

  /** Gives a failed run some more attempts; the relay of a worker takes it from there. */
  retry(ctx: RequestContext, id: string): Promise<PlatformJobRow> {
    return this.db.system(async (tx) => {
      const facts = await this.lock(tx, id);
      if (!facts) throw new AppError('NOT_FOUND');
      if (facts.status !== 'failed') throw new AppError('CONFLICT', { detail: '这个任务没有失败，不需要重试。' });
      if (facts.blocked) throw new AppError('CONFLICT', { detail: '同样的任务已经在排队或运行，不需要重试。' });
      // Attempts are counted on: the number is also the run's fence and part of its id in the queue.
      await tx.exec(
        `update job_run set status = 'queued', max_attempts = attempts + $3, error = null, error_detail = null,
                cancel = false, run_at = $2, pushed_at = null, heartbeat_at = null, finished_at = null where id = $1`,
        [id, this.clock.now(), MORE_ATTEMPTS],
      );
      const { schoolId } = facts;
      await this.audit.append(tx, ctx, { schoolId, aggregateType: 'job_run', aggregateId: id, action: 'job.retry' });
      return this.one(tx, id);
    });
  }

  private lock(tx: Tx, id: string): Promise<RetryFacts | undefined> {
    return tx.maybeOne<RetryFacts & Record<string, unknown>>(
      `select j.status, j.school_id as "schoolId",
              exists (select from job_run o where o.name = j.name and o.dedupe_key = j.dedupe_key
                         and o.status in ('queued', 'running')) as blocked
         from job_run j where j.id = $1 for update of j`,
      [id],
    );
  }

  private one(tx: Tx, id: string): Promise<PlatformJobRow> {
    return tx.one<PlatformJobRow & Record<string, unknown>>(
      `select ${COLUMNS} from job_run j left join school s on s.id = j.school_id where j.id = $1`,
      [id],
    );
  }
}
