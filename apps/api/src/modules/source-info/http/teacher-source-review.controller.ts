import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { sendFile } from '../../../platform/http/index.js';
import { DecideReport } from '../review/decide-report.js';
import { RecordViews } from '../review/record-views.js';
import { ReportPapers } from '../review/report-papers.js';
import { RevealSource } from '../review/reveal-source.js';
import {
  ClawBackSourceBody,
  CompareVersionsQuery,
  DecideReportBody,
  PassSourceBody,
  ReturnSourceBody,
  RevealedSourceValues,
  RevealSourceBody,
  SaveSourceBody,
  SourceQueue,
  SourceQueueBody,
  SourceRecordView,
  SourceVersionsCompared,
} from '../review/review.dto.js';
import { SaveSource } from '../review/save-source.js';
import { SourceOpinions } from '../review/source-opinions.js';
import { SourceQueues } from '../review/source-queue.js';
import { REPORT_FILE } from './student-source.dto.js';

@ApiTags('source-info')
@Controller('teacher/sources')
export class TeacherSourceReviewController {
  constructor(
    private readonly views: RecordViews,
    private readonly saving: SaveSource,
    private readonly opinions: SourceOpinions,
    private readonly revealing: RevealSource,
    private readonly queues: SourceQueues,
    private readonly deciding: DecideReport,
    private readonly papers: ReportPapers,
  ) {}

  @Post('queue')
  @HttpCode(200)
  @Allow('source.read')
  @ApiOkResponse({ type: SourceQueue })
  getSourceQueue(@Ctx() ctx: RequestContext, @Body() body: SourceQueueBody): Promise<SourceQueue> {
    return this.queues.ids(ctx, body);
  }

  @Get(':id')
  @Allow('source.read')
  @ApiOkResponse({ type: SourceRecordView })
  getSourceRecord(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<SourceRecordView> {
    return this.views.get(ctx, id);
  }

  @Get(':id/versions')
  @Allow('source.read')
  @ApiOkResponse({ type: SourceVersionsCompared })
  compareSourceVersions(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { from, to }: CompareVersionsQuery,
  ): Promise<SourceVersionsCompared> {
    return this.views.compare(ctx, id, from, to);
  }

  @Put(':id/values')
  @Allow('source.edit')
  @ApiOkResponse({ type: SourceRecordView })
  saveSourceValues(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SaveSourceBody,
  ): Promise<SourceRecordView> {
    return this.saving.run(ctx, id, body);
  }

  @Post(':id/pass')
  @HttpCode(200)
  @Allow('source.review')
  @ApiOkResponse({ type: SourceRecordView })
  passSource(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: PassSourceBody,
  ): Promise<SourceRecordView> {
    return this.opinions.pass(ctx, id, body);
  }

  @Post(':id/return')
  @HttpCode(200)
  @Allow('source.review')
  @ApiOkResponse({ type: SourceRecordView })
  returnSource(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReturnSourceBody,
  ): Promise<SourceRecordView> {
    return this.opinions.return(ctx, id, body);
  }

  @Post(':id/claw-back')
  @HttpCode(200)
  @Allow('source.review')
  @ApiOkResponse({ type: SourceRecordView })
  clawBackSource(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ClawBackSourceBody,
  ): Promise<SourceRecordView> {
    return this.opinions.clawBack(ctx, id, body);
  }

  @Post(':id/reveal')
  @HttpCode(200)
  @Allow('case.reveal')
  @ApiOkResponse({ type: RevealedSourceValues })
  revealSource(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: RevealSourceBody,
  ): Promise<RevealedSourceValues> {
    return this.revealing.run(ctx, id, body);
  }

  @Post(':id/reports/:reportId')
  @HttpCode(200)
  @Allow('source.edit')
  @ApiOkResponse({ type: SourceRecordView })
  decideRegistryReport(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('reportId', ParseUUIDPipe) reportId: string,
    @Body() body: DecideReportBody,
  ): Promise<SourceRecordView> {
    return this.deciding.run(ctx, id, reportId, body);
  }

  @Get(':id/reports/:reportId/files/:fileId')
  @Allow('source.edit')
  @ApiProduces('image/webp', 'application/pdf')
  @ApiResponse(REPORT_FILE)
  async getReportFile(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('reportId', ParseUUIDPipe) reportId: string,
    @Param('fileId', ParseUUIDPipe) fileId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.papers.open(ctx, id, reportId, fileId), { inline: true });
  }
}
