import { randomUUID } from 'node:crypto';
import { type RoleCode, ROLES } from '@qiancheng/shared';
import type { Employer, Student, World } from '../../../modules/agreements/testing/world.js';
import { type RequestContext, SESSION_STAGES, type SessionStage } from '../../context/index.js';
import type { TestDatabase } from '../../testing/index.js';
import type { Person } from './matrix-world.js';

export interface RolePerson extends Person {
  role: RoleCode;
}

export interface UnfinishedPerson extends Person {
  stage: SessionStage;
}

interface Victims {
  student: Student;
  employer: Employer;
  /** Whose context the others resemble. */
  like: RequestContext;
}

type OpenSession = (label: string, ctx: RequestContext) => Promise<Person>;

/** Everybody whom the roles name, near the victim's rows: what is refused to them is refused because of the role. */
export async function rolePeople(
  { owner }: TestDatabase,
  world: World,
  victims: Victims,
  open: OpenSession,
): Promise<{ roles: RolePerson[]; unfinished: UnfinishedPerson[] }> {
  const { student, employer, like } = victims;
  const account = async (audience: 'platform' | 'employer', role: RoleCode): Promise<RequestContext> => {
    const accountId = randomUUID();
    const login = `${role}-${accountId.slice(0, 8)}`;
    await owner.query(
      `insert into account (id, audience, login, name, password_hash) values ($1, $2, $3, $3, 'none')`,
      [accountId, audience, login],
    );
    return { ...like, audience, actor: { ...like.actor, accountId, audience, displayName: login } };
  };
  const contextOf = async (role: RoleCode): Promise<RequestContext> => {
    switch (ROLES[role].audience) {
      case 'student':
        return student.ctx;
      case 'platform': {
        const ctx = await account('platform', role);
        await owner.query('insert into account_grant (account_id, role) values ($1, $2)', [ctx.actor.accountId, role]);
        return ctx;
      }
      case 'employer': {
        const ctx = await account('employer', role);
        // whoever was removed is somebody who may register, and no more
        const [memberAs, status] = role === 'employer_applicant' ? ['employer_admin', 'removed'] : [role, 'active'];
        await owner.query(
          'insert into employer_member (account_id, employer_id, role, status) values ($1, $2, $3, $4)',
          [ctx.actor.accountId, employer.id, memberAs, status],
        );
        return ctx;
      }
      default:
        return world.staff(
          role,
          role === 'college_admin' ? { college: 0 } : role === 'counsellor' ? { classOf: 0 } : {},
        );
    }
  };
  const roles: RolePerson[] = [];
  const unfinished: UnfinishedPerson[] = [];
  for (const role of Object.keys(ROLES) as RoleCode[]) {
    const ctx = await contextOf(role);
    roles.push({ ...(await open(role, ctx)), role });
    for (const stage of SESSION_STAGES.filter((each) => each !== 'full')) {
      const person = await open(`${role} at ${stage}`, ctx);
      await owner.query('update session set stage = $2 where id = $1', [person.sessionId, stage]);
      unfinished.push({ ...person, stage });
    }
  }
  return { roles, unfinished };
}
