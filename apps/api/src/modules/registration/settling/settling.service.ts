import { Injectable } from '@nestjs/common';
import {
  applyAction,
  checkServices,
  normaliseServices,
  type ServiceAsked,
  SETTLEMENT_FLOW,
  type SettlementStatus,
} from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { Notifier } from '../../notifications/index.js';
import { type Company, companyOf } from '../company/company-row.js';
import { employerOf } from '../company/company-views.js';
import { SchoolTerms } from '../kit/school-terms.js';
import { UnitHistory } from '../kit/unit-history.js';
import { nextState } from '../review/flow-guard.js';
import { refuseProblems } from '../wizard/field-problems.js';
import type { OpenSchoolList, OpenSchoolView } from '../wizard/http/wizard.dto.js';
import type { AskSchoolBody, OwnSettlementList } from './http/settling.dto.js';
import { ASKABLE_SCHOOL, mayAsk, OwnSettlementViews } from './own-settlement-views.js';

interface School {
  id: number;
  name: string;
  open: boolean;
  [column: string]: unknown;
}

/** The request as it stands, locked; version 0 and no status where the school was never asked. */
interface Standing {
  status: SettlementStatus | null;
  version: number;
}

const NEVER_ASKED: Standing = { status: null, version: 0 };
const MOST = 50;

/** The unit's side of settling at a school: asking, taking it back, asking again with other words. */
@Injectable()
export class Settling {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly terms: SchoolTerms,
    private readonly history: UnitHistory,
    private readonly notifier: Notifier,
    private readonly views: OwnSettlementViews,
  ) {}

  /** Schools that are open and stand in no relation to the unit yet. */
  async search(ctx: RequestContext, q = ''): Promise<OpenSchoolList> {
    const employerId = employerOf(ctx);
    const items = await this.db.read({ schoolId: null }, (tx) =>
      tx.query<OpenSchoolView & Record<string, unknown>>(
        `select s.code as "schoolCode", s.name as "schoolName", s.center_name as "centerName", s.center_phone as "centerPhone",
                array(select c.year from cohort c where c.school_id = s.id and c.is_open order by c.year desc) as cohorts
           from school s
          where ${ASKABLE_SCHOOL}
            and not exists (select from employer_school x where x.school_id = s.id and x.employer_id = $2)
            and (strpos(s.name, $1) > 0 or strpos(s.short_name, $1) > 0 or s.code = $1 or $1 = '')
          order by s.code limit ${MOST}`,
        [q, employerId],
      ),
    );
    return { items };
  }

  /** For the first time, or again after the school has returned or refused it or the unit has taken it back. */
  ask(ctx: RequestContext, schoolCode: string, body: AskSchoolBody): Promise<OwnSettlementList> {
    return this.db.system(async (tx) => {
      const unit = await this.lockUnit(tx, ctx);
      const school = await schoolOf(tx, schoolCode);
      const before = await lockStanding(tx, unit.id, school.id, body.version);
      assertAskable(unit, school);
      const action = applyAction(unit.status === 'verified');
      const to = nextState(SETTLEMENT_FLOW, { action, status: before.status, actor: 'employer' });
      const services = servicesOf(body.services);
      const message = body.message.trim();
      const dueAt = to === 'pending' ? await this.terms.settlementDue(tx, school.id) : null;
      await tx.exec(
        `insert into employer_school (employer_id, school_id, status, services, message, requested_by, requested_at, sla_due_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (school_id, employer_id) do update
           set status = $3, services = $4, message = $5, requested_by = $6, requested_at = $7, sla_due_at = $8, reasons = '[]',
               decided_at = null, decided_by = null, decided_by_name = null, version = employer_school.version + 1
         where employer_school.version = $9`,
        [
          unit.id,
          school.id,
          to,
          JSON.stringify(services),
          message,
          ctx.actor.accountId,
          this.clock.now(),
          dueAt,
          before.version,
        ],
      );
      await this.history.append(tx, ctx, {
        employerId: unit.id,
        schoolId: school.id,
        action: `settlement.${action}`,
        from: before.status,
        to,
        after: { services, message },
      });
      if (to === 'pending') {
        await this.tellSchool(tx, ctx, unit, school, {
          event: 'settlement_waiting',
          title: before.status === null ? '有单位申请入驻' : '有单位再次申请入驻',
          body: `${unit.data.name}申请入驻，平台已经认证，等学校审核。`,
        });
      }
      return this.views.list(tx, ctx);
    });
  }

  /** Before the school has passed it. The school hears of it where it could see the request. */
  withdraw(ctx: RequestContext, schoolCode: string, version: number): Promise<OwnSettlementList> {
    return this.db.system(async (tx) => {
      const unit = await this.lockUnit(tx, ctx);
      const school = await schoolOf(tx, schoolCode);
      const before = await lockStanding(tx, unit.id, school.id, version);
      if (before.status === null) throw new AppError('NOT_FOUND');
      const to = nextState(SETTLEMENT_FLOW, { action: 'withdraw', status: before.status, actor: 'employer' });
      await tx.exec(
        `update employer_school
            set status = $3, decided_at = $4, decided_by = null, decided_by_name = null, reasons = '[]', version = version + 1
          where employer_id = $1 and school_id = $2 and version = $5`,
        [unit.id, school.id, to, this.clock.now(), before.version],
      );
      await this.history.append(tx, ctx, {
        employerId: unit.id,
        schoolId: school.id,
        action: 'settlement.withdraw',
        from: before.status,
        to,
      });
      if (before.status !== 'waiting') {
        await this.tellSchool(tx, ctx, unit, school, {
          event: 'settlement_withdrawn',
          title: '有单位撤回了入驻申请',
          body: `${unit.data.name}撤回了入驻申请，不用再审。`,
        });
      }
      return this.views.list(tx, ctx);
    });
  }

  /**
   * The unit's row first: its certification, which forwards requests, takes the locks in the same order. Its key stays
   * free: a school that decides meanwhile has the request locked and writes into the unit's history.
   */
  private lockUnit(tx: Tx, ctx: RequestContext): Promise<Company> {
    return companyOf(tx, employerOf(ctx), 'for no key update');
  }

  private tellSchool(
    tx: Tx,
    ctx: RequestContext,
    unit: Company,
    school: School,
    words: { event: string; title: string; body: string },
  ): Promise<void> {
    return this.notifier.tell(tx, ctx, {
      to: { kind: 'holders', schoolId: school.id, permission: 'settlement.review' },
      ...words,
      about: { kind: 'settlement', id: unit.id },
      schoolId: school.id,
    });
  }
}

