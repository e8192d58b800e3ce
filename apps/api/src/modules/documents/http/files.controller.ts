import { Controller, Get, Param, ParseUUIDPipe, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { AnswersFile, Bool, PDF, sendFile } from '../../../platform/http/index.js';
import { FilesService } from '../files.service.js';

export class FileQuery {
  @Bool({ optional: true, description: '在浏览器里打开，而不是存成文件' })
  inline?: boolean;
}

abstract class FilesController {
  constructor(private readonly files: FilesService) {}

  protected async send(
    ctx: RequestContext,
    id: string,
    query: FileQuery,
    reply: FastifyReply,
  ): Promise<StreamableFile> {
    const file = await this.files.file(ctx, id);
    return sendFile(reply, { ...file, mime: 'application/pdf' }, query);
  }
}

@ApiTags('documents')
@Controller('teacher/documents')
export class TeacherFilesController extends FilesController {
  constructor(files: FilesService) {
    super(files);
  }

  @Get(':id/file')
  @Allow('document.read')
  @AnswersFile('存档的字节，每次相同', PDF)
  getDocumentFile(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: FileQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.send(ctx, id, query, reply);
  }
}

@ApiTags('documents')
@Controller('student/documents')
export class StudentFilesController extends FilesController {
  constructor(files: FilesService) {
    super(files);
  }

  @Get(':id/file')
  @Allow('document.read')
  @AnswersFile('存档的字节，每次相同', PDF)
  getDocumentFile(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: FileQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.send(ctx, id, query, reply);
  }
}

@ApiTags('documents')
@Controller('employer/documents')
export class EmployerFilesController extends FilesController {
  constructor(files: FilesService) {
    super(files);
  }

  @Get(':id/file')
  @Allow('document.read')
  @AnswersFile('存档的字节，每次相同', PDF)
  getDocumentFile(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: FileQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.send(ctx, id, query, reply);
  }
}
