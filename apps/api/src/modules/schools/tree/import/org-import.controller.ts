import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Res, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../../platform/context/index.js';
import {
  AnswersFile,
  sendFile,
  type Upload,
  UploadedFile,
  UploadRoute,
  XLSX,
} from '../../../../platform/http/index.js';
import { DEFAULT_LIMITS } from '../../../../platform/sheets/index.js';
import { OrgImportList, OrgImportVersionBody, OrgImportView } from './org-import.dto.js';
import { OrgImports } from './org-imports.js';

@ApiTags('schools')
@Controller('teacher/org-imports')
export class TeacherOrgImportsController {
  constructor(private readonly imports: OrgImports) {}

  @Get()
  @Allow('org.manage')
  @ApiOkResponse({ type: OrgImportList })
  listOrgImports(@Ctx() ctx: RequestContext): Promise<OrgImportList> {
    return this.imports.list(ctx);
  }

  @Post()
  @HttpCode(200)
  @Allow('org.manage')
  @UploadRoute({ maxBytes: DEFAULT_LIMITS.maxFileBytes })
  @ApiOkResponse({ type: OrgImportView })
  uploadOrgSheet(@Ctx() ctx: RequestContext, @UploadedFile() upload: Upload): Promise<OrgImportView> {
    return this.imports.upload(ctx, upload);
  }

  @Get('template')
  @Allow('org.manage')
  @AnswersFile('Excel 文件', XLSX)
  async getOrgImportTemplate(@Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return sendFile(reply, await this.imports.template());
  }

  @Get(':importId')
  @Allow('org.manage', { passive: true })
  @ApiOkResponse({ type: OrgImportView })
  getOrgImport(@Ctx() ctx: RequestContext, @Param('importId', ParseUUIDPipe) id: string): Promise<OrgImportView> {
    return this.imports.get(ctx, id);
  }

  @Get(':importId/report')
  @Allow('org.manage')
  @AnswersFile('Excel 文件', XLSX)
  async getOrgImportReport(
    @Ctx() ctx: RequestContext,
    @Param('importId', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.imports.report(ctx, id));
  }

  @Post(':importId/apply')
  @HttpCode(200)
  @Allow('org.manage')
  @ApiOkResponse({ type: OrgImportView })
  applyOrgImport(
    @Ctx() ctx: RequestContext,
    @Param('importId', ParseUUIDPipe) id: string,
    @Body() body: OrgImportVersionBody,
  ): Promise<OrgImportView> {
    return this.imports.apply(ctx, id, body);
  }

  @Post(':importId/discard')
  @HttpCode(200)
  @Allow('org.manage')
  @ApiOkResponse({ type: OrgImportView })
  discardOrgImport(
    @Ctx() ctx: RequestContext,
    @Param('importId', ParseUUIDPipe) id: string,
    @Body() body: OrgImportVersionBody,
  ): Promise<OrgImportView> {
    return this.imports.discard(ctx, id, body);
  }
}
