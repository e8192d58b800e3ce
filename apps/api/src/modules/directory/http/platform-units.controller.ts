import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { UnitList } from '../keep/unit-list.js';
import { UnitNames } from '../keep/unit-names.js';
import { UnitRecord } from '../keep/unit-record.js';
import { UnitStanding } from '../keep/unit-standing.js';
import {
  AddAliasBody,
  BranchBody,
  CancelUnitBody,
  UnitPage,
  UnitQuery,
  UnitRecordView,
  UnitVersion,
} from './platform-units.dto.js';

@ApiTags('units')
@Controller('platform/units')
export class PlatformUnitsController {
  constructor(
    private readonly units: UnitList,
    private readonly record: UnitRecord,
    private readonly names: UnitNames,
    private readonly standing: UnitStanding,
  ) {}

  @Get()
  @Allow('directory.manage')
  @ApiOkResponse({ type: UnitPage })
  listUnits(@Ctx() ctx: RequestContext, @Query() query: UnitQuery): Promise<UnitPage> {
    return this.units.list(ctx, query);
  }

  @Get(':unitId')
  @Allow('directory.manage')
  @ApiOkResponse({ type: UnitRecordView })
  getUnit(@Ctx() ctx: RequestContext, @Param('unitId', ParseUUIDPipe) id: string): Promise<UnitRecordView> {
    return this.record.get(ctx, id);
  }

  @Post(':unitId/aliases')
  @HttpCode(200)
  @Allow('directory.manage')
  @ApiOkResponse({ type: UnitRecordView })
  addUnitAlias(
    @Ctx() ctx: RequestContext,
    @Param('unitId', ParseUUIDPipe) id: string,
    @Body() body: AddAliasBody,
  ): Promise<UnitRecordView> {
    return this.names.add(ctx, id, body);
  }

  @Post(':unitId/aliases/:aliasId/check')
  @HttpCode(200)
  @Allow('directory.manage')
  @ApiOkResponse({ type: UnitRecordView })
  checkUnitAlias(
    @Ctx() ctx: RequestContext,
    @Param('unitId', ParseUUIDPipe) id: string,
    @Param('aliasId', ParseUUIDPipe) aliasId: string,
    @Body() body: UnitVersion,
  ): Promise<UnitRecordView> {
    return this.names.check(ctx, id, aliasId, body);
  }

  @Post(':unitId/aliases/:aliasId/remove')
  @HttpCode(200)
  @Allow('directory.manage')
  @ApiOkResponse({ type: UnitRecordView })
  removeUnitAlias(
    @Ctx() ctx: RequestContext,
    @Param('unitId', ParseUUIDPipe) id: string,
    @Param('aliasId', ParseUUIDPipe) aliasId: string,
    @Body() body: UnitVersion,
  ): Promise<UnitRecordView> {
    return this.names.remove(ctx, id, aliasId, body);
  }

  @Post(':unitId/branch')
  @HttpCode(200)
  @Allow('directory.manage')
  @ApiOkResponse({ type: UnitRecordView })
  branchUnit(
    @Ctx() ctx: RequestContext,
    @Param('unitId', ParseUUIDPipe) id: string,
    @Body() body: BranchBody,
  ): Promise<UnitRecordView> {
    return this.standing.branch(ctx, id, body);
  }

  @Post(':unitId/unbranch')
  @HttpCode(200)
  @Allow('directory.manage')
  @ApiOkResponse({ type: UnitRecordView })
  unbranchUnit(
    @Ctx() ctx: RequestContext,
    @Param('unitId', ParseUUIDPipe) id: string,
    @Body() body: UnitVersion,
  ): Promise<UnitRecordView> {
    return this.standing.unbranch(ctx, id, body);
  }

  @Post(':unitId/cancel')
  @HttpCode(200)
  @Allow('directory.manage')
  @ApiOkResponse({ type: UnitRecordView })
  cancelUnit(
    @Ctx() ctx: RequestContext,
    @Param('unitId', ParseUUIDPipe) id: string,
    @Body() body: CancelUnitBody,
  ): Promise<UnitRecordView> {
    return this.standing.cancel(ctx, id, body);
  }

  @Post(':unitId/uncancel')
  @HttpCode(200)
  @Allow('directory.manage')
  @ApiOkResponse({ type: UnitRecordView })
  uncancelUnit(
    @Ctx() ctx: RequestContext,
    @Param('unitId', ParseUUIDPipe) id: string,
    @Body() body: UnitVersion,
  ): Promise<UnitRecordView> {
    return this.standing.uncancel(ctx, id, body);
  }
}
