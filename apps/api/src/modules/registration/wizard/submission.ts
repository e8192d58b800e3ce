import { Injectable } from '@nestjs/common';
import {
  applyAction,
  CERTIFICATION_FLOW,
  LIMITS,
  MEMBER_FLOW,
  normaliseCertification,
  SETTLEMENT_FLOW,
  type SettlementStatus,
} from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { Notifier } from '../../notifications/index.js';
import { Certifications } from '../certification/certifications.repository.js';
import { nextState } from '../review/flow-guard.js';
import { slaDueAt } from '../kit/sla.js';
import { UnitHistory } from '../kit/unit-history.js';
import { type KnownUnit, unitById } from '../kit/unit-standing.js';
import { ownerOf } from './applicant-desk.js';
import type { Draft, SchoolAsked } from './draft-row.js';
import { Drafts } from './drafts.repository.js';
import { letterProblems, refuseProblems, schoolProblems, unitProblems } from './field-problems.js';
import type { SubmittedView } from './http/wizard.dto.js';
import { statusOf, UnitClaim } from './unit-claim.js';
import { refusePath } from './unit-look-up.js';

/** The end of the wizard: everything that was asked for comes into being in one transaction, or nothing does. */
@Injectable()
export class Submission {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly drafts: Drafts,
    private readonly claims: UnitClaim,
    private readonly certifications: Certifications,
    private readonly history: UnitHistory,
    private readonly notifier: Notifier,
  ) {}

  submit(ctx: RequestContext, version: number): Promise<SubmittedView> {
    const owner = ownerOf(ctx);
    return this.db.system(async (tx) => {
      const draft = await this.drafts.lock(tx, owner, version);
      const employerId = await this.carryOut(tx, ctx, draft);
      await this.drafts.drop(tx, owner);
      return { path: draft.path, employerId };
    });
  }

  private carryOut(tx: Tx, ctx: RequestContext, draft: Draft): Promise<string> {
    switch (draft.path) {
      case 'register':
        return this.register(tx, ctx, draft);
      case 'join':
        return this.join(tx, ctx, draft);
      case 'takeover':
        return this.takeOver(tx, ctx, draft);
    }
  }

  private async register(tx: Tx, ctx: RequestContext, draft: Draft): Promise<string> {
    const data = normaliseCertification(draft.data);
    refuseProblems([...unitProblems(data, draft.files, true), ...schoolProblems(draft.schools)]);
    const employerId = await this.claims.take(tx, ctx, data);
    await this.claims.establish(tx, ctx, employerId, draft.files.authorisation ?? null);
    const certificationId = await this.certify(tx, ctx, { employerId, kind: 'initial', data, files: draft.files });
    for (const asked of draft.schools) await this.ask(tx, ctx, employerId, asked);
    await this.tellOperators(tx, ctx, certificationId, `${data.name}登记单位，等平台审核。`);
    return employerId;
  }

  /** The unit's administrator decides; nothing of the unit is seen before. */
  private async join(tx: Tx, ctx: RequestContext, draft: Draft): Promise<string> {
    const unit = await this.unitOf(tx, draft);
    const before = await statusOf(tx, unit.id, ctx.actor.accountId);
    const to = nextState(MEMBER_FLOW, { action: 'request', status: before, actor: 'person' });
    await tx.exec(
      `insert into employer_member (account_id, employer_id, role, status, message, authorisation_file_id, created_at)
       values ($1, $2, 'employer_member', $3, $4, $5, $6)
       on conflict (account_id, employer_id) do update
         set role = 'employer_member', status = $3, message = $4, authorisation_file_id = $5, reason = '', decided_by = null,
             decided_at = null, created_at = $6, version = employer_member.version + 1`,
      [ctx.actor.accountId, unit.id, to, draft.message, draft.files.authorisation ?? null, this.clock.now()],
    );
    await this.history.append(tx, ctx, { employerId: unit.id, action: 'member.request', from: before, to });
    await this.tellAdmins(tx, ctx, unit, 'member_requested', {
      title: '有人申请加入单位',
      body: `${ctx.actor.displayName}申请加入${unit.name}，请确认是不是本单位的人。`,
    });
    return unit.id;
  }

  /** The operator decides by the letter; whoever looks after the unit now hears of it at once. */
  private async takeOver(tx: Tx, ctx: RequestContext, draft: Draft): Promise<string> {
    refuseProblems(letterProblems(draft.files));
    const unit = await this.unitOf(tx, draft);
    const { authorisation } = draft.files;
    const files = authorisation === undefined ? {} : { authorisation };
    const id = await this.certify(tx, ctx, { employerId: unit.id, kind: 'takeover', data: {}, files });
    await this.tellOperators(tx, ctx, id, `${ctx.actor.displayName}申请成为${unit.name}的管理员，等平台审核。`);
    await this.tellAdmins(tx, ctx, unit, 'takeover_requested', {
      title: '有人申请成为管理员',
      body: `${ctx.actor.displayName}凭授权书申请成为${unit.name}的管理员。不是单位的意思，请马上联系平台。`,
    });
    return unit.id;
  }

  private async certify(
    tx: Tx,
    ctx: RequestContext,
    asked: Pick<Parameters<Certifications['insert']>[2], 'employerId' | 'kind' | 'data' | 'files'>,
  ): Promise<string> {
    const to = nextState(CERTIFICATION_FLOW, { action: 'submit', status: null, actor: 'applicant' });
    const id = await this.certifications.insert(tx, ctx, {
      ...asked,
      status: 'submitted',
      dueAt: slaDueAt(this.clock.now(), LIMITS.certificationWorkdays),
    });
    const action = asked.kind === 'takeover' ? 'takeover.submit' : 'certification.submit';
    await this.history.append(tx, ctx, { employerId: asked.employerId, certificationId: id, action, to });
    return id;
  }

  /** A unit that is not certified yet waits where the school does not see it. */
  private async ask(
    tx: Tx,
    ctx: RequestContext,
    employerId: string,
    { schoolId, services }: SchoolAsked,
  ): Promise<void> {
    const row = await tx.maybeOne<{ status: SettlementStatus }>(
      'select status from employer_school where employer_id = $1 and school_id = $2 for update',
      [employerId, schoolId],
    );
    const action = applyAction(false);
    const result = SETTLEMENT_FLOW.resolve({ action, status: row?.status ?? null, actor: 'employer' });
    // The school has taken the unit in before it registered: nothing to ask.
    if (!result.ok) return;
    await tx.exec(
      `insert into employer_school (employer_id, school_id, status, services, requested_by, requested_at)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (school_id, employer_id) do update
         set status = $3, services = $4, requested_by = $5, requested_at = $6, reasons = '[]', decided_at = null,
             decided_by = null, decided_by_name = null, sla_due_at = null, version = employer_school.version + 1`,
      [employerId, schoolId, result.to, JSON.stringify(services), ctx.actor.accountId, this.clock.now()],
    );
    const event = { employerId, schoolId, from: row?.status ?? null, to: result.to };
    await this.history.append(tx, ctx, { ...event, action: `settlement.${action}` });
  }

  private async unitOf(tx: Tx, { path, employerId }: Draft): Promise<KnownUnit> {
    const unit = employerId === null ? undefined : await unitById(tx, employerId, 'for update of e');
    if (!unit) throw new AppError('CONFLICT', { detail: '单位库里的这家单位已经有变动。请回到第一步重新查找。' });
    refusePath(unit.standing, path);
    return unit;
  }

  private tellOperators(tx: Tx, ctx: RequestContext, id: string, body: string): Promise<void> {
    return this.notifier.tell(tx, ctx, {
      to: { kind: 'holders', schoolId: null, permission: 'certification.review' },
      event: 'certification_waiting',
      title: '有单位等审核',
      body,
      about: { kind: 'certification', id },
    });
  }

  private tellAdmins(
    tx: Tx,
    ctx: RequestContext,
    unit: KnownUnit,
    event: string,
    words: { title: string; body: string },
  ): Promise<void> {
    return this.notifier.tell(tx, ctx, {
      to: { kind: 'unit', employerId: unit.id, role: 'employer_admin' },
      event,
      ...words,
      about: { kind: 'members', id: unit.id },
    });
  }
}
