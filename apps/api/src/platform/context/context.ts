import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

export type Audience = 'teacher' | 'student' | 'employer' | 'platform' | 'public';
export const AUDIENCES: readonly Audience[] = ['teacher', 'student', 'employer', 'platform', 'public'];

/** What rows an actor may reach, always inside one school. */
export type Scope =
  | { kind: 'school' }
  | { kind: 'units'; collegeIds: string[]; classIds: string[] }
  | { kind: 'employer'; employerId: string }
  /** Signed in at the employer portal without a unit yet: registering one, or waiting to be let into one. */
  | { kind: 'applicant'; accountId: string }
  | { kind: 'student'; studentId: string }
  | { kind: 'platform' }
  | { kind: 'public' }
  | { kind: 'system' };

/** One role of a person, with the units it covers; null means the whole school. */
export interface Grant {
  role: string;
  collegeIds: string[] | null;
  classIds: string[] | null;
}

/** How far a log-in has come; only `full` opens the routes that do not say otherwise. */
export const SESSION_STAGES = ['full', 'second_factor', 'setup'] as const;
export type SessionStage = (typeof SESSION_STAGES)[number];

export interface Actor {
  accountId: string | null;
  audience: Audience;
  displayName: string;
  grants: Grant[];
  sessionId?: string;
  /** Absent where there is no session: jobs, the system. */
  stage?: SessionStage;
  employerId?: string;
  studentId?: string;
}

/** Who acts, where, within what; the explicit first argument of every service method. Plain and serialisable. */
export interface RequestContext {
  actor: Actor;
  audience: Audience;
  schoolId: number | null;
  schoolCode: string | null;
  scope: Scope;
  requestId: string;
  ip: string | null;
  device: string | null;
}

/** The system itself, acting in one school (timers, sweeps, jobs without a person). */
export function systemContext(schoolId: number | null, requestId = 'system'): RequestContext {
  return {
    actor: { accountId: null, audience: 'platform', displayName: '系统', grants: [] },
    audience: 'platform',
    schoolId,
    schoolCode: null,
    scope: { kind: 'system' },
    requestId,
    ip: null,
    device: null,
  };
}

/** An anonymous visitor; the school is set once a public look-up has found it. */
export function publicContext(requestId: string, ip: string | null, schoolId: number | null = null): RequestContext {
  return {
    actor: { accountId: null, audience: 'public', displayName: '访客', grants: [] },
    audience: 'public',
    schoolId,
    schoolCode: null,
    scope: { kind: 'public' },
    requestId,
    ip,
    device: null,
  };
}

/** A request that the access guard has let through. */
export interface RequestWithContext {
  ctx?: RequestContext;
}

/** Injects the RequestContext that the access guard put on the request. */
export const Ctx = createParamDecorator((_: unknown, host: ExecutionContext): RequestContext => {
  const ctx = host.switchToHttp().getRequest<RequestWithContext>().ctx;
  if (!ctx) throw new Error('no request context: the access guard did not run');
  return ctx;
});
