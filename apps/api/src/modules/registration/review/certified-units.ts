import { Injectable } from '@nestjs/common';
import { type EmployerEventAction, SETTLEMENT_FLOW } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { Notifier } from '../../notifications/index.js';
import { SchoolTerms } from '../kit/school-terms.js';
import { UnitHistory } from '../kit/unit-history.js';
import type { CertificationRecord } from './certification-record.js';
import { compareFacts, type UnitFacts, writeFacts } from './certified-facts.js';
import { nextState } from './flow-guard.js';

interface Waiting {
  schoolId: number;
  [column: string]: unknown;
}

/** What an operator's decision makes of a unit: its facts, its people, its requests to schools. */
@Injectable()
export class CertifiedUnits {
  constructor(
    private readonly clock: Clock,
    private readonly history: UnitHistory,
    private readonly notifier: Notifier,
    private readonly terms: SchoolTerms,
  ) {}

  async certified(tx: Tx, ctx: RequestContext, record: CertificationRecord, unit: UnitFacts): Promise<void> {
    if (record.kind === 'takeover') return this.takenOver(tx, ctx, record, unit);
    await writeFacts(tx, unit.id, record.data, this.clock.now());
    const changes = compareFacts(unit.data, record.data).filter((row) => row.changed);
    await this.history.append(tx, ctx, {
      employerId: unit.id,
      certificationId: record.id,
      action: 'profile.certified',
      from: unit.status,
      to: 'verified',
      note:
        record.kind === 'change'
          ? changes.map((row) => `${row.label}：${row.before || '空'} → ${row.after || '空'}`).join('；')
          : '',
      before: { status: unit.status, facts: unit.data },
      after: { facts: record.data },
    });
    if (record.kind === 'initial') await this.establish(tx, ctx, record);
    await this.forward(tx, ctx, unit.id, record.data.name);
  }

  /** A unit that was made by its registration ends with it; one that the directory knew before stays as it was. */
  async refused(tx: Tx, ctx: RequestContext, record: CertificationRecord, unit: UnitFacts): Promise<void> {
    if (record.kind !== 'initial') return;
    const registered: EmployerEventAction = 'unit.register';
    await tx.exec(
      `update employer set status = 'rejected', updated_at = $2, version = version + 1
        where id = $1 and status = 'provisional'
          and exists (select from employer_event v where v.employer_id = $1 and v.action = $3)`,
      [unit.id, this.clock.now(), registered],
    );
    for (const { schoolId } of await this.waiting(tx, unit.id)) {
      const to = nextState(SETTLEMENT_FLOW, { action: 'drop', status: 'waiting', actor: 'system' });
      await tx.exec(
        'update employer_school set status = $3, decided_at = $4, version = version + 1 where employer_id = $1 and school_id = $2',
        [unit.id, schoolId, to, this.clock.now()],
      );
      await this.history.append(tx, ctx, {
        employerId: unit.id,
        schoolId,
        action: 'settlement.drop',
        from: 'waiting',
        to,
      });
    }
  }

  /** Schools see the unit from now on; each has its own term. */
  private async forward(tx: Tx, ctx: RequestContext, employerId: string, name: string): Promise<void> {
    for (const { schoolId } of await this.waiting(tx, employerId)) {
      const to = nextState(SETTLEMENT_FLOW, { action: 'forward', status: 'waiting', actor: 'system' });
      await tx.exec(
        'update employer_school set status = $3, sla_due_at = $4, version = version + 1 where employer_id = $1 and school_id = $2',
        [employerId, schoolId, to, await this.terms.settlementDue(tx, schoolId)],
      );
      await this.history.append(tx, ctx, { employerId, schoolId, action: 'settlement.forward', from: 'waiting', to });
      await this.notifier.tell(tx, ctx, {
        to: { kind: 'holders', schoolId, permission: 'settlement.review' },
        event: 'settlement_waiting',
        title: '有单位申请入驻',
        body: `${name}申请入驻，平台已经认证，等学校审核。`,
        about: { kind: 'settlement', id: employerId },
        schoolId,
      });
    }
  }

  private waiting(tx: Tx, employerId: string): Promise<Waiting[]> {
    return tx.query<Waiting>(
      `select school_id as "schoolId" from employer_school where employer_id = $1 and status = 'waiting' order by school_id for update`,
      [employerId],
    );
  }

  private async establish(
    tx: Tx,
    ctx: RequestContext,
    { employerId, applicantId, id, files }: CertificationRecord,
  ): Promise<void> {
    const known = await tx.maybeOne(
      `select 1 from employer_member where employer_id = $1 and account_id = $2 and status = 'active' and role = 'employer_admin'`,
      [employerId, applicantId],
    );
    if (known) return;
    await tx.exec(
      `insert into employer_member (account_id, employer_id, role, status, authorisation_file_id, decided_by, decided_at, created_at)
       values ($1, $2, 'employer_admin', 'active', $3, $4, $5, $5)
       on conflict (account_id, employer_id) do update
         set role = 'employer_admin', status = 'active', reason = '',
             authorisation_file_id = coalesce(excluded.authorisation_file_id, employer_member.authorisation_file_id),
             decided_by = excluded.decided_by, decided_at = excluded.decided_at, version = employer_member.version + 1`,
      [applicantId, employerId, files.authorisation ?? null, ctx.actor.accountId, this.clock.now()],
    );
    await this.history.append(tx, ctx, {
      employerId,
      certificationId: id,
      memberId: applicantId,
      action: 'member.establish',
      to: 'active',
    });
  }

  /** The applicant becomes the administrator; whoever was it before stays as a member, and is told. */
  private async takenOver(tx: Tx, ctx: RequestContext, record: CertificationRecord, unit: UnitFacts): Promise<void> {
    const former = await tx.query<{ id: string }>(
      `update employer_member set role = 'employer_member', version = version + 1
        where employer_id = $1 and account_id <> $2 and status = 'active' and role = 'employer_admin' returning account_id as id`,
      [unit.id, record.applicantId],
    );
    for (const { id: memberId } of former) {
      await this.history.append(tx, ctx, {
        employerId: unit.id,
        certificationId: record.id,
        memberId,
        action: 'member.role',
        from: 'employer_admin',
        to: 'employer_member',
        note: '管理员更换，改为经办人',
      });
    }
    await this.establish(tx, ctx, record);
    await this.notifier.tell(tx, ctx, {
      to: { kind: 'accounts', ids: former.map(({ id }) => id) },
      event: 'member_role',
      title: '单位换了管理员',
      body: `平台同意了${unit.data.name}更换管理员的申请，你现在是经办人，仍可办理签约。有疑问请联系平台。`,
      about: { kind: 'members', id: unit.id },
    });
  }
}
