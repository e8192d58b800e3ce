import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import type { Grant, SessionStage } from '../context/index.js';
import { Db, type Prepared } from '../database/index.js';
import { isOver, SEEN_EVERY_MS, type SignedInAudience } from './session-rules.js';

/** Where an employer works: the school and cohort of the route's address. */
export interface Workspace {
  schoolCode: string;
  cohort: number | null;
}

/** Session, account and rights as they stand at this moment. */
export interface LiveSession {
  accountId: string;
  name: string;
  schoolId: number | null;
  schoolCode: string | null;
  grants: Grant[];
  employerId: string | null;
  studentId: string | null;
  stage: SessionStage;
  /** What the school allowed when the session began; null: the audience's default. */
  idleSeconds: number | null;
  /** The school of the workspace; null when there is none, or the unit may not work there. */
  workspaceSchoolId: number | null;
}

interface Row extends LiveSession {
  active: boolean;
  lastSeenAt: Date;
  absoluteUntil: Date;
  revokedAt: Date | null;
}

const COLUMNS = `a.id as "accountId", a.name, a.school_id as "schoolId", sc.code as "schoolCode", a.status = 'active' and coalesce(sc.status, 'open') = 'open' as active,
  s.last_seen_at as "lastSeenAt", s.absolute_until as "absoluteUntil", s.revoked_at as "revokedAt",
  s.idle_seconds as "idleSeconds", s.stage`;
const FROM = `from session s
  join account a on a.id = s.account_id and a.audience = s.audience
  left join school sc on sc.id = a.school_id`;
const WHERE = `where s.id = $1 and s.audience = $2`;

/** A grant counts in its account's own school only. */
const STAFF = `select ${COLUMNS}, null as "employerId", null as "studentId", null as "workspaceSchoolId",
  (select coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'collegeIds', g.college_ids, 'classIds', g.class_ids)), '[]')
     from account_grant g where g.account_id = a.id and g.school_id is not distinct from a.school_id) as grants
  ${FROM} ${WHERE}`;

const STUDENT = `select ${COLUMNS}, null as "employerId", null as "workspaceSchoolId",
  student_of_account(a.id, a.school_id) as "studentId",
  '[{"role":"student","collegeIds":null,"classIds":null}]'::jsonb as grants
  ${FROM} ${WHERE}`;

/** Of several units the one that the session has chosen; without any, somebody who may only register or wait. */
const EMPLOYER = `select ${COLUMNS}, null as "studentId", m.employer_id as "employerId",
  jsonb_build_array(jsonb_build_object('role', coalesce(m.role, 'employer_applicant'), 'collegeIds', null, 'classIds', null)) as grants,
  (select es.school_id from school ws
     join employer_school es on es.school_id = ws.id and es.employer_id = m.employer_id and es.status = 'approved'
     join employer e on e.id = m.employer_id and e.status = 'verified'
    where ws.code = $3 and ws.status = 'open'
      and ($4::smallint is null or exists (select from cohort c where c.school_id = ws.id and c.year = $4))) as "workspaceSchoolId"
  ${FROM}
  left join lateral (select x.employer_id, x.role from employer_member x
                      where x.account_id = a.id and x.status = 'active'
                      order by x.employer_id = s.employer_id desc nulls last, x.created_at, x.employer_id limit 1) m on true
  ${WHERE}`;

const STATEMENTS: Record<SignedInAudience, Prepared> = {
  teacher: { name: 'access-staff', text: STAFF },
  platform: { name: 'access-staff', text: STAFF },
  student: { name: 'access-student', text: STUDENT },
  employer: { name: 'access-employer', text: EMPLOYER },
};

const SEEN: Prepared = {
  name: 'access-seen',
  text: `update session set last_seen_at = $2 where id = $1 and revoked_at is null and last_seen_at < $3`,
};

/** Reads a session on each request, so that a revoked one, a disabled account or a changed grant acts at once. */
@Injectable()
export class SessionLookup {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** @returns null when there is no such session, 'over' when it has ended or its account may not go on */
  async find(
    audience: SignedInAudience,
    claims: { sid: string; sub: string },
    options: { workspace: Workspace | null; passive: boolean },
  ): Promise<LiveSession | 'over' | null> {
    const { workspace, passive } = options;
    const values: unknown[] = [claims.sid, audience];
    if (audience === 'employer') values.push(workspace?.schoolCode ?? null, workspace?.cohort ?? null);
    const [row] = await this.db.statement<Row & Record<string, unknown>>(STATEMENTS[audience], values);
    if (!row || row.accountId !== claims.sub) return null;
    const now = this.clock.now();
    if (!row.active || isOver(row, audience, now)) return 'over';
    if (!passive && row.lastSeenAt.getTime() + SEEN_EVERY_MS <= now.getTime()) await this.noteVisit(claims.sid, now);
    return row;
  }

  /** The condition on the time lets one of many simultaneous requests write. */
  private async noteVisit(sid: string, now: Date): Promise<void> {
    const before = new Date(now.getTime() - SEEN_EVERY_MS + 1);
    await this.db.system((tx) => tx.exec(SEEN, [sid, now, before]));
  }
}
