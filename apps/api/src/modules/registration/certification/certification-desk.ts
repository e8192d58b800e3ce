import { Injectable } from '@nestjs/common';
import {
  CERTIFICATION_FLOW,
  type CertificateKind,
  EDITABLE_CERTIFICATION,
  type EmployerEventAction,
  LIMITS,
  normaliseCertification,
  shanghaiDate,
} from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, type Upload } from '../../../platform/http/index.js';
import type { StoredUpload } from '../../../platform/uploads/index.js';
import { Notifier } from '../../notifications/index.js';
import { nextState } from '../review/flow-guard.js';
import { slaDueAt } from '../kit/sla.js';
import { UnitHistory } from '../kit/unit-history.js';
import { letterProblems, refuseProblems, unitProblems } from '../wizard/field-problems.js';
import type { Certification } from './certification-row.js';
import { OwnCertificationViews } from './own-certification-views.js';
import { Certifications } from './certifications.repository.js';
import type { CertificationView, SaveCertificationBody } from './http/status.dto.js';
import { Papers } from './papers.js';

/** What the applicant does with an application: repair it, send it again, take it back, ask where it is. */
@Injectable()
export class CertificationDesk {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly certifications: Certifications,
    private readonly views: OwnCertificationViews,
    private readonly papers: Papers,
    private readonly history: UnitHistory,
    private readonly notifier: Notifier,
  ) {}

  read(ctx: RequestContext, id: string): Promise<CertificationView> {
    return this.db.system(async (tx) => {
      const certification = await this.certifications.find(tx, ctx, id);
      if (!certification) throw new AppError('NOT_FOUND');
      return this.views.view(tx, certification);
    });
  }

  save(ctx: RequestContext, id: string, { version, data }: SaveCertificationBody): Promise<CertificationView> {
    return this.change(ctx, id, version, async (tx, before) => {
      assertEditable(before);
      await this.certifications.save(tx, before, data);
    });
  }

  async attach(ctx: RequestContext, id: string, kind: CertificateKind, upload: Upload): Promise<CertificationView> {
    const file = await this.papers.accept(upload);
    return this.change(ctx, id, undefined, async (tx, before) => {
      assertEditable(before);
      await this.certifications.attach(tx, before, kind, await this.papers.store(tx, ctx, kind, file));
    });
  }

  detach(ctx: RequestContext, id: string, kind: CertificateKind): Promise<CertificationView> {
    return this.change(ctx, id, undefined, async (tx, before) => {
      assertEditable(before);
      await this.certifications.attach(tx, before, kind, null);
    });
  }

  async open(ctx: RequestContext, id: string, kind: CertificateKind): Promise<StoredUpload> {
    const certification = await this.db.system((tx) => this.certifications.find(tx, ctx, id));
    if (!certification) throw new AppError('NOT_FOUND');
    return this.papers.open(certification.files, kind);
  }

  /** A draft (a change that was begun) is handed in, a returned or withdrawn one once more. */
  submit(ctx: RequestContext, id: string, version: number): Promise<CertificationView> {
    return this.change(ctx, id, version, async (tx, before) => {
      const action = before.status === 'draft' ? 'submit' : 'resubmit';
      const to = nextState(CERTIFICATION_FLOW, { action, status: before.status, actor: 'applicant' });
      refuseProblems(problemsOf(before));
      const data = before.kind === 'takeover' ? null : normaliseCertification(before.data);
      await this.certifications.submit(tx, before, data, slaDueAt(this.clock.now(), LIMITS.certificationWorkdays));
      await this.note(tx, ctx, before, action, to);
      await this.tellOperators(tx, ctx, id, `${before.data.name || '一家单位'}的申请已提交，等平台审核。`);
    });
  }

  withdraw(ctx: RequestContext, id: string, version: number): Promise<CertificationView> {
    return this.change(ctx, id, version, async (tx, before) => {
      const to = nextState(CERTIFICATION_FLOW, { action: 'withdraw', status: before.status, actor: 'applicant' });
      await this.certifications.withdraw(tx, id, before.status);
      await this.note(tx, ctx, before, 'withdraw', to);
    });
  }

  discard(ctx: RequestContext, id: string, version: number): Promise<void> {
    return this.db.system(async (tx) => {
      const before = await this.certifications.lock(tx, ctx, id, version);
      if (before.status !== 'draft')
        throw new AppError('NOT_ALLOWED_NOW', { detail: '已经提交过的申请不能丢弃，可以撤回。' });
      await this.certifications.discard(tx, id);
    });
  }

  /** Once a day, and once the term is over: before, it is nobody's turn to hurry. */
  remind(ctx: RequestContext, id: string): Promise<CertificationView> {
    return this.change(ctx, id, undefined, async (tx, before) => {
      if (!mayRemind(before, this.clock.now())) {
        throw new AppError('NOT_ALLOWED_NOW', { detail: '还没有到平台答复的期限，到期以后可以催办。' });
      }
      if (await remindedToday(tx, before, this.clock.now())) {
        throw new AppError('NOT_ALLOWED_NOW', { detail: '今天已经催过了。明天还没有结果可以再催。' });
      }
      await this.history.append(tx, ctx, {
        employerId: before.employerId,
        certificationId: id,
        action: 'certification.remind',
        from: before.status,
        to: before.status,
      });
      await this.tellOperators(tx, ctx, id, `${before.data.name || '一家单位'}的申请过了期限，单位在催。`);
    });
  }

  private change(
    ctx: RequestContext,
    id: string,
    version: number | undefined,
    work: (tx: Tx, before: Certification) => Promise<void>,
  ): Promise<CertificationView> {
    return this.db.system(async (tx) => {
      await work(tx, await this.certifications.lock(tx, ctx, id, version));
      return this.views.view(tx, await this.certifications.lock(tx, ctx, id));
    });
  }

  private note(
    tx: Tx,
    ctx: RequestContext,
    before: Certification,
    action: 'submit' | 'resubmit' | 'withdraw',
    to: string,
  ): Promise<void> {
    const event: EmployerEventAction = `${before.kind === 'takeover' ? 'takeover' : 'certification'}.${action}`;
    return this.history.append(tx, ctx, {
      employerId: before.employerId,
      certificationId: before.id,
      action: event,
      from: before.status,
      to,
    });
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
}

function assertEditable({ status }: Certification): void {
  if (EDITABLE_CERTIFICATION.includes(status)) return;
  throw new AppError('NOT_ALLOWED_NOW', { detail: CERTIFICATION_FLOW.row('save').refused });
}

function problemsOf({ kind, data, files }: Certification) {
  if (kind === 'takeover') return letterProblems(files);
  return unitProblems(data, files, kind === 'initial');
}

export function mayRemind({ status, dueAt }: Pick<Certification, 'status' | 'dueAt'>, now: Date): boolean {
  return status === 'submitted' && dueAt !== null && dueAt < now;
}

async function remindedToday(tx: Tx, { id }: Certification, now: Date): Promise<boolean> {
  const row = await tx.one<{ found: boolean }>(
    `select exists (select from employer_event where certification_id = $1 and action = 'certification.remind' and at >= $2) as found`,
    [id, new Date(`${shanghaiDate(now)}T00:00:00+08:00`)],
  );
  return row.found;
}
