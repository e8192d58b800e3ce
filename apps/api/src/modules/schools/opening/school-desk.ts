import { Injectable } from '@nestjs/common';
import {
  checkTel,
  describeChanges,
  makePolicy,
  normaliseName,
  POLICY_VARIANTS,
  VARIANT_LABELS,
} from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, type FieldError } from '../../../platform/http/index.js';
import { AccountWriter } from '../../accounts/index.js';
import { checkYear, readSchedule } from '../tree/cohort-desk.js';
import type {
  OpenedSchool,
  OpenSchoolBody,
  SchoolDetail,
  SchoolFactsBody,
  SchoolFactsEditBody,
  SchoolReasonBody,
} from './opening.dto.js';
import { SchoolDetails } from './school-details.js';

interface SchoolRow {
  id: number;
  name: string;
  short_name: string;
  address: string | null;
  center_name: string;
  center_phone: string | null;
  status: 'open' | 'closed';
  version: number;
}

/** Schools come and go by the operator's hand. What a school decides for itself is not theirs. */
@Injectable()
export class SchoolDesk {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly accounts: AccountWriter,
    private readonly details: SchoolDetails,
  ) {}

  /** All that a school needs for its first administrator to come in, or nothing of it. */
  open(ctx: RequestContext, body: OpenSchoolBody): Promise<OpenedSchool> {
    return this.db.system(async (tx) => {
      const { code, admin, firstCohort: cohort, variant } = body;
      const facts = checked(body);
      const now = this.clock.now();
      checkYear(cohort.year, now, 'firstCohort.');
      const schedule = readSchedule(cohort.year, cohort.schedule, 'firstCohort.');
      await this.nameFree(tx, facts.name, null);
      const id = await this.insert(tx, code, facts);
      await tx.exec(
        `insert into school_policy (school_id, version, policy, effective_from, note, created_by, created_by_name, created_at)
         values ($1, 1, $2, $3, $4, $5, $6, $3)`,
        [
          id,
          JSON.stringify(makePolicy({}, POLICY_VARIANTS[variant])),
          now,
          `开通学校，从 ${variant}「${VARIANT_LABELS[variant]}」开始`,
          ctx.actor.accountId,
          ctx.actor.displayName,
        ],
      );
      await tx.exec('insert into cohort (school_id, year, schedule, is_public) values ($1, $2, $3, $4)', [
        id,
        cohort.year,
        JSON.stringify(schedule),
        cohort.public,
      ]);
      const name = normaliseName(admin.name);
      const account = await this.accounts
        .create(tx, ctx, {
          audience: 'teacher',
          schoolId: id,
          login: admin.login,
          name,
          phone: admin.phone,
          password: { kind: 'initial' },
        })
        .catch((error: unknown) => {
          throw ofAdmin(error);
        });
      await tx.exec(
        `insert into account_grant (account_id, school_id, role, created_at) values ($1, $2, 'center_admin', $3)`,
        [account.accountId, id, now],
      );
      await this.note(tx, ctx, id, 'school.open', null, {
        code,
        ...facts,
        cohort: cohort.year,
        variant,
        differs: describeChanges(makePolicy({}), POLICY_VARIANTS[variant]).map((change) => change.key),
        admin: { accountId: account.accountId, login: admin.login, name, role: 'center_admin' },
      });
      return {
        code,
        name: facts.name,
        adminLogin: admin.login,
        adminName: name,
        initialPassword: account.initial ?? null,
        initialExpiresAt: account.expiresAt ?? now,
      };
    });
  }

  edit(ctx: RequestContext, code: string, body: SchoolFactsEditBody): Promise<SchoolDetail> {
    return this.change(code, body.version, async (tx, row) => {
      const facts = checked(body);
      await this.nameFree(tx, facts.name, row.id);
      await tx.exec(
        `update school set name = $2, short_name = $3, address = $4, center_name = $5, center_phone = $6,
                updated_at = $7, version = version + 1 where id = $1`,
        [row.id, ...columns(facts), this.clock.now()],
      );
      const { id: _id, status: _status, version: _version, ...before } = row;
      await this.note(tx, ctx, row.id, 'school.edit', before, { ...facts });
    });
  }

  /** The sessions of its people end with their next request; nothing of its data is touched. */
  close(ctx: RequestContext, code: string, body: SchoolReasonBody): Promise<SchoolDetail> {
    return this.setStatus(ctx, code, body, 'closed');
  }

  reopen(ctx: RequestContext, code: string, body: SchoolReasonBody): Promise<SchoolDetail> {
    return this.setStatus(ctx, code, body, 'open');
  }

  private setStatus(
    ctx: RequestContext,
    code: string,
    body: SchoolReasonBody,
    status: SchoolRow['status'],
  ): Promise<SchoolDetail> {
    const closed = status === 'closed';
    return this.change(code, body.version, async (tx, row) => {
      if (row.status === status)
        throw new AppError('CONFLICT', { detail: closed ? '这所学校已经停用了。' : '这所学校没有停用。' });
      const now = this.clock.now();
      await tx.exec(
        `update school set status = $2, closed_at = $3, closed_reason = $4, updated_at = $5, version = version + 1
          where id = $1 and status <> $2`,
        [row.id, status, closed ? now : null, closed ? body.reason : '', now],
      );
      await this.note(tx, ctx, row.id, closed ? 'school.close' : 'school.reopen', null, { reason: body.reason });
    });
  }

  private async change(
    code: string,
    version: number,
    work: (tx: Tx, row: SchoolRow) => Promise<void>,
  ): Promise<SchoolDetail> {
    await this.db.system(async (tx) => {
      const row = await tx.maybeOne<SchoolRow & Record<string, unknown>>(
        `select id, name, short_name, address, center_name, center_phone, status, version
           from school where code = $1 for no key update`,
        [code],
      );
      if (!row) throw new AppError('NOT_FOUND', { detail: '没有这所学校。' });
      if (row.version !== version)
        throw new AppError('STALE_VERSION', {
          detail: `「${row.name}」的资料刚刚被别人改过。请看过最新内容后再操作。`,
          extra: { currentVersion: row.version },
        });
      await work(tx, row);
    });
    return this.details.detail(code);
  }

  private async insert(tx: Tx, code: string, facts: SchoolFactsBody): Promise<number> {
    const row = await tx.maybeOne<{ id: number }>(
      `insert into school (code, name, short_name, address, center_name, center_phone, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict (code) do nothing returning id`,
      [code, ...columns(facts), this.clock.now()],
    );
    if (!row) throw taken('code', '这个学校代码已经开通了。');
    return row.id;
  }

  private async nameFree(tx: Tx, name: string, own: number | null): Promise<void> {
    const other = await tx.maybeOne<{ code: string }>(
      'select code from school where name = $1 and id is distinct from $2 limit 1',
      [name, own],
    );
    if (other) throw taken('name', `已经有这个名称的学校，代码 ${other.code}。`);
  }

  private note(
    tx: Tx,
    ctx: RequestContext,
    id: number,
    action: string,
    before: object | null,
    after: object,
  ): Promise<void> {
    return this.audit.append(tx, ctx, {
      schoolId: id,
      aggregateType: 'school',
      aggregateId: String(id),
      action,
      ...(before ? { before } : {}),
      after,
    });
  }
}

