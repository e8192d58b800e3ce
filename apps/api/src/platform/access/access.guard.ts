import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { PERMISSIONS, type Permission } from '@qiancheng/shared';
import {
  type Audience,
  publicContext,
  type RequestContext,
  type RequestWithContext,
  type Scope,
  type SessionStage,
} from '../context/index.js';
import { AppError } from '../http/index.js';
import { AccessTokens, type CookieRequest } from './access-tokens.js';
import { type AccessRule, accessRuleOf } from './allow.js';
import { grantHolds, unitsOf } from './roles.js';
import { routeOf, type RouteFacts } from './route-facts.js';
import { type LiveSession, SessionLookup, type Workspace } from './session-lookup.js';
import { isSignedInAudience, type SignedInAudience } from './session-rules.js';

interface AccessRequest extends RequestWithContext, CookieRequest {
  id: string;
  ip: string;
  headers: Record<string, string | string[] | undefined>;
  params: Record<string, string | undefined>;
  routeOptions: { url?: string };
}

const DEVICE_LENGTH = 200;

const WHOM_TO_ASK: Record<SignedInAudience, string> = {
  teacher: '本校就业中心管理员',
  student: '学校就业中心',
  employer: '本单位的管理员',
  platform: '平台管理员',
};

/** The only door: finds out who calls, whether the route is open to them, and puts the RequestContext on the request. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly sessions: SessionLookup,
  ) {}

  async canActivate(host: ExecutionContext): Promise<boolean> {
    const request = host.switchToHttp().getRequest<AccessRequest>();
    const rule = accessRuleOf(host.getHandler());
    const route = routeOf(request.routeOptions.url ?? '');
    // The boot scan leaves no such route; should one slip by, it stays shut.
    if (!rule || !route) throw new AppError('FORBIDDEN');
    request.ctx = rule.kind === 'public' ? visitor(request, route.audience) : await this.admit(request, route, rule);
    return true;
  }

  private async admit(
    request: AccessRequest,
    route: RouteFacts,
    rule: Exclude<AccessRule, { kind: 'public' }>,
  ): Promise<RequestContext> {
    const { audience } = route;
    if (!isSignedInAudience(audience)) throw new AppError('NOT_AUTHENTICATED');
    const token = await this.tokens.read(audience, request);
    if ('refused' in token) throw new AppError(token.refused === 'expired' ? 'SESSION_EXPIRED' : 'NOT_AUTHENTICATED');
    const workspace = workspaceOf(route, request.params);
    const session = await this.sessions.find(audience, token.claims, { workspace, passive: rule.passive });
    if (session === null) throw new AppError('NOT_AUTHENTICATED');
    if (session === 'over') throw new AppError('SESSION_EXPIRED');
    if (!rule.stages.includes(session.stage)) throw unfinished(session.stage);
    const permission = rule.kind === 'permission' ? rule.permission : null;
    if (permission) requirePermission(session, audience, permission);
    if (workspace && session.workspaceSchoolId === null) throw new AppError('NOT_FOUND');
    return {
      ...origin(request),
      actor: {
        accountId: session.accountId,
        audience,
        displayName: session.name,
        grants: session.grants,
        sessionId: token.claims.sid,
        stage: session.stage,
        ...(session.employerId === null ? {} : { employerId: session.employerId }),
        ...(session.studentId === null ? {} : { studentId: session.studentId }),
      },
      audience,
      schoolId: workspace ? session.workspaceSchoolId : session.schoolId,
      schoolCode: workspace?.schoolCode ?? session.schoolCode,
      scope: scopeOf(session, audience, permission),
    };
  }
}

function visitor(request: AccessRequest, audience: Audience): RequestContext {
  const from = origin(request);
  const anybody = publicContext(from.requestId, from.ip);
  return { ...anybody, ...from, audience, actor: { ...anybody.actor, audience } };
}

function origin(request: AccessRequest): Pick<RequestContext, 'requestId' | 'ip' | 'device'> {
  const agent = request.headers['user-agent'];
  return {
    requestId: request.id,
    ip: request.ip,
    device: typeof agent === 'string' ? agent.slice(0, DEVICE_LENGTH) : null,
  };
}

function workspaceOf(route: RouteFacts, params: AccessRequest['params']): Workspace | null {
  if (!route.workspace) return null;
  const schoolCode = params['schoolCode'] ?? '';
  const cohort = params['cohort'] ?? '';
  if (!/^\d{5}$/.test(schoolCode) || !/^\d{4}$/.test(cohort)) throw new AppError('NOT_FOUND');
  return { schoolCode, cohort: Number(cohort) };
}

/** A password alone, or an initial one, opens nothing but the way on. */
function unfinished(stage: SessionStage): AppError {
  if (stage === 'full') return new AppError('CONFLICT', { detail: '你已经登录，这一步不用再做。' });
  return new AppError(stage === 'setup' ? 'SETUP_REQUIRED' : 'SECOND_STEP_REQUIRED', { extra: { stage } });
}

function requirePermission(session: LiveSession, audience: SignedInAudience, permission: Permission): void {
  if (session.grants.some((grant) => grantHolds(grant, permission))) return;
  throw new AppError('FORBIDDEN', {
    detail: `你没有“${PERMISSIONS[permission]}”的权限。需要的话请联系${WHOM_TO_ASK[audience]}开通。`,
    extra: { permission },
  });
}

/** Only grants that hold the route's permission widen the scope: an auditor's view of the school lends a counsellor no rights there. */
function scopeOf(session: LiveSession, audience: SignedInAudience, permission: Permission | null): Scope {
  switch (audience) {
    case 'platform':
      return { kind: 'platform' };
    case 'teacher':
      return unitsOf(permission ? session.grants.filter((grant) => grantHolds(grant, permission)) : session.grants);
    case 'student':
      if (session.studentId === null)
        throw new AppError('FORBIDDEN', { detail: '这个账号没有关联学籍。请联系学校就业中心。' });
      return { kind: 'student', studentId: session.studentId };
    case 'employer':
      return session.employerId === null
        ? { kind: 'applicant', accountId: session.accountId }
        : { kind: 'employer', employerId: session.employerId };
  }
}
