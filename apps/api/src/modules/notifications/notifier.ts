import { Injectable } from '@nestjs/common';
import type { NoticeAbout, Permission } from '@qiancheng/shared';
import { Clock } from '../../platform/clock/index.js';
import type { RequestContext } from '../../platform/context/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Reach, type Told } from './reach.js';
import { rolesHolding } from './role-holders.js';

/** Who is meant: the case's student, its unit, staff by role and unit, or staff who have acted on it. */
export type Recipients =
  { kind: 'student' } | { kind: 'employer' } | { kind: 'staff'; roles: string[] } | { kind: 'acted' };

export interface Notice {
  to: Recipients;
  event: string;
  title: string;
  body: string;
}

/** Where the recipients are looked for. */
export interface NoticeCase {
  schoolId: number;
  caseId: string;
  studentId: string;
  employerId: string;
  collegeId: string;
  classId: string;
  /** The person of the unit who invited; while active, the unit's messages go there. */
  initiatorId: string | null;
}

/** Who is meant by a message that is about no agreement: people of a unit, or staff by what they may do. */
export type Addressees =
  | { kind: 'accounts'; ids: string[] }
  | { kind: 'unit'; employerId: string; role: 'employer_admin' | 'any' }
  /** No school: the operators. */
  | { kind: 'holders'; schoolId: number | null; permission: Permission };

export interface Message {
  to: Addressees;
  event: string;
  title: string;
  body: string;
  about: { kind: NoticeAbout; id: string };
  /** The school whose matter it is: a unit's workbench shows a school its own messages only. */
  schoolId?: number | null;
  /** A letter of its own goes out beside it: the other channels do not repeat it. */
  inboxOnly?: boolean;
}

/** What the school has decided about channels, looked up in the same breath. */
const notifyOf = (school: string, at: string): string => `
  (select p.policy -> 'notify' from standing_policy p where p.school_id = ${school} and p.effective_from <= ${at}
    order by p.version desc limit 1) as notify`;

const TELL = {
  name: 'notifications.tell',
  text: `
  insert into notification (school_id, account_id, event, title, body, about_kind, about_id, created_at)
  select distinct on (r.account_id) $1::int, r.account_id, $2, $3, $4, $5, $6, $7
    from (
      select x.id as account_id from unnest($8::uuid[]) as x(id)
      union all
      select m.account_id from employer_member m
       where m.employer_id = $9 and m.status = 'active' and ($10::text is null or m.role = $10)
      union all
      select g.account_id from account_grant g join account a on a.id = g.account_id and a.status = 'active'
       where g.role = any($11) and g.school_id is not distinct from $12 and a.school_id is not distinct from $12
    ) r
   where r.account_id is distinct from $13
  returning account_id, school_id, event, title, body, ${notifyOf('$1', '$7')}`,
};

const WRITE = {
  name: 'notifications.write',
  text: `
  insert into notification (school_id, account_id, case_id, event, title, body, created_at)
  select distinct on (r.account_id, m.event) $1, r.account_id, $2, m.event, m.title, m.body, $8
    from jsonb_to_recordset($9::jsonb) as m(ord int, kind text, roles text[], event text, title text, body text)
    cross join lateral (
      select s.account_id from student s
       where m.kind = 'student' and s.school_id = $1 and s.id = $3
      union all
      select x.account_id from employer_member x
       where m.kind = 'employer' and x.employer_id = $4 and x.status = 'active'
         and (x.account_id = $7 or not exists (
           select from employer_member i where i.employer_id = $4 and i.account_id = $7 and i.status = 'active'))
      union all
      select g.account_id from account_grant g
       where m.kind = 'staff' and g.school_id = $1 and g.role = any(m.roles)
         and ((g.college_ids is null and g.class_ids is null) or $5 = any(g.college_ids) or $6 = any(g.class_ids))
      union all
      select v.actor_id from case_event v
       where m.kind = 'acted' and v.school_id = $1 and v.case_id = $2 and v.actor_kind = 'staff'
    ) r
   where r.account_id is not null and r.account_id is distinct from $10
   order by r.account_id, m.event, m.ord
  returning account_id, school_id, event, title, body, ${notifyOf('$1', '$8')}`,
};

/**
 * Messages are rows of the transaction that they tell about: never sent for what was rolled back, never lost. The inbox
 * always has them; mail, text messages and WeChat follow where the school says so.
 */
@Injectable()
export class Notifier {
  constructor(
    private readonly clock: Clock,
    private readonly reach: Reach,
  ) {}

  /** Nobody is told of the own act, and nobody twice of the same event. */
  async write(tx: Tx, ctx: RequestContext, about: NoticeCase, notices: readonly Notice[]): Promise<void> {
    if (notices.length === 0) return;
    const messages = notices.map(({ to, event, title, body }, ord) => ({
      ord,
      kind: to.kind,
      roles: to.kind === 'staff' ? to.roles : [],
      event,
      title,
      body,
    }));
    const told = await tx.query<Told & Record<string, unknown>>(WRITE, [
      about.schoolId,
      about.caseId,
      about.studentId,
      about.employerId,
      about.collegeId,
      about.classId,
      about.initiatorId,
      this.clock.now(),
      JSON.stringify(messages),
      ctx.actor.accountId,
    ]);
    await this.reach.send(tx, ctx, told);
  }

  /** A message that is about no agreement. Nobody is told of the own act. */
  async tell(tx: Tx, ctx: RequestContext, message: Message): Promise<void> {
    const { to, event, title, body, about, schoolId } = message;
    const told = await tx.query<Told & Record<string, unknown>>(TELL, [
      schoolId ?? null,
      event,
      title,
      body,
      about.kind,
      about.id,
      this.clock.now(),
      to.kind === 'accounts' ? to.ids : [],
      to.kind === 'unit' ? to.employerId : null,
      to.kind === 'unit' && to.role !== 'any' ? to.role : null,
      to.kind === 'holders' ? rolesHolding(to.permission, to.schoolId === null ? 'platform' : 'teacher') : [],
      to.kind === 'holders' ? to.schoolId : null,
      ctx.actor.accountId,
    ]);
    if (!message.inboxOnly) await this.reach.send(tx, ctx, told);
  }
}
