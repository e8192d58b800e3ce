import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../../platform/context/index.js';
import { VersionBody } from '../../review/http/review.dto.js';
import { OpenSchoolList, OpenSchoolQuery } from '../../wizard/http/wizard.dto.js';
import { OwnSettlementViews } from '../own-settlement-views.js';
import { Settling } from '../settling.service.js';
import { AskSchoolBody, OwnSettlementList } from './settling.dto.js';

/** The unit is the one that one acts for: no address names it. */
@ApiTags('settling')
@Controller('employer/settlements')
export class SettlingController {
  constructor(
    private readonly settling: Settling,
    private readonly views: OwnSettlementViews,
  ) {}

  @Get()
  @Allow('company.read')
  @ApiOkResponse({ type: OwnSettlementList })
  listSettlements(@Ctx() ctx: RequestContext): Promise<OwnSettlementList> {
    return this.views.read(ctx);
  }

  @Get('schools')
  @Allow('company.settle')
  @ApiOkResponse({ type: OpenSchoolList })
  searchSchoolsToAsk(@Ctx() ctx: RequestContext, @Query() query: OpenSchoolQuery): Promise<OpenSchoolList> {
    return this.settling.search(ctx, query.q);
  }

  @Post(':schoolCode/ask')
  @HttpCode(200)
  @Allow('company.settle')
  @ApiOkResponse({ type: OwnSettlementList })
  askSchool(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') schoolCode: string,
    @Body() body: AskSchoolBody,
  ): Promise<OwnSettlementList> {
    return this.settling.ask(ctx, schoolCode, body);
  }

  @Post(':schoolCode/withdraw')
  @HttpCode(200)
  @Allow('company.settle')
  @ApiOkResponse({ type: OwnSettlementList })
  withdrawSettlement(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') schoolCode: string,
    @Body() body: VersionBody,
  ): Promise<OwnSettlementList> {
    return this.settling.withdraw(ctx, schoolCode, body.version);
  }
}
