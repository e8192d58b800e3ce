import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../../platform/context/index.js';
import { AnswersFile, PDF, sendFile } from '../../../../platform/http/index.js';
import { PaperFiles } from '../paper-files.js';
import { SettlementDecisions } from '../settlement-decisions.js';
import { SettlementList } from '../settlement-list.js';
import { SettlementViews } from '../settlement-view.js';
import { QueuePlaceView, TabCounts, VersionBody } from './review.dto.js';
import {
  BulkApproveBody,
  BulkOutcome,
  BulkPreview,
  BulkPreviewBody,
  SettlementPage,
  SettlementQuery,
  SettlementReasonsBody,
  SettlementReview,
} from './settlement.dto.js';

/** `{id}` is the unit: a school has one settlement of each. */
@ApiTags('settlements')
@Controller('teacher/settlements')
export class TeacherSettlementsController {
  constructor(
    private readonly settlements: SettlementList,
    private readonly views: SettlementViews,
    private readonly decisions: SettlementDecisions,
    private readonly papers: PaperFiles,
  ) {}

  @Get()
  @Allow('settlement.read')
  @ApiOkResponse({ type: SettlementPage })
  listSettlements(@Ctx() ctx: RequestContext, @Query() query: SettlementQuery): Promise<SettlementPage> {
    return this.settlements.list(ctx, query);
  }

  @Get('counts')
  @Allow('settlement.read', { passive: true })
  @ApiOkResponse({ type: TabCounts })
  countSettlements(@Ctx() ctx: RequestContext): Promise<TabCounts> {
    return this.settlements.counts(ctx);
  }

  @Get(':id')
  @Allow('settlement.read')
  @ApiOkResponse({ type: SettlementReview })
  getSettlement(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<SettlementReview> {
    return this.views.review(ctx, id);
  }

  @Get(':id/place')
  @Allow('settlement.read')
  @ApiOkResponse({ type: QueuePlaceView })
  getSettlementPlace(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: SettlementQuery,
  ): Promise<QueuePlaceView> {
    return this.settlements.place(ctx, id, query);
  }

  @Get(':id/papers/:kind')
  @Allow('settlement.read')
  @AnswersFile('证件的图像或 PDF', 'image/webp', PDF)
  async getSettlementPaper(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('kind') kind: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.papers.ofSettlement(ctx, id, kind), { inline: true });
  }

  @Post('bulk/preview')
  @HttpCode(200)
  @Allow('settlement.review')
  @ApiOkResponse({ type: BulkPreview })
  previewSettlements(@Ctx() ctx: RequestContext, @Body() body: BulkPreviewBody): Promise<BulkPreview> {
    return this.decisions.preview(ctx, body.employerIds);
  }

  @Post('bulk/approve')
  @HttpCode(200)
  @Allow('settlement.review')
  @ApiOkResponse({ type: BulkOutcome })
  approveSettlements(@Ctx() ctx: RequestContext, @Body() body: BulkApproveBody): Promise<BulkOutcome> {
    return this.decisions.approveAll(ctx, body);
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Allow('settlement.review')
  @ApiOkResponse({ type: SettlementReview })
  approveSettlement(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: VersionBody,
  ): Promise<SettlementReview> {
    return this.decisions.decide(ctx, id, 'approve', body);
  }

  @Post(':id/return')
  @HttpCode(200)
  @Allow('settlement.review')
  @ApiOkResponse({ type: SettlementReview })
  returnSettlement(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SettlementReasonsBody,
  ): Promise<SettlementReview> {
    return this.decisions.decide(ctx, id, 'return', body);
  }

  @Post(':id/reject')
  @HttpCode(200)
  @Allow('settlement.review')
  @ApiOkResponse({ type: SettlementReview })
  rejectSettlement(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SettlementReasonsBody,
  ): Promise<SettlementReview> {
    return this.decisions.decide(ctx, id, 'reject', body);
  }

  @Post(':id/suspend')
  @HttpCode(200)
  @Allow('settlement.review')
  @ApiOkResponse({ type: SettlementReview })
  suspendSettlement(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SettlementReasonsBody,
  ): Promise<SettlementReview> {
    return this.decisions.decide(ctx, id, 'suspend', body);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Allow('settlement.review')
  @ApiOkResponse({ type: SettlementReview })
  resumeSettlement(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: VersionBody,
  ): Promise<SettlementReview> {
    return this.decisions.decide(ctx, id, 'resume', body);
  }
}
