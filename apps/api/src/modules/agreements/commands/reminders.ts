import { Injectable } from '@nestjs/common';
import { openSlots, type NoticeEvent, type Slot } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { type Notice, Notifier, noticeWords, type Recipients } from '../../notifications/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import { AgreementRepository } from '../agreement.repository.js';
import { snapshotOf, type CaseRow } from '../case-row.js';
import { noticeCaseOf } from './case-writer.js';

const TURN: Record<Slot, Recipients> = {
  student: { kind: 'student' },
  employer: { kind: 'employer' },
  superior: { kind: 'employer' },
  college: { kind: 'staff', roles: ['college_admin'] },
  school: { kind: 'staff', roles: ['center_admin', 'center_staff'] },
};

/** A word before a deadline, to whoever has to act. Nothing of the case changes. */
@Injectable()
export class Reminders {
  constructor(
    private readonly db: Db,
    private readonly policies: SchoolPolicies,
    private readonly cases: AgreementRepository,
    private readonly notifier: Notifier,
  ) {}

  /** Once for each ring, however often the job runs: the case is locked, and what was written is looked for. */
  send(ctx: RequestContext, id: string, event: NoticeEvent, rangAt: string): Promise<boolean> {
    return this.db.tx(ctx, async (tx) => {
      const row = await this.cases.lock(tx, ctx, { id });
      if (!row) return false;
      const sent = await tx.maybeOne(
        'select 1 from notification where school_id = $1 and case_id = $2 and event = $3 and created_at >= $4 limit 1',
        [row.school_id, id, event, rangAt],
      );
      if (sent) return false;
      const policy = await this.policies.version(tx, row.school_id, row.policy_version);
      const to: Recipients[] =
        row.state === 'SIGNING'
          ? openSlots(policy, snapshotOf(row).slots).map((slot) => TURN[slot])
          : [{ kind: 'student' }];
      await this.notifier.write(
        tx,
        ctx,
        noticeCaseOf(row),
        to.map((one) => noticeOf(row, event, one)),
      );
      return to.length > 0;
    });
  }
}

function noticeOf(row: CaseRow, event: NoticeEvent, to: Recipients): Notice {
  const values = { student: row.student.name, employer: row.employer.name, deadline: row.deadline_at, reason: null };
  return { to, event, ...noticeWords(event, values) };
}
