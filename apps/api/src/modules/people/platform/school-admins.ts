import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { VersionedReasonBody } from '../http/shared.dto.js';
import type { EditAdminBody, OpenAdminBody } from '../http/platform-people.dto.js';
import {
  type OpenedStaff,
  type ResetStaffBody,
  type StaffDetail,
  type StaffPage,
  StaffQuery,
} from '../http/staff.dto.js';
import { StaffCommands } from '../staff/staff-commands.js';
import { StaffQueries } from '../staff/staff-queries.js';

/** Names of the commands that take a version and a reason. */
export const ADMIN_ACTS = {
  disable: 'disable',
  enable: 'enable',
  unlock: 'unlock',
  endSessions: 'endSessions',
  clearFactors: 'clearFactors',
} as const;
export type AdminAct = keyof typeof ADMIN_ACTS;

/**
 * The administrators of a school, as operators look after them: they open the first one, and help when all are locked out.
 * Nobody else of the school is seen here, and no role but this one is given.
 */
@Injectable()
export class SchoolAdmins {
  constructor(
    private readonly db: Db,
    private readonly queries: StaffQueries,
    private readonly commands: StaffCommands,
  ) {}

  async list(ctx: RequestContext, schoolCode: string): Promise<StaffPage> {
    const query = Object.assign(new StaffQuery(), { role: ['center_admin'], pageSize: 200 });
    return this.queries.list(await this.within(ctx, schoolCode), query);
  }

  async get(ctx: RequestContext, schoolCode: string, id: string): Promise<StaffDetail> {
    return this.admin(await this.within(ctx, schoolCode), id);
  }

  async open(ctx: RequestContext, schoolCode: string, body: OpenAdminBody): Promise<OpenedStaff> {
    const within = await this.within(ctx, schoolCode);
    return this.commands.open(within, { ...body, grants: [{ role: 'center_admin', collegeIds: [], classIds: [] }] });
  }

  async edit(ctx: RequestContext, schoolCode: string, id: string, body: EditAdminBody): Promise<StaffDetail> {
    const within = await this.within(ctx, schoolCode);
    await this.admin(within, id);
    return this.commands.edit(within, id, body);
  }

  async reset(ctx: RequestContext, schoolCode: string, id: string, body: ResetStaffBody): Promise<OpenedStaff> {
    const within = await this.within(ctx, schoolCode);
    await this.admin(within, id);
    return this.commands.reset(within, id, body);
  }

  async act(
    ctx: RequestContext,
    schoolCode: string,
    id: string,
    act: AdminAct,
    body: VersionedReasonBody,
  ): Promise<StaffDetail> {
    const within = await this.within(ctx, schoolCode);
    await this.admin(within, id);
    return this.commands[act](within, id, body);
  }

  private async admin(within: RequestContext, id: string): Promise<StaffDetail> {
    const account = await this.queries.get(within, id);
    if (!account.grants.some((grant) => grant.role === 'center_admin')) throw new AppError('NOT_FOUND');
    return account;
  }

  /** The operator's context inside one school. */
  private async within(ctx: RequestContext, schoolCode: string): Promise<RequestContext> {
    const row = await this.db.system((tx) =>
      tx.maybeOne<{ id: number }>('select id from school where code = $1', [schoolCode]),
    );
    if (!row) throw new AppError('NOT_FOUND');
    return { ...ctx, schoolId: row.id, schoolCode, scope: { kind: 'school' } };
  }
}
