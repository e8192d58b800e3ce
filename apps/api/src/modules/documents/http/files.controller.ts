import { Controller, Get, Param, ParseUUIDPipe, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { Bool } from '../../../platform/http/index.js';
import { FilesService } from '../files.service.js';

export class FileQuery {
  @Bool({ optional: true, description: '在浏览器里打开，而不是存成文件' })
  inline?: boolean;
}

const PDF = { status: 200, description: '存档的字节，每次相同', schema: { type: 'string', format: 'binary' } } as const;

abstract class FilesController {
  constructor(private readonly files: FilesService) {}

  protected async send(ctx: RequestContext, id: string, { inline }: FileQuery): Promise<StreamableFile> {
    const { bytes, name } = await this.files.file(ctx, id);
    const type = inline ? 'inline' : 'attachment';
    return new StreamableFile(bytes, {
      type: 'application/pdf',
      length: bytes.length,
      disposition: `${type}; filename="agreement.pdf"; filename*=UTF-8''${encodeName(name)}`,
    });
  }
}

/** RFC 5987: encodeURIComponent leaves a few characters that the header's grammar does not allow. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

@ApiTags('documents')
@Controller('teacher/documents')
export class TeacherFilesController extends FilesController {
  constructor(files: FilesService) {
    super(files);
  }

  @Get(':id/file')
  @Allow('document.read')
  @ApiProduces('application/pdf')
  @ApiResponse(PDF)
  getDocumentFile(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: FileQuery,
  ): Promise<StreamableFile> {
    return this.send(ctx, id, query);
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
  @ApiProduces('application/pdf')
  @ApiResponse(PDF)
  getDocumentFile(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: FileQuery,
  ): Promise<StreamableFile> {
    return this.send(ctx, id, query);
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
  @ApiProduces('application/pdf')
  @ApiResponse(PDF)
  getDocumentFile(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: FileQuery,
  ): Promise<StreamableFile> {
    return this.send(ctx, id, query);
  }
}
