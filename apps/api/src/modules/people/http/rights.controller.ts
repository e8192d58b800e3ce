import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { RightsQueries } from '../rights/rights-queries.js';
import { HolderPage, HoldersQuery, PersonalRightsView, RightsView } from './rights.dto.js';

@ApiTags('people')
@Controller('teacher/rights')
export class TeacherRightsController {
  constructor(private readonly rights: RightsQueries) {}

  @Get()
  @Allow('staff.read')
  @ApiOkResponse({ type: RightsView })
  getRights(@Ctx() ctx: RequestContext): Promise<RightsView> {
    return this.rights.catalogue(ctx);
  }

  @Get('holders')
  @Allow('staff.read')
  @ApiOkResponse({ type: HolderPage })
  listHolders(@Ctx() ctx: RequestContext, @Query() query: HoldersQuery): Promise<HolderPage> {
    return this.rights.holders(ctx, query);
  }

  @Get('people/:id')
  @Allow('staff.read')
  @ApiOkResponse({ type: PersonalRightsView })
  getPersonalRights(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<PersonalRightsView> {
    return this.rights.person(ctx, id);
  }
}
