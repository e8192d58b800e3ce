import { Injectable } from '@nestjs/common';
import { permissionsOf, type RoleCode, ROLES } from '@qiancheng/shared';
import { defaultIdleMs, isRole, type SignedInAudience } from '../../../platform/access/index.js';
import { AppConfig } from '../../../platform/config/index.js';
import type { Grant, SessionStage } from '../../../platform/context/index.js';
import { Db, type Prepared } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { AccountsRepository } from '../accounts.repository.js';
import type { CompanyView, RoleView, SecondStep, SessionView } from '../http/session.dto.js';
import { LoginProgress } from '../login/login-progress.js';

/** Whose session it is, as the guard or a fresh log-in knows it. */
export interface SessionHolder {
  audience: SignedInAudience;
  accountId: string;
  schoolId: number | null;
  /** Of several units the one that the session has chosen. */
  employerId: string | null;
  grants: Grant[];
  sessionId: string;
  stage: SessionStage;
}

interface Facts {
  id: string;
  login: string;
  name: string;
  schoolCode: string | null;
  schoolName: string | null;
  company: CompanyView | null;
  idleSeconds: number | null;
}

interface UnitNames {
  colleges: Map<string, string>;
  classes: Map<string, string>;
}

const NAMES_SHOWN = 3;

/** Of tables without a tenant fence: it needs no transaction. */
const FACTS: Prepared = {
  name: 'accounts.session-view',
  text: `select a.id, a.login, a.name, s.code as "schoolCode", s.name as "schoolName", w.idle_seconds as "idleSeconds",
                (select jsonb_build_object('id', e.id, 'name', e.name, 'status', e.status)
                   from employer e where e.id = $3) as company
           from account a join session w on w.account_id = a.id and w.id = $2
           left join school s on s.id = a.school_id where a.id = $1`,
};
const UNITS: Prepared = {
  name: 'accounts.session-units',
  text: `select 'college' as kind, id, name from college where school_id = $1 and id = any($2::uuid[])
         union all select 'class', id, name from school_class where school_id = $1 and id = any($3::uuid[])`,
};

/** What a page needs to know about who is signed in. */
@Injectable()
export class SessionViews {
  constructor(
    private readonly db: Db,
    private readonly config: AppConfig,
    private readonly accounts: AccountsRepository,
    private readonly progress: LoginProgress,
  ) {}

  async of(holder: SessionHolder): Promise<SessionView> {
    const [facts] = await this.db.statement<Facts & Record<string, unknown>>(FACTS, [
      holder.accountId,
      holder.sessionId,
      holder.employerId,
    ]);
    if (!facts) throw new AppError('SESSION_EXPIRED');
    const units = await this.unitNames(holder);
    const secondStep = await this.secondStepOf(holder);
    return {
      account: { id: facts.id, login: facts.login, name: facts.name },
      audience: holder.audience,
      school: facts.schoolCode && facts.schoolName ? { code: facts.schoolCode, name: facts.schoolName } : null,
      company: facts.company,
      roles: holder.grants.flatMap((grant) => roleView(grant, facts, units)),
      permissions: [...permissionsOf(holder.grants.map((grant) => grant.role).filter(isRole))],
      secondStep,
      idleSeconds: facts.idleSeconds ?? defaultIdleMs(holder.audience) / 1000,
      demo: this.config.demo,
    };
  }

  private async secondStepOf({ accountId, stage }: SessionHolder): Promise<SecondStep | null> {
    if (stage === 'full') return null;
    return this.db.system(async (tx) => this.progress.stepOf(tx, await this.accounts.facts(tx, accountId), stage));
  }

  private async unitNames(holder: SessionHolder): Promise<UnitNames> {
    const collegeIds = holder.grants.flatMap((grant) => grant.collegeIds ?? []);
    const classIds = holder.grants.flatMap((grant) => grant.classIds ?? []);
    if (collegeIds.length + classIds.length === 0) return { colleges: new Map(), classes: new Map() };
    const rows = await this.db.read(holder, (tx) =>
      tx.query<{ kind: 'college' | 'class'; id: string; name: string }>(UNITS, [tx.schoolId, collegeIds, classIds]),
    );
    const named = (kind: string): Map<string, string> =>
      new Map(rows.filter((row) => row.kind === kind).map((row) => [row.id, row.name]));
    return { colleges: named('college'), classes: named('class') };
  }
}

function roleView(grant: Grant, facts: Facts, units: UnitNames): RoleView[] {
  if (!isRole(grant.role)) return [];
  return [
    { code: grant.role, label: ROLES[grant.role].label, scopeLabel: scopeLabel(grant.role, grant, facts, units) },
  ];
}

function scopeLabel(role: RoleCode, grant: Grant, facts: Facts, units: UnitNames): string {
  switch (ROLES[role].audience) {
    case 'platform':
      return '全平台';
    case 'student':
      return '本人';
    case 'employer':
      return facts.company?.name ?? '';
    case 'teacher':
      return unitsLabel(grant, units);
  }
}

function unitsLabel(grant: Grant, units: UnitNames): string {
  if (grant.collegeIds === null && grant.classIds === null) return '全校';
  const colleges = (grant.collegeIds ?? []).map((id) => units.colleges.get(id)).filter((name) => name !== undefined);
  const classes = (grant.classIds ?? []).map((id) => units.classes.get(id)).filter((name) => name !== undefined);
  return [listed(colleges, '个学院'), listed(classes, '个班级')].filter(Boolean).join('；') || '未分配范围';
}

function listed(names: string[], unit: string): string {
  return names.length > NAMES_SHOWN ? `${names.length} ${unit}` : names.join('、');
}
