import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import type { OpenAdminBody } from '../http/platform-people.dto.js';
import { type OpenedStaff, type StaffPage, StaffQuery } from '../http/staff.dto.js';
import { StaffCommands } from '../staff/staff-commands.js';
import { StaffQueries } from '../staff/staff-queries.js';

/** The operators among themselves. */
@Injectable()
export class Operators {
  constructor(
    private readonly queries: StaffQueries,
    private readonly commands: StaffCommands,
  ) {}

  list(ctx: RequestContext): Promise<StaffPage> {
    return this.queries.list(ctx, Object.assign(new StaffQuery(), { pageSize: 200 }));
  }

  open(ctx: RequestContext, body: OpenAdminBody): Promise<OpenedStaff> {
    return this.commands.openWith(ctx, body, () =>
      Promise.resolve([{ role: 'operator', collegeIds: null, classIds: null }]),
    );
  }
}
