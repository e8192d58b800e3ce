import { Injectable } from '@nestjs/common';
import { AuditService } from '../../../platform/audit/index.js';
import type { Grant, RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { AccountWriter } from '../../accounts/index.js';
import { Profiles } from '../accounts/profiles.js';
import { Grants } from '../staff/grants.js';
import { refusalOf, refuse } from '../staff/staff-actions.js';
import { StaffDesk } from '../staff/staff-desk.js';
import { StaffQueries } from '../staff/staff-queries.js';
import type { StaffAccount } from '../staff/staff-row.js';
import type { StaffPlan } from './check-staff-row.js';
import { type ExistingChoice, ImportsRepository, type WaitingRow } from './imports.repository.js';

/** Carries out one row of an import, under the same lock and the same rules as the page. */
@Injectable()
export class StaffWriter {
  constructor(
    private readonly desk: StaffDesk,
    private readonly queries: StaffQueries,
    private readonly grants: Grants,
    private readonly profiles: Profiles,
    private readonly writer: AccountWriter,
    private readonly audit: AuditService,
    private readonly imports: ImportsRepository,
  ) {}

  write(ctx: RequestContext, { id, plan }: WaitingRow, existing: ExistingChoice): Promise<void> {
    return this.desk.alone(ctx, async (tx) => {
      // Whoever was opened since the check counts as existing.
      const known = await tx.maybeOne<{ id: string }>(
        `select id from account where audience = 'teacher' and school_id = $1 and lower(login) = lower($2)`,
        [ctx.schoolId, plan.login],
      );
      if (!known) return this.open(tx, ctx, id, plan);
      if (existing === 'skip') return this.imports.note(tx, id, 'skipped', '账号已经有了，按选择跳过。');
      return this.update(tx, ctx, id, known.id, plan);
    });
  }

  private async open(tx: Tx, ctx: RequestContext, rowId: string, plan: StaffPlan): Promise<void> {
    const { login, name, phone, email } = plan;
    const given = await this.grants.check(tx, [plan]);
    const made = await this.writer.create(tx, ctx, {
      audience: 'teacher',
      schoolId: ctx.schoolId,
      login,
      name,
      phone,
      email,
      password: { kind: 'initial' },
    });
    await this.give(tx, ctx, made.accountId, [], given);
    await this.imports.note(tx, rowId, 'created', null, made.initial ?? null);
  }

  private async update(tx: Tx, ctx: RequestContext, rowId: string, accountId: string, plan: StaffPlan): Promise<void> {
    const row = await this.queries.find(tx, ctx, accountId, 'for update of a');
    const refusal = refusalOf('grants', await this.queries.facts(tx, ctx, row));
    if (refusal) throw refuse(refusal);
    await this.profiles.change(tx, ctx, accountId, {
      name: plan.name,
      ...(plan.phone === null ? {} : { phone: plan.phone }),
      ...(plan.email === null ? {} : { email: plan.email }),
    });
    const [given] = await this.grants.check(tx, [plan]);
    if (given) await this.merge(tx, ctx, row, given);
    await this.imports.note(tx, rowId, 'updated', null);
  }

  /** The role of the row gets the row's units; the others stay as they are. */
  private async merge(tx: Tx, ctx: RequestContext, row: StaffAccount, given: Grant): Promise<void> {
    const present = row.grants.find((grant) => grant.role === given.role);
    if (present && same(present, given)) return;
    const after = [...row.grants.filter((grant) => grant.role !== given.role), given];
    if (after.length > MAX_GRANTS) throw new AppError('VALIDATION_FAILED', { detail: '角色太多，请到页面上整理。' });
    await this.give(tx, ctx, row.id, row.grants, after);
    await tx.exec('update account set version = version + 1 where id = $1', [row.id]);
  }

  private async give(
    tx: Tx,
    ctx: RequestContext,
    accountId: string,
    before: readonly Grant[],
    after: readonly Grant[],
  ): Promise<void> {
    await this.grants.replace(tx, accountId, ctx.schoolId, after);
    await this.audit.append(tx, ctx, {
      schoolId: ctx.schoolId,
      aggregateType: 'account',
      aggregateId: accountId,
      action: 'account.grants_changed',
      before: { grants: await this.grants.told(tx, before) },
      after: { grants: await this.grants.told(tx, after) },
    });
  }
}

const MAX_GRANTS = 5;

function same(a: Grant, b: Grant): boolean {
  const units = ({ collegeIds, classIds }: Grant): string =>
    JSON.stringify([[...(collegeIds ?? [])].sort(), [...(classIds ?? [])].sort()]);
  return units(a) === units(b);
}
