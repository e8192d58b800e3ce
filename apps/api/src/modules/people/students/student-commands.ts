import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { JobsService } from '../../../platform/jobs/index.js';
import { InitialPasswords } from '../accounts/initial-passwords.js';
import {
  ACT_MAX,
  type OneStudentActBody,
  type StudentActBody,
  type StudentActResult,
  type StudentActView,
} from '../http/student-accounts.dto.js';
import { ActQueries } from './act-queries.js';
import { ActRunner } from './act-runner.js';
import { ActsRepository } from './acts.repository.js';
import { StudentActJob } from './jobs/student-act.job.js';
import { refuse, type StudentActName } from './student-acts.js';
import { StudentQueries } from './student-queries.js';

interface Selection {
  ids: string[];
  /** Asked for by id, and not within the actor's reach. */
  dropped: string[];
}

@Injectable()
export class StudentCommands {
  constructor(
    private readonly db: Db,
    private readonly jobs: JobsService,
    private readonly queries: StudentQueries,
    private readonly runner: ActRunner,
    private readonly acts: ActsRepository,
    private readonly actViews: ActQueries,
    private readonly initials: InitialPasswords,
  ) {}

  /** One student, at once: who resets a password at the counter hands the new one over. */
  one(
    ctx: RequestContext,
    id: string,
    action: Exclude<StudentActName, 'slips'>,
    { version, reason }: OneStudentActBody,
  ): Promise<StudentActResult> {
    return this.db.tx(ctx, async (tx) => {
      const row = await this.runner.lock(tx, ctx, id);
      if (!row) throw new AppError('NOT_FOUND');
      const present = row.version ?? 0;
      if (present !== version) throw new AppError('STALE_VERSION', { extra: { currentVersion: present } });
      const result = await this.runner.run(tx, ctx, id, { action, reason });
      if (result.kind === 'absent') throw new AppError('NOT_FOUND');
      if (result.kind === 'refused') throw refuse(result.reason);
      return {
        account: await this.queries.detail(tx, ctx, id),
        initial: result.initial && this.initials.shown(result.initial),
      };
    });
  }

  /** Many, as one job with a result for each. */
  order(ctx: RequestContext, body: StudentActBody): Promise<StudentActView> {
    return this.db.tx(ctx, async (tx) => {
      const { ids, dropped } = await this.select(tx, ctx, body);
      const actId = await this.acts.create(tx, ctx, { action: body.action, reason: body.reason, ids, dropped });
      const jobRunId = await this.jobs.enqueue(tx, ctx, StudentActJob, { actId });
      await this.acts.setJob(tx, actId, jobRunId);
      return this.actViews.view(tx, ctx, actId);
    });
  }

  private async select(tx: Tx, ctx: RequestContext, body: StudentActBody): Promise<Selection> {
    if (body.ids?.length) {
      const ids = await this.queries.within(tx, ctx, body.ids);
      if (ids.length === 0) throw new AppError('NOT_FOUND', { detail: '选中的学生都不在你的职责范围内。' });
      const reached = new Set(ids);
      return { ids, dropped: body.ids.filter((id) => !reached.has(id)) };
    }
    if (!body.filter) throw nobody();
    const ids = await this.queries.matching(tx, ctx, body.filter, ACT_MAX);
    if (ids.length > ACT_MAX) throw tooMany();
    if (ids.length === 0) throw nobody();
    if (body.expected !== undefined && body.expected !== ids.length) throw changed(ids.length);
    return { ids, dropped: [] };
  }
}

function nobody(): AppError {
  const message = '没有选中学生。请先选择再办。';
  return new AppError('VALIDATION_FAILED', {
    detail: message,
    errors: [{ field: 'ids', code: 'REQUIRED', message }],
  });
}

function tooMany(): AppError {
  const message = `一次最多 ${ACT_MAX} 人。请按班级或学院分几次办。`;
  return new AppError('VALIDATION_FAILED', {
    detail: message,
    errors: [{ field: 'ids', code: 'TOO_MANY', message }],
  });
}

/** "All that match" was said of a number; another number is another selection. */
function changed(now: number): AppError {
  return new AppError('CONFLICT', {
    detail: `符合条件的人数变了，现在是 ${now} 人。请核对名单后再办。`,
    extra: { matching: now },
  });
}
