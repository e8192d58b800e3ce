import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  Param,
  Post,
  Query,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiOkResponse, ApiProperty } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Clock } from '../../clock/index.js';
import { type AppConfig, ConfigModule } from '../../config/index.js';
import { Ctx, publicContext, type RequestContext, type RequestWithContext } from '../../context/index.js';
import { CryptoModule } from '../../crypto/index.js';
import { DatabaseModule } from '../../database/index.js';
import {
  AppError,
  Bool,
  createHttpApp,
  type HttpApp,
  HttpModule,
  sendFile,
  type Upload,
  UploadedFile,
  UploadRoute,
} from '../../http/index.js';
import { IdempotencyModule } from '../../idempotency/index.js';
import { ObservabilityModule } from '../../observability/index.js';
import { StorageModule } from '../../storage/index.js';
import { UploadedFiles, UploadInspector, UploadsModule } from '../index.js';

export const SMALL = 20_000;

class FileView {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() mime!: string;
}

class FileQuery {
  @Bool({ optional: true }) inline?: boolean;
}

@Controller('teacher')
class FilesController {
  constructor(
    private readonly inspector: UploadInspector,
    private readonly files: UploadedFiles,
  ) {}

  @Post('papers')
  @UploadRoute({ maxBytes: SMALL })
  @ApiOkResponse({ type: FileView })
  async uploadPaper(@Ctx() ctx: RequestContext, @UploadedFile() upload: Upload): Promise<FileView> {
    return this.files.store(
      null,
      ctx,
      'test.paper',
      await this.inspector.accept(upload, { kinds: ['image', 'pdf'], maxBytes: SMALL }),
    );
  }

  @Post('scans')
  @UploadRoute()
  measureScan(@UploadedFile() { name, bytes }: Upload): object {
    return { name, size: bytes.length };
  }

  @Post('notes')
  takeNote(): object {
    return {};
  }

  @Get('papers/:id')
  async getPaper(
    @Param('id') id: string,
    @Query() query: FileQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.files.open(id), query);
  }
}

/** Stands in for the access guard: the account is named by a header, and without one nobody comes in. */
@Injectable()
class TestGuard implements CanActivate {
  canActivate(host: ExecutionContext): boolean {
    const request = host
      .switchToHttp()
      .getRequest<RequestWithContext & { headers: Record<string, string>; id: string }>();
    const accountId = request.headers['x-account'];
    if (!accountId) throw new AppError('NOT_AUTHENTICATED');
    const ctx = publicContext(request.id, null);
    request.ctx = { ...ctx, actor: { ...ctx.actor, accountId } };
    return true;
  }
}

/** The whole HTTP application around a controller that takes files, without the business. */
export function uploadsApp(config: AppConfig, clock: Clock): Promise<HttpApp> {
  @Module({
    imports: [
      ConfigModule.forRoot(config, clock),
      DatabaseModule,
      ObservabilityModule,
      CryptoModule,
      HttpModule,
      StorageModule,
      UploadsModule,
      IdempotencyModule,
    ],
    controllers: [FilesController],
    providers: [{ provide: APP_GUARD, useClass: TestGuard }],
  })
  class TestModule {}
  return createHttpApp(TestModule, config);
}
