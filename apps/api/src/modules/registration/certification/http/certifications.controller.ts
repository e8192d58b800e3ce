import {
  Body,
  Controller,
  Delete,
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
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type CertificateKind, LIMITS } from '@qiancheng/shared';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../../platform/context/index.js';
import { sendFile, type Upload, UploadedFile, UploadRoute } from '../../../../platform/http/index.js';
import { CertificationDesk } from '../certification-desk.js';
import { JoinRequests } from '../join-requests.js';
import { StatusQuery } from '../status-query.js';
import { PaperKind, PaperRoute, SendsFile } from './paper-kind.js';
import { ShowQuery } from './papers.dto.js';
import {
  CertificationVersionBody,
  CertificationView,
  RegistrationStatus,
  SaveCertificationBody,
} from './status.dto.js';

/** Where one's applications stand, and what one does about them. */
@ApiTags('registration')
@Controller('employer')
export class EmployerCertificationsController {
  constructor(
    private readonly query: StatusQuery,
    private readonly desk: CertificationDesk,
    private readonly joins: JoinRequests,
  ) {}

  @Get('registration/status')
  @Allow('registration.write')
  @ApiOkResponse({ type: RegistrationStatus })
  getRegistrationStatus(@Ctx() ctx: RequestContext): Promise<RegistrationStatus> {
    return this.query.status(ctx);
  }

  @Post('registration/joins/:id/cancel')
  @HttpCode(200)
  @Allow('registration.write')
  @ApiOkResponse({ type: RegistrationStatus })
  cancelJoinRequest(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: CertificationVersionBody,
  ): Promise<RegistrationStatus> {
    return this.joins.cancel(ctx, id, body.version);
  }

  @Get('certifications/:id')
  @Allow('registration.write')
  @ApiOkResponse({ type: CertificationView })
  getCertification(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<CertificationView> {
    return this.desk.read(ctx, id);
  }

  @Put('certifications/:id')
  @Allow('registration.write')
  @ApiOkResponse({ type: CertificationView })
  saveCertification(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SaveCertificationBody,
  ): Promise<CertificationView> {
    return this.desk.save(ctx, id, body);
  }

  @Post('certifications/:id/submit')
  @HttpCode(200)
  @Allow('registration.write')
  @ApiOkResponse({ type: CertificationView })
  submitCertification(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: CertificationVersionBody,
  ): Promise<CertificationView> {
    return this.desk.submit(ctx, id, body.version);
  }

  @Post('certifications/:id/withdraw')
  @HttpCode(200)
  @Allow('registration.write')
  @ApiOkResponse({ type: CertificationView })
  withdrawCertification(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: CertificationVersionBody,
  ): Promise<CertificationView> {
    return this.desk.withdraw(ctx, id, body.version);
  }

  @Post('certifications/:id/discard')
  @HttpCode(204)
  @Allow('registration.write')
  @ApiNoContentResponse()
  discardCertification(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: CertificationVersionBody,
  ): Promise<void> {
    return this.desk.discard(ctx, id, body.version);
  }

  @Post('certifications/:id/remind')
  @HttpCode(200)
  @Allow('registration.write')
  @ApiOkResponse({ type: CertificationView })
  remindOfCertification(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<CertificationView> {
    return this.desk.remind(ctx, id);
  }

  @Get('certifications/:id/files/:kind')
  @Allow('registration.write')
  @PaperRoute()
  @SendsFile()
  async getCertificationPaper(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @PaperKind() kind: CertificateKind,
    @Query() query: ShowQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.desk.open(ctx, id, kind), query);
  }

  @Post('certifications/:id/files/:kind')
  @Allow('registration.write')
  @UploadRoute({ maxBytes: LIMITS.certificateBytes })
  @PaperRoute()
  @ApiCreatedResponse({ type: CertificationView })
  uploadCertificationPaper(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @PaperKind() kind: CertificateKind,
    @UploadedFile() upload: Upload,
  ): Promise<CertificationView> {
    return this.desk.attach(ctx, id, kind, upload);
  }

  @Delete('certifications/:id/files/:kind')
  @Allow('registration.write')
  @PaperRoute()
  @ApiOkResponse({ type: CertificationView })
  clearCertificationPaper(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @PaperKind() kind: CertificateKind,
  ): Promise<CertificationView> {
    return this.desk.detach(ctx, id, kind);
  }
}
