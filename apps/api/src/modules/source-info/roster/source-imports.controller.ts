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
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import {
  AnswersFile,
  PageQuery,
  sendFile,
  type Upload,
  UploadedFile,
  UploadRoute,
  XLSX,
} from '../../../platform/http/index.js';
import { ROSTER_LIMITS } from './roster-sheet.js';
import { SourceImportQueries } from './source-import-queries.js';
import { SourceImports } from './source-imports.js';
import {
  ApplySourceImportBody,
  CohortQuery,
  RowKindQuery,
  SourceImportColumns,
  SourceImportPage,
  SourceImportRowPage,
  SourceImportRowQuery,
  SourceImportView,
} from './source-imports.dto.js';

@ApiTags('source-info')
@Controller('teacher/source-imports')
export class TeacherSourceImportsController {
  constructor(
    private readonly imports: SourceImports,
    private readonly queries: SourceImportQueries,
  ) {}

  @Get('template')
  @Allow('source.import')
  @AnswersFile('Excel 文件', XLSX)
  async getSourceTemplate(
    @Ctx() ctx: RequestContext,
    @Query() { cohort }: CohortQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.imports.template(ctx, cohort));
  }

  @Post()
  @HttpCode(202)
  @Allow('source.import')
  @UploadRoute({ maxBytes: ROSTER_LIMITS.maxFileBytes })
  @ApiAcceptedResponse({ type: SourceImportView })
  uploadSourceSheet(
    @Ctx() ctx: RequestContext,
    @Query() { cohort }: CohortQuery,
    @UploadedFile() upload: Upload,
  ): Promise<SourceImportView> {
    return this.imports.upload(ctx, cohort, upload);
  }

  @Get()
  @Allow('source.import')
  @ApiOkResponse({ type: SourceImportPage })
  listSourceImports(@Ctx() ctx: RequestContext, @Query() query: PageQuery): Promise<SourceImportPage> {
    return this.queries.list(ctx, query);
  }

  @Get(':id')
  @Allow('source.import', { passive: true })
  @ApiOkResponse({ type: SourceImportView })
  getSourceImport(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<SourceImportView> {
    return this.queries.get(ctx, id);
  }

  @Get(':id/rows')
  @Allow('source.import')
  @ApiOkResponse({ type: SourceImportRowPage })
  listSourceImportRows(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: SourceImportRowQuery,
  ): Promise<SourceImportRowPage> {
    return this.queries.rows(ctx, id, query);
  }

  @Get(':id/columns')
  @Allow('source.import')
  @ApiOkResponse({ type: SourceImportColumns })
  listSourceImportColumns(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { kind }: RowKindQuery,
  ): Promise<SourceImportColumns> {
    return this.queries.columns(ctx, id, kind);
  }

  @Post(':id/apply')
  @HttpCode(202)
  @Allow('source.import')
  @ApiAcceptedResponse({ type: SourceImportView })
  applySourceImport(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ApplySourceImportBody,
  ): Promise<SourceImportView> {
    return this.imports.apply(ctx, id, body);
  }

  @Post(':id/resume')
  @HttpCode(202)
  @Allow('source.import')
  @ApiAcceptedResponse({ type: SourceImportView })
  resumeSourceImport(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<SourceImportView> {
    return this.imports.resume(ctx, id);
  }

  @Get(':id/report')
  @Allow('source.import')
  @AnswersFile('Excel 文件', XLSX)
  async getSourceImportReport(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.imports.report(ctx, id));
  }
}
