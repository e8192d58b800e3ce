import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { StaffCommands } from '../staff/staff-commands.js';
import { StaffQueries } from '../staff/staff-queries.js';
import { VersionedReasonBody } from './shared.dto.js';
import {
  EditStaffBody,
  OpenedStaff,
  OpenStaffBody,
  ResetStaffBody,
  StaffDetail,
  StaffGrantsBody,
  StaffPage,
  StaffQuery,
} from './staff.dto.js';

@ApiTags('people')
@Controller('teacher/staff')
export class TeacherStaffController {
  constructor(
    private readonly queries: StaffQueries,
    private readonly commands: StaffCommands,
  ) {}

  @Get()
  @Allow('staff.read')
  @ApiOkResponse({ type: StaffPage })
  listStaff(@Ctx() ctx: RequestContext, @Query() query: StaffQuery): Promise<StaffPage> {
    return this.queries.list(ctx, query);
  }

  @Get(':id')
  @Allow('staff.read')
  @ApiOkResponse({ type: StaffDetail })
  getStaff(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<StaffDetail> {
    return this.queries.get(ctx, id);
  }

  @Post()
  @Allow('staff.manage')
  @ApiCreatedResponse({ type: OpenedStaff })
  openStaff(@Ctx() ctx: RequestContext, @Body() body: OpenStaffBody): Promise<OpenedStaff> {
    return this.commands.open(ctx, body);
  }

  @Put(':id')
  @Allow('staff.manage')
  @ApiOkResponse({ type: StaffDetail })
  editStaff(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: EditStaffBody,
  ): Promise<StaffDetail> {
    return this.commands.edit(ctx, id, body);
  }

  @Put(':id/grants')
  @Allow('staff.manage')
  @ApiOkResponse({ type: StaffDetail })
  setStaffGrants(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: StaffGrantsBody,
  ): Promise<StaffDetail> {
    return this.commands.setGrants(ctx, id, body);
  }

  @Post(':id/disable')
  @HttpCode(200)
  @Allow('staff.manage')
  @ApiOkResponse({ type: StaffDetail })
  disableStaff(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: VersionedReasonBody,
  ): Promise<StaffDetail> {
    return this.commands.disable(ctx, id, body);
  }

  @Post(':id/enable')
  @HttpCode(200)
  @Allow('staff.manage')
  @ApiOkResponse({ type: StaffDetail })
  enableStaff(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: VersionedReasonBody,
  ): Promise<StaffDetail> {
    return this.commands.enable(ctx, id, body);
  }

  @Post(':id/reset-password')
  @HttpCode(200)
  @Allow('staff.manage')
  @ApiOkResponse({ type: OpenedStaff })
  resetStaffPassword(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ResetStaffBody,
  ): Promise<OpenedStaff> {
    return this.commands.reset(ctx, id, body);
  }

  @Post(':id/unlock')
  @HttpCode(200)
  @Allow('staff.manage')
  @ApiOkResponse({ type: StaffDetail })
  unlockStaff(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: VersionedReasonBody,
  ): Promise<StaffDetail> {
    return this.commands.unlock(ctx, id, body);
  }

  @Post(':id/end-sessions')
  @HttpCode(200)
  @Allow('staff.manage')
  @ApiOkResponse({ type: StaffDetail })
  endStaffSessions(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: VersionedReasonBody,
  ): Promise<StaffDetail> {
    return this.commands.endSessions(ctx, id, body);
  }

  @Post(':id/clear-factors')
  @HttpCode(200)
  @Allow('staff.manage')
  @ApiOkResponse({ type: StaffDetail })
  clearStaffFactors(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: VersionedReasonBody,
  ): Promise<StaffDetail> {
    return this.commands.clearFactors(ctx, id, body);
  }
}
