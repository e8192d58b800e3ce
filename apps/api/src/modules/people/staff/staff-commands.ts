import { Injectable } from '@nestjs/common';
import { AuditService } from '../../../platform/audit/index.js';
import type { Grant, RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { AccountWriter } from '../../accounts/index.js';
import { normalContacts } from '../accounts/contacts.js';
import { InitialPasswords } from '../accounts/initial-passwords.js';
import { Profiles } from '../accounts/profiles.js';
import type { VersionedReasonBody } from '../http/shared.dto.js';
import type {
  EditStaffBody,
  OpenedStaff,
  OpenStaffBody,
  ResetStaffBody,
  StaffDetail,
  StaffGrantsBody,
} from '../http/staff.dto.js';
import { Grants } from './grants.js';
import { refuse } from './staff-actions.js';
import { StaffDesk } from './staff-desk.js';
import { StaffQueries } from './staff-queries.js';
import type { StaffAccount } from './staff-row.js';
import { realmOf } from './staff.scope.js';

/** What a manager does with one teacher's account. What it changes acts on the very next request of that teacher. */
@Injectable()
export class StaffCommands {
  constructor(
    private readonly desk: StaffDesk,
    private readonly queries: StaffQueries,
    private readonly grants: Grants,
    private readonly profiles: Profiles,
    private readonly writer: AccountWriter,
    private readonly initials: InitialPasswords,
    private readonly audit: AuditService,
  ) {}

  open(ctx: RequestContext, { grants, ...profile }: OpenStaffBody): Promise<OpenedStaff> {
    return this.openWith(ctx, profile, (tx) => this.grants.check(tx, grants));
  }

  openWith(
    ctx: RequestContext,
    profile: Omit<OpenStaffBody, 'grants'>,
    grantsOf: (tx: Tx) => Promise<Grant[]>,
  ): Promise<OpenedStaff> {
    const { login, name, phone, email } = normalContacts(profile);
    return this.desk.alone(ctx, async (tx) => {
      const given = await grantsOf(tx);
      const { accountId, ...initial } = await this.writer.create(tx, ctx, {
        audience: realmOf(ctx).audience,
        schoolId: ctx.schoolId,
        login,
        name,
        phone: phone ?? null,
        email: email ?? null,
        password: { kind: 'initial' },
      });
      await this.grants.replace(tx, accountId, ctx.schoolId, given);
      await this.record(tx, ctx, accountId, 'account.grants_changed', [], await this.grants.told(tx, given));
      return {
        account: await this.queries.detail(tx, ctx, accountId),
        initial: this.initials.shown(initial),
      };
    });
  }

  async edit(ctx: RequestContext, id: string, { version, ...body }: EditStaffBody): Promise<StaffDetail> {
    const changes = normalContacts(body);
    const { account } = await this.desk.act(ctx, { id, version, action: 'edit' }, (tx) =>
      this.profiles.change(tx, ctx, id, changes),
    );
    return account;
  }

  async setGrants(ctx: RequestContext, id: string, { version, grants }: StaffGrantsBody): Promise<StaffDetail> {
    const { account } = await this.desk.act(ctx, { id, version, action: 'grants' }, async (tx, row, facts) => {
      const given = await this.grants.check(tx, grants);
      if (facts.lastAdmin && !given.some((grant) => grant.role === 'center_admin')) {
        throw refuse({
          code: 'LAST_ADMIN',
          reason: '这是最后一位就业中心管理员，不能收回这个角色。请先给别人这个角色。',
        });
      }
      const before = await this.grants.told(tx, row.grants);
      await this.grants.replace(tx, id, ctx.schoolId, given);
      await this.touch(tx, row);
      await this.record(tx, ctx, id, 'account.grants_changed', before, await this.grants.told(tx, given));
    });
    return account;
  }

  async disable(ctx: RequestContext, id: string, { version, reason }: VersionedReasonBody): Promise<StaffDetail> {
    const act = { id, version, action: 'disable' } as const;
    return (await this.desk.act(ctx, act, (tx) => this.writer.disable(tx, ctx, id, reason))).account;
  }

  async enable(ctx: RequestContext, id: string, { version, reason }: VersionedReasonBody): Promise<StaffDetail> {
    const act = { id, version, action: 'enable' } as const;
    return (await this.desk.act(ctx, act, (tx) => this.writer.enable(tx, ctx, id, reason))).account;
  }

  async unlock(ctx: RequestContext, id: string, { version, reason }: VersionedReasonBody): Promise<StaffDetail> {
    const act = { id, version, action: 'unlock' } as const;
    return (await this.desk.act(ctx, act, (tx) => this.writer.unlock(tx, ctx, id, reason))).account;
  }

  async endSessions(ctx: RequestContext, id: string, { version, reason }: VersionedReasonBody): Promise<StaffDetail> {
    const act = { id, version, action: 'end_sessions' } as const;
    return (await this.desk.act(ctx, act, (tx) => this.writer.endSessions(tx, ctx, id, reason))).account;
  }

  async clearFactors(ctx: RequestContext, id: string, { version, reason }: VersionedReasonBody): Promise<StaffDetail> {
    const act = { id, version, action: 'clear_factors' } as const;
    return (await this.desk.act(ctx, act, (tx) => this.writer.clearFactors(tx, ctx, id, reason))).account;
  }

  async reset(ctx: RequestContext, id: string, body: ResetStaffBody): Promise<OpenedStaff> {
    const { version, reason, delivery } = body;
    const { result, account } = await this.desk.act(ctx, { id, version, action: 'reset' }, async (tx, row) => {
      if (delivery === 'sms' && !row.phoneVerified) throw noPhone();
      const initial = await this.writer.resetToInitial(tx, ctx, id, reason);
      return delivery === 'sms' ? this.initials.send(tx, ctx, row, initial) : this.initials.shown(initial);
    });
    return { account, initial: result };
  }

  /** Grants stand in a table of their own: the account's version moves with them, so that an older page is noticed. */
  private async touch(tx: Tx, row: StaffAccount): Promise<void> {
    await tx.exec('update account set version = version + 1 where id = $1', [row.id]);
  }

  private record(tx: Tx, ctx: RequestContext, id: string, action: string, before: object, after: object) {
    return this.audit.append(tx, ctx, {
      schoolId: ctx.schoolId,
      aggregateType: 'account',
      aggregateId: id,
      action,
      before: { grants: before },
      after: { grants: after },
    });
  }
}

function noPhone(): AppError {
  const message = '这个账号还没有验证过手机，不能用短信发。请改为在这里显示。';
  return new AppError('NOT_ALLOWED_NOW', {
    detail: message,
    errors: [{ field: 'delivery', code: 'NO_VERIFIED_PHONE', message }],
  });
}
