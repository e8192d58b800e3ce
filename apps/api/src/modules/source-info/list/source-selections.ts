import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { sourceScope } from '../records/source-records.js';
import { MATCH_MAX, type SourceSelection } from './source-filter.dto.js';
import { SourceFilters } from './source-filters.js';

/** Whom an order means: only students within the actor's reach, in the order of student numbers. */
export interface Selected {
  ids: string[];
  /** Asked for by id, and out of reach: named in the result, never acted on. */
  dropped: string[];
}

@Injectable()
export class SourceSelections {
  constructor(private readonly filters: SourceFilters) {}

  /** @throws VALIDATION_FAILED where nobody or too many are meant, CONFLICT where "all that match" are others by now */
  async resolve(tx: Tx, ctx: RequestContext, selection: SourceSelection): Promise<Selected> {
    if (selection.ids?.length) return this.named(tx, ctx, selection.ids);
    if (!selection.filter) throw nobody();
    const params: unknown[] = [];
    const where = await this.filters.where(tx, ctx, selection.filter, params);
    const rows = await tx.query<{ id: string }>(
      `select s.id from student s where ${where} order by s.student_no limit ${MATCH_MAX + 1}`,
      params,
    );
    if (rows.length === 0) throw nobody();
    if (rows.length > MATCH_MAX) throw tooMany();
    if (selection.expected !== undefined && selection.expected !== rows.length) throw changed(rows.length);
    return { ids: rows.map(({ id }) => id), dropped: [] };
  }

  private async named(tx: Tx, ctx: RequestContext, asked: readonly string[]): Promise<Selected> {
    const params: unknown[] = [asked];
    const where = sourceScope(ctx, params);
    const rows = await tx.query<{ id: string }>(
      `select s.id from student s where s.id = any($1::uuid[]) and ${where} order by s.student_no`,
      params,
    );
    if (rows.length === 0) throw new AppError('NOT_FOUND', { detail: '选中的学生都不在你的职责范围内。' });
    const reached = new Set(rows.map(({ id }) => id));
    return { ids: [...reached], dropped: asked.filter((id) => !reached.has(id)) };
  }
}

function refused(message: string, code: string): AppError {
  return new AppError('VALIDATION_FAILED', { detail: message, errors: [{ field: 'ids', code, message }] });
}
const nobody = (): AppError => refused('没有选中学生。请先选择再办。', 'REQUIRED');
const tooMany = (): AppError => refused(`一次最多 ${MATCH_MAX} 人。请按学院或班级分几次办。`, 'TOO_MANY');

function changed(now: number): AppError {
  return new AppError('CONFLICT', {
    detail: `符合条件的人数变了，现在是 ${now} 人。请核对名单后再办。`,
    extra: { matching: now },
  });
}