async function schoolOf(tx: Tx, code: string): Promise<School> {
  const school = await tx.maybeOne<School>(
    `select s.id, s.name, ${ASKABLE_SCHOOL} as open from school s where s.code = $1`,
    [code],
  );
  if (!school) throw new AppError('NOT_FOUND');
  return school;
}

async function lockStanding(tx: Tx, employerId: string, schoolId: number, version: number): Promise<Standing> {
  const row = await tx.maybeOne<Standing & Record<string, unknown>>(
    'select status, version from employer_school where employer_id = $1 and school_id = $2 for update',
    [employerId, schoolId],
  );
  const standing = row ?? NEVER_ASKED;
  if (standing.version !== version) {
    throw new AppError('STALE_VERSION', {
      detail: '这所学校的申请刚刚有变动。请看最新状态，再决定怎么办。',
      extra: { currentVersion: standing.version },
    });
  }
  return standing;
}

function assertAskable(unit: Company, school: School): void {
  if (!mayAsk(unit.status)) {
    throw new AppError('NOT_ALLOWED_NOW', { detail: '单位的平台认证现在无效，不能申请入驻。请联系平台运营。' });
  }
  if (!school.open) {
    throw new AppError('NOT_ALLOWED_NOW', { detail: `${school.name}现在没有开放的届别，不能申请入驻。` });
  }
}

function servicesOf(given: readonly ServiceAsked[]): ServiceAsked[] {
  const asked = given.map(({ code, answers }) => ({
    code,
    answers: Object.fromEntries(Object.entries(answers).filter(([, text]) => typeof text === 'string')),
  }));
  refuseProblems(
    Object.entries(checkServices(asked)).map(([field, message]) => ({
      field: field === 'services' ? field : `services.${field}`,
      code: 'INCOMPLETE',
      message,
    })),
  );
  return normaliseServices(asked);
}
