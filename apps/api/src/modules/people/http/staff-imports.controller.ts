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
import { ImportQueries } from '../imports/import-queries.js';
import { StaffImports } from '../imports/staff-imports.js';
import {
  ApplyImportBody,
  StaffImportPage,
  StaffImportRowPage,
  StaffImportRowQuery,
  StaffImportView,
} from './staff-imports.dto.js';

const MAX_BYTES = 5 * 1024 * 1024;

@ApiTags('people')
@Controller('teacher/staff-imports')
export class TeacherStaffImportsController {
  constructor(
    private readonly imports: StaffImports,
    private readonly queries: ImportQueries,
  ) {}

  @Get('template')
  @Allow('staff.manage')
  @AnswersFile('Excel 文件', XLSX)
  async getStaffTemplate(@Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return sendFile(reply, await this.imports.template());
  }

  @Post()
  @HttpCode(202)
  @Allow('staff.manage')
  @UploadRoute({ maxBytes: MAX_BYTES })
  @ApiAcceptedResponse({ type: StaffImportView })
  uploadStaffSheet(@Ctx() ctx: RequestContext, @UploadedFile() upload: Upload): Promise<StaffImportView> {
    return this.imports.upload(ctx, upload);
  }

  @Get()
  @Allow('staff.manage')
  @ApiOkResponse({ type: StaffImportPage })
  listStaffImports(@Ctx() ctx: RequestContext, @Query() query: PageQuery): Promise<StaffImportPage> {
    return this.queries.list(ctx, query);
  }

  @Get(':id')
  @Allow('staff.manage', { passive: true })
  @ApiOkResponse({ type: StaffImportView })
  getStaffImport(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<StaffImportView> {
    return this.queries.get(ctx, id);
  }

  @Get(':id/rows')
  @Allow('staff.manage')
  @ApiOkResponse({ type: StaffImportRowPage })
  listStaffImportRows(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: StaffImportRowQuery,
  ): Promise<StaffImportRowPage> {
    return this.queries.rows(ctx, id, query);
  }

  @Post(':id/apply')
  @HttpCode(202)
  @Allow('staff.manage')
  @ApiAcceptedResponse({ type: StaffImportView })
  applyStaffImport(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ApplyImportBody,
  ): Promise<StaffImportView> {
    return this.imports.apply(ctx, id, body);
  }

  @Get(':id/report')
  @Allow('staff.manage')
  @AnswersFile('Excel 文件', XLSX)
  async getStaffImportReport(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.imports.report(ctx, id));
  }

  /** By POST, for it can be done once: nothing may fetch it by looking ahead. */
  @Post(':id/passwords')
  @HttpCode(200)
  @Allow('staff.manage')
  @AnswersFile('Excel 文件', XLSX)
  async takeStaffPasswords(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.imports.passwords(ctx, id));
  }
}
