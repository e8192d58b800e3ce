import { Injectable } from '@nestjs/common';
import { LIVE_STATES } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { type SourceRecord, sourceScope } from '../records/source-records.js';

/** As much of a record as decides whether an act fits: nothing sealed, so thousands of them are cheap. */
export type ActRow = Pick<
  SourceRecord,
  'id' | 'state' | 'passedBy' | 'differs' | 'cohort' | 'cohortOpen' | 'collegeId' | 'classId' | 'majorId' | 'accountId'
> & {
  name: string;
  majorName: string;
  /** Has an agreement under way or in force. */
  live: boolean;
};

const COLUMNS = `s.id, s.name, s.source_state as "state", s.source_passed_by as "passedBy", s.source_differs as "differs",
  s.cohort, h.is_open as "cohortOpen", s.college_id as "collegeId", s.class_id as "classId", s.major_id as "majorId",
  m.name as "majorName", s.account_id as "accountId"`;

@Injectable()
export class ActRows {
  /** Those within the actor's reach, by student number. @param lock `for update of s` */
  find(tx: Tx, ctx: RequestContext, ids: readonly string[], lock = ''): Promise<ActRow[]> {
    const params: unknown[] = [ids, LIVE_STATES];
    const where = sourceScope(ctx, params);
    return tx.query<ActRow & Record<string, unknown>>(
      `select ${COLUMNS}, exists (select 1 from signing_case c where c.school_id = s.school_id and c.student_id = s.id
                                     and c.state = any($2::text[])) as live
         from student s
         join cohort h on h.school_id = s.school_id and h.year = s.cohort
         join major m on m.school_id = s.school_id and m.id = s.major_id
        where s.id = any($1::uuid[]) and ${where} order by s.student_no ${lock}`,
      params,
    );
  }
}
