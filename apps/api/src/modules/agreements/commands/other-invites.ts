import { Injectable } from '@nestjs/common';
import { AuditService } from '../../../platform/audit/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { Notifier, otherAcceptedWords } from '../../notifications/index.js';
import type { Carry } from './carry.js';

interface Closed {
  id: string;
  employer_id: string;
  revision: number;
  version: number;
  initiator_id: string | null;
}

const CLOSE = `
  with closed as (
    update signing_case c
       set state = 'EXPIRED', version = version + 1, state_since = $4, updated_at = $4, deadline_at = null,
           reason_code = null, reason_text = null
     where c.school_id = $1 and c.student_id = $2 and c.state = 'INVITED' and c.id <> $3
    returning c.school_id, c.id, c.employer_id, c.revision, c.version, c.initiator_id
  ), told as (
    insert into case_event (school_id, case_id, seq, row_id, action, from_state, to_state, revision, at, actor_kind, actor_name, note)
    select k.school_id, k.id,
           (select coalesce(max(v.seq), 0) + 1 from case_event v where v.school_id = k.school_id and v.case_id = k.id),
           $5, 'expire', 'INVITED', 'EXPIRED', k.revision, $4, 'system', '系统', $6
      from closed k
  )
  select id, employer_id, revision, version, initiator_id from closed order by id`;

const NOTE = '学生接受了另一份邀约，学校设定其余邀约随即失效。';

/**
 * Ends the student's other invitations in the act that accepted one. The student is locked by it, so no other act
 * touches several of these rows; each gets its own line of history, audit link and message.
 */
@Injectable()
export class OtherInvites {
  constructor(
    private readonly audit: AuditService,
    private readonly notifier: Notifier,
  ) {}

  async close(tx: Tx, carry: Carry): Promise<void> {
    const { ctx, row, now } = carry.scene;
    const values = [row.school_id, row.student_id, row.id, now, carry.result.rowId, NOTE];
    for (const closed of await tx.query<Closed & Record<string, unknown>>(CLOSE, values)) {
      await this.audit.append(tx, ctx, {
        schoolId: row.school_id,
        aggregateType: 'case',
        aggregateId: closed.id,
        action: 'case.expire',
        before: { state: 'INVITED', revision: closed.revision, version: closed.version - 1 },
        after: { state: 'EXPIRED', revision: closed.revision, acceptedCase: row.id },
      });
      await this.notifier.write(
        tx,
        ctx,
        {
          schoolId: row.school_id,
          caseId: closed.id,
          studentId: row.student_id,
          employerId: closed.employer_id,
          collegeId: row.college_id,
          classId: row.class_id,
          initiatorId: closed.initiator_id,
        },
        [{ to: { kind: 'employer' }, event: 'invite_expired', ...otherAcceptedWords(row.student.name) }],
      );
    }
  }
}
