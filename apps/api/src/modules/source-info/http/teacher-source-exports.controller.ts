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
import { AnswersFile, PageQuery, sendStream, XLSX } from '../../../platform/http/index.js';
import { SourceExports } from '../list/exports/source-exports.js';
import { SourceExportBody, SourceExportPage, SourceExportView } from './source-exports.dto.js';

@ApiTags('source-info')
@Controller('teacher/sources/exports')
export class TeacherSourceExportsController {
  constructor(private readonly exports: SourceExports) {}

  @Post()
  @HttpCode(202)
  @Allow('source.export')
  @ApiAcceptedResponse({ type: SourceExportView })
  orderSourceExport(@Ctx() ctx: RequestContext, @Body() body: SourceExportBody): Promise<SourceExportView> {
    return this.exports.order(ctx, body);
  }

  @Get()
  @Allow('source.export')
  @ApiOkResponse({ type: SourceExportPage })
  listSourceExports(@Ctx() ctx: RequestContext, @Query() query: PageQuery): Promise<SourceExportPage> {
    return this.exports.list(ctx, query);
  }

  @Get(':exportId')
  @Allow('source.export', { passive: true })
  @ApiOkResponse({ type: SourceExportView })
  getSourceExport(@Ctx() ctx: RequestContext, @Param('exportId', ParseUUIDPipe) id: string): Promise<SourceExportView> {
    return this.exports.get(ctx, id);
  }

  @Get(':exportId/file')
  @Allow('source.export')
  @AnswersFile('Excel，24 小时内本人可下载', XLSX)
  async getSourceExportFile(
    @Ctx() ctx: RequestContext,
    @Param('exportId', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendStream(reply, await this.exports.fetch(ctx, id));
  }
}
