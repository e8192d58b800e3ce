import { Injectable } from '@nestjs/common';
import {
  ACTIVE_STATES,
  codeName,
  compactCode,
  LIVE_STATES,
  normaliseName,
  type SchoolPolicy,
  type SourceState,
} from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, RateLimiter } from '../../../platform/http/index.js';
import { eligibilityOf } from '../../directory/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import type { InvitableView, NotFoundView, StudentHit, StudentSearchResult } from '../http/dto/employer.dto.js';

const MOST_HITS = 20;
/** Enough for somebody who looks up a day's candidates, too few for copying a roster. */
const SEARCHES_PER_HOUR = 200;

interface Row {
  id: string;
  student_no: string;
  name: string;
  college_name: string;
  major_name: string;
  class_name: string;
  level_code: string;
  source_state: SourceState;
  training_mode_code: string;
  open_invites: number;
  active: boolean;
  own_case: string | null;
  own_case_state: string | null;
}

const refusal = (code: string, reason: string): InvitableView => ({ allowed: false, code, reason });

/** What stands against an invitation, and when that may change; never who else is involved. */
function invitableOf(policy: SchoolPolicy, row: Row): InvitableView {
  const eligible = eligibilityOf(policy, row);
  if (!eligible.ok) return refusal('NOT_ELIGIBLE', eligible.reason ?? '');
  if (row.own_case)
    return refusal(
      'OWN_CASE',
      row.own_case_state === 'DRAFT_EMP' ? '你们有一份没发出的草稿，可以接着填。' : '你们已经邀请过，正在办理。',
    );
  if (row.active) return refusal('ACTIVE_CASE', '学生已经应约，正在办理或已签约。');
  if (row.open_invites >= policy.invite.max_concurrent)
    return refusal('INVITE_LIMIT', `学生待答复的邀约已满 ${policy.invite.max_concurrent} 份，有空位后可以邀请。`);
  return { allowed: true, code: null, reason: null };
}

@Injectable()
export class StudentSearch {
  constructor(
    private readonly db: Db,
    private readonly limiter: RateLimiter,
    private readonly policies: SchoolPolicies,
  ) {}

  /** By the whole name or number only; name, number, college and major are all that is told. */
  async search(ctx: RequestContext, cohort: number, q: string): Promise<StudentSearchResult> {
    const budget = await this.limiter.take(`student-search:${ctx.actor.accountId}`, SEARCHES_PER_HOUR, 3600);
    if (!budget.allowed) throw new AppError('TOO_MANY_REQUESTS');
    return this.db.read(ctx, async (tx) => {
      const { policy } = await this.policies.current(tx, ctx.schoolId as number);
      const rows = await this.find(tx, ctx, cohort, q, policy);
      return {
        items: rows.slice(0, MOST_HITS).map((row) => hitOf(policy, row)),
        total: rows.length,
        notFound: rows.length === 0 ? await notFound(tx, ctx, cohort) : null,
      };
    });
  }

  private find(tx: Tx, ctx: RequestContext, cohort: number, q: string, policy: SchoolPolicy): Promise<Row[]> {
    const name = policy.invite.student_search === 'number_or_name' ? normaliseName(q) : null;
    return tx.query<Row>(
      `select s.id, s.student_no, s.name, g.name as college_name, m.name as major_name, k.name as class_name, s.level_code, s.source_state, s.training_mode_code,
              (select count(*)::int from signing_case c where c.school_id = s.school_id and c.student_id = s.id and c.state = 'INVITED') as open_invites,
              exists (select 1 from signing_case c where c.school_id = s.school_id and c.student_id = s.id and c.state = any($5::text[])) as active,
              own.id as own_case, own.state as own_case_state
         from student s
         join college g on g.school_id = s.school_id and g.id = s.college_id
         join major m on m.school_id = s.school_id and m.id = s.major_id
         join school_class k on k.school_id = s.school_id and k.id = s.class_id
         left join lateral (select c.id, c.state from signing_case c where c.school_id = s.school_id and c.student_id = s.id and c.employer_id = $6 and c.state = any($7::text[])
                             order by c.updated_at desc limit 1) own on true
        where s.school_id = $1 and s.cohort = $2 and (s.student_no = $3 or s.name = $4)
          and s.source_state <> 'not_started'
        order by s.student_no limit ${MOST_HITS + 1}`,
      [ctx.schoolId, cohort, compactCode(q), name, ACTIVE_STATES, ctx.actor.employerId ?? null, LIVE_STATES],
    );
  }
}

function hitOf(policy: SchoolPolicy, row: Row): StudentHit {
  return {
    studentId: row.id,
    studentNo: row.student_no,
    name: row.name,
    collegeName: row.college_name,
    majorName: row.major_name,
    className: row.class_name,
    levelName: codeName('degreeLevels', row.level_code),
    invitable: invitableOf(policy, row),
    caseId: row.own_case,
  };
}

async function notFound(tx: Tx, ctx: RequestContext, cohort: number): Promise<NotFoundView> {
  const school = await tx.one<{ center_name: string; center_phone: string | null }>(
    'select center_name, center_phone from school where id = $1',
    [ctx.schoolId],
  );
  const center = school.center_phone ? `${school.center_name} ${school.center_phone}` : school.center_name;
  return {
    reasons: [
      {
        title: '学校还没有导入该生',
        body: `${cohort} 届的名单里没有这个姓名或学号。也可能他不在这一届。`,
        contact: center,
      },
      {
        title: '生源信息还没有核验',
        body: '学生核对并提交生源信息、学院审核通过后才能被邀请。请学生登录学生端办理，或问学院辅导员。',
        contact: center,
      },
    ],
    hint: '姓名要写全，生僻字和少数民族姓名中间的点要一致；用学号查最可靠。',
  };
}
