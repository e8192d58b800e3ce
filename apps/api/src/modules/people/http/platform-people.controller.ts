import { Body, Controller, Get, HttpCode, Param, ParseEnumPipe, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { Operators } from '../platform/operators.js';
import { ADMIN_ACTS, type AdminAct, SchoolAdmins } from '../platform/school-admins.js';
import { StaffCommands } from '../staff/staff-commands.js';
import { StaffQueries } from '../staff/staff-queries.js';
import { EditAdminBody, OpenAdminBody } from './platform-people.dto.js';
import { VersionedReasonBody } from './shared.dto.js';
import { OpenedStaff, ResetStaffBody, StaffDetail, StaffPage } from './staff.dto.js';

const ActPipe = new ParseEnumPipe(ADMIN_ACTS);

@ApiTags('people')
@Controller('platform/schools/:schoolCode/admins')
export class PlatformSchoolAdminsController {
  constructor(private readonly admins: SchoolAdmins) {}

  @Get()
  @Allow('account.open')
  @ApiOkResponse({ type: StaffPage })
  listSchoolAdmins(@Ctx() ctx: RequestContext, @Param('schoolCode') schoolCode: string): Promise<StaffPage> {
    return this.admins.list(ctx, schoolCode);
  }

  @Get(':id')
  @Allow('account.open')
  @ApiOkResponse({ type: StaffDetail })
  getSchoolAdmin(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') schoolCode: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<StaffDetail> {
    return this.admins.get(ctx, schoolCode, id);
  }

  @Post()
  @Allow('account.open')
  @ApiCreatedResponse({ type: OpenedStaff })
  openSchoolAdmin(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') schoolCode: string,
    @Body() body: OpenAdminBody,
  ): Promise<OpenedStaff> {
    return this.admins.open(ctx, schoolCode, body);
  }

  @Put(':id')
  @Allow('account.open')
  @ApiOkResponse({ type: StaffDetail })
  editSchoolAdmin(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') schoolCode: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: EditAdminBody,
  ): Promise<StaffDetail> {
    return this.admins.edit(ctx, schoolCode, id, body);
  }

  @Post(':id/reset-password')
  @HttpCode(200)
  @Allow('account.open')
  @ApiOkResponse({ type: OpenedStaff })
  resetSchoolAdmin(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') schoolCode: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ResetStaffBody,
  ): Promise<OpenedStaff> {
    return this.admins.reset(ctx, schoolCode, id, body);
  }

  @Post(':id/acts/:act')
  @ApiParam({ name: 'act', enum: ADMIN_ACTS })
  @HttpCode(200)
  @Allow('account.open')
  @ApiOkResponse({ type: StaffDetail })
  actOnSchoolAdmin(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') schoolCode: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('act', ActPipe) act: AdminAct,
    @Body() body: VersionedReasonBody,
  ): Promise<StaffDetail> {
    return this.admins.act(ctx, schoolCode, id, act, body);
  }
}

@ApiTags('people')
@Controller('platform/operators')
export class PlatformOperatorsController {
  constructor(
    private readonly operators: Operators,
    private readonly queries: StaffQueries,
    private readonly commands: StaffCommands,
  ) {}

  @Get()
  @Allow('account.open')
  @ApiOkResponse({ type: StaffPage })
  listOperators(@Ctx() ctx: RequestContext): Promise<StaffPage> {
    return this.operators.list(ctx);
  }

  @Get(':id')
  @Allow('account.open')
  @ApiOkResponse({ type: StaffDetail })
  getOperator(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<StaffDetail> {
    return this.queries.get(ctx, id);
  }

  @Post()
  @Allow('account.open')
  @ApiCreatedResponse({ type: OpenedStaff })
  openOperator(@Ctx() ctx: RequestContext, @Body() body: OpenAdminBody): Promise<OpenedStaff> {
    return this.operators.open(ctx, body);
  }

  @Put(':id')
  @Allow('account.open')
  @ApiOkResponse({ type: StaffDetail })
  editOperator(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: EditAdminBody,
  ): Promise<StaffDetail> {
    return this.commands.edit(ctx, id, body);
  }

  @Post(':id/reset-password')
  @HttpCode(200)
  @Allow('account.open')
  @ApiOkResponse({ type: OpenedStaff })
  resetOperator(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ResetStaffBody,
  ): Promise<OpenedStaff> {
    return this.commands.reset(ctx, id, body);
  }

  @Post(':id/acts/:act')
  @ApiParam({ name: 'act', enum: ADMIN_ACTS })
  @HttpCode(200)
  @Allow('account.open')
  @ApiOkResponse({ type: StaffDetail })
  actOnOperator(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('act', ActPipe) act: AdminAct,
    @Body() body: VersionedReasonBody,
  ): Promise<StaffDetail> {
    return this.commands[act](ctx, id, body);
  }
}
