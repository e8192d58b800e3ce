import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../../platform/context/index.js';
import type { Tx } from '../../../../platform/database/index.js';
import { CurrentRights } from '../../../people/index.js';
import { sourceScope } from '../../records/source-records.js';

/** A statement names no more students than this: a hundred thousand ids are four megabytes of text. */
const SLICE = 5000;

export function* inSlices(ids: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < ids.length; at += SLICE) yield ids.slice(at, at + SLICE);
}

/** What somebody may export now. Asked when it is ordered, at every step of the job, and when the file is fetched. */
@Injectable()
export class ExportRights {
  constructor(private readonly rights: CurrentRights) {}

  /** Clear values reach only as far as the right to them does. */
  of(tx: Tx, ctx: RequestContext, clear: boolean): Promise<RequestContext> {
    return this.rights.of(tx, ctx, clear ? 'source.export_clear' : 'source.export');
  }

  /** Whether all of these students still lie in the reach of `now`. */
  async reaches(tx: Tx, now: RequestContext, studentIds: readonly string[]): Promise<boolean> {
    for (const slice of inSlices(studentIds)) {
      const params: unknown[] = [slice];
      const where = sourceScope(now, params);
      const { count } = await tx.one<{ count: number }>(
        `select count(*)::int as count from student s where s.id = any($1::uuid[]) and ${where}`,
        params,
      );
      if (count !== slice.length) return false;
    }
    return true;
  }
}
