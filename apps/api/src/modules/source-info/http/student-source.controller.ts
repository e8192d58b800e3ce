import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { LIMITS } from '@qiancheng/shared';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { sendFile, type Upload, UploadedFile, UploadRoute } from '../../../platform/http/index.js';
import { OwnSourceViews } from '../student/own-source-views.js';
import { RegistryReports } from '../student/registry-reports.js';
import { SourceVersions } from '../student/source-versions.js';
import { StudentSourceActs } from '../student/student-acts.js';
import {
  OwnSourceComparison,
  OwnSourceProgress,
  OwnSourceReport,
  OwnSourceSaved,
  OwnSourceVersionList,
  OwnSourceView,
  OwnVersionsQuery,
  REPORT_FILE,
  ReportRegistryBody,
  SaveOwnSourceBody,
  SubmitOwnSourceBody,
} from './student-source.dto.js';

/** The record is one's own: no address names it. */
@ApiTags('source')
@Controller('student/source')
export class StudentSourceController {
  constructor(
    private readonly views: OwnSourceViews,
    private readonly acts: StudentSourceActs,
    private readonly versions: SourceVersions,
    private readonly reports: RegistryReports,
  ) {}

  @Get()
  @Allow('source.write')
  @ApiOkResponse({ type: OwnSourceView })
  getOwnSource(@Ctx() ctx: RequestContext): Promise<OwnSourceView> {
    return this.views.get(ctx);
  }

  @Get('progress')
  @Allow('source.write')
  @ApiOkResponse({ type: OwnSourceProgress })
  getOwnSourceProgress(@Ctx() ctx: RequestContext): Promise<OwnSourceProgress> {
    return this.views.progress(ctx);
  }

  @Patch('draft')
  @Allow('source.write')
  @ApiOkResponse({ type: OwnSourceSaved })
  saveOwnSource(@Ctx() ctx: RequestContext, @Body() body: SaveOwnSourceBody): Promise<OwnSourceSaved> {
    return this.acts.save(ctx, body);
  }

  @Post('submit')
  @HttpCode(200)
  @Allow('source.write')
  @ApiOkResponse({ type: OwnSourceView })
  submitOwnSource(@Ctx() ctx: RequestContext, @Body() body: SubmitOwnSourceBody): Promise<OwnSourceView> {
    return this.acts.submit(ctx, body);
  }

  @Post('withdraw')
  @HttpCode(200)
  @Allow('source.write')
  @ApiOkResponse({ type: OwnSourceView })
  withdrawOwnSource(@Ctx() ctx: RequestContext): Promise<OwnSourceView> {
    return this.acts.withdraw(ctx);
  }

  @Get('versions')
  @Allow('source.write')
  @ApiOkResponse({ type: OwnSourceVersionList })
  listOwnSourceVersions(@Ctx() ctx: RequestContext): Promise<OwnSourceVersionList> {
    return this.versions.list(ctx);
  }

  @Get('versions/compare')
  @Allow('source.write')
  @ApiOkResponse({ type: OwnSourceComparison })
  compareOwnSourceVersions(@Ctx() ctx: RequestContext, @Query() query: OwnVersionsQuery): Promise<OwnSourceComparison> {
    return this.versions.compare(ctx, query);
  }

  @Post('reports')
  @Allow('source.write')
  @ApiCreatedResponse({ type: OwnSourceReport })
  reportRegistryError(@Ctx() ctx: RequestContext, @Body() body: ReportRegistryBody): Promise<OwnSourceReport> {
    return this.reports.report(ctx, { ...body, grounds: body.grounds ?? '' });
  }

  @Get('reports/:id/files/:fileId')
  @Allow('source.write')
  @ApiProduces('image/webp', 'application/pdf')
  @ApiResponse(REPORT_FILE)
  async getOwnReportFile(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('fileId', ParseUUIDPipe) fileId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.reports.file(ctx, id, fileId), { inline: true });
  }

  @Delete('reports/:id/files/:fileId')
  @Allow('source.write')
  @ApiOkResponse({ type: OwnSourceReport })
  removeReportFile(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('fileId', ParseUUIDPipe) fileId: string,
  ): Promise<OwnSourceReport> {
    return this.reports.detach(ctx, id, fileId);
  }

  @Post('reports/:id/files')
  @Allow('source.write')
  @UploadRoute({ maxBytes: LIMITS.certificateBytes })
  @ApiCreatedResponse({ type: OwnSourceReport })
  attachReportFile(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @UploadedFile() upload: Upload,
  ): Promise<OwnSourceReport> {
    return this.reports.attach(ctx, id, upload);
  }

  @Post('reports/:id/withdraw')
  @HttpCode(200)
  @Allow('source.write')
  @ApiOkResponse({ type: OwnSourceReport })
  withdrawRegistryReport(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<OwnSourceReport> {
    return this.reports.withdraw(ctx, id);
  }
}