function checked({ name, shortName, address, centerName, centerPhone }: SchoolFactsBody): SchoolFactsBody {
  const facts = { name, shortName, centerName, address: address || null, centerPhone: centerPhone || null };
  if (facts.centerPhone === null) return facts;
  const phone = checkTel(facts.centerPhone);
  if (phone.ok) return { ...facts, centerPhone: phone.value };
  throw new AppError('VALIDATION_FAILED', {
    errors: [{ field: 'centerPhone', code: 'FORMAT', message: phone.reason }],
  });
}

const columns = ({ name, shortName, address, centerName, centerPhone }: SchoolFactsBody): unknown[] => [
  name,
  shortName,
  address,
  centerName,
  centerPhone,
];

function taken(field: string, message: string): AppError {
  return new AppError('NAME_TAKEN', { detail: message, errors: [{ field, code: 'taken', message }] });
}

/** What is wrong with the account is said at the fields of the administrator. */
function ofAdmin(error: unknown): unknown {
  if (!(error instanceof AppError) || !error.errors) return error;
  const field = (name: string): string => `admin.${name === 'target' ? 'phone' : name}`;
  const errors: FieldError[] = error.errors.map((one) => ({ ...one, field: field(one.field) }));
  return new AppError(error.code, { detail: error.detail, errors, cause: error });
}
