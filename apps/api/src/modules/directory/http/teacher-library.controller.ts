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
import { LibraryList } from '../library/library-list.js';
import { UnitImports } from '../library/unit-imports.js';
import {
  ApplyUnitImportBody,
  ImportRowPage,
  ImportRowQuery,
  LibraryPage,
  LibraryQuery,
  UnitImportPage,
  UnitImportView,
} from './teacher-library.dto.js';

const SHEET_BYTES = 5 * 1024 * 1024;

@ApiTags('library')
@Controller('teacher')
export class TeacherLibraryController {
  constructor(
    private readonly library: LibraryList,
    private readonly imports: UnitImports,
  ) {}

  @Get('units')
  @Allow('directory.read')
  @ApiOkResponse({ type: LibraryPage })
  listLibrary(@Ctx() ctx: RequestContext, @Query() query: LibraryQuery): Promise<LibraryPage> {
    return this.library.list(ctx, query);
  }

  @Get('unit-imports')
  @Allow('directory.import')
  @ApiOkResponse({ type: UnitImportPage })
  listUnitImports(@Ctx() ctx: RequestContext, @Query() query: PageQuery): Promise<UnitImportPage> {
    return this.imports.list(ctx, query);
  }

  @Get('unit-imports/template')
  @Allow('directory.import')
  @AnswersFile('表格', XLSX)
  async getUnitTemplate(@Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return sendFile(reply, await this.imports.template());
  }

  @Post('unit-imports')
  @HttpCode(200)
  @Allow('directory.import')
  @UploadRoute({ maxBytes: SHEET_BYTES })
  @ApiOkResponse({ type: UnitImportView })
  uploadUnitSheet(@Ctx() ctx: RequestContext, @UploadedFile() upload: Upload): Promise<UnitImportView> {
    return this.imports.upload(ctx, upload);
  }

  @Get('unit-imports/:unitImportId')
  @Allow('directory.import')
  @ApiOkResponse({ type: UnitImportView })
  getUnitImport(@Ctx() ctx: RequestContext, @Param('unitImportId', ParseUUIDPipe) id: string): Promise<UnitImportView> {
    return this.imports.get(ctx, id);
  }

  @Get('unit-imports/:unitImportId/rows')
  @Allow('directory.import')
  @ApiOkResponse({ type: ImportRowPage })
  listUnitImportRows(
    @Ctx() ctx: RequestContext,
    @Param('unitImportId', ParseUUIDPipe) id: string,
    @Query() query: ImportRowQuery,
  ): Promise<ImportRowPage> {
    return this.imports.rows(ctx, id, query);
  }

  @Post('unit-imports/:unitImportId/apply')
  @HttpCode(200)
  @Allow('directory.import')
  @ApiOkResponse({ type: UnitImportView })
  applyUnitImport(
    @Ctx() ctx: RequestContext,
    @Param('unitImportId', ParseUUIDPipe) id: string,
    @Body() body: ApplyUnitImportBody,
  ): Promise<UnitImportView> {
    return this.imports.apply(ctx, id, body);
  }

  @Get('unit-imports/:unitImportId/report')
  @Allow('directory.import')
  @AnswersFile('表格', XLSX)
  async getUnitImportReport(
    @Ctx() ctx: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('unitImportId', ParseUUIDPipe) id: string,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.imports.report(ctx, id));
  }
}
