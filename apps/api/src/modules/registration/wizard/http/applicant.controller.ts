import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Post,
  Put,
  Query,
  Req,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { CertificateKind } from '@qiancheng/shared';
import type { FastifyReply } from 'fastify';
import { Allow, type CookieRequest } from '../../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../../platform/context/index.js';
import { sendFile, type Upload, UploadedFile, UploadRoute } from '../../../../platform/http/index.js';
import { LIMITS } from '@qiancheng/shared';
import type { CookieReply } from '../../../accounts/index.js';
import { PaperKind, PaperRoute, SendsFile } from '../../certification/http/paper-kind.js';
import { ShowQuery } from '../../certification/http/papers.dto.js';
import { ApplicantDesk } from '../applicant-desk.js';
import { OpenSchools } from '../open-schools.js';
import { Submission } from '../submission.js';
import {
  DraftAnswer,
  OpenSchoolList,
  OpenSchoolQuery,
  SaveRegistrationBody,
  StartBody,
  RegistrationVersionBody,
  SubmittedView,
} from './wizard.dto.js';

/** The steps of somebody who is signed in. The draft is one's own: no address names it. */
@ApiTags('registration')
@Controller('employer/registration')
export class ApplicantRegistrationController {
  constructor(
    private readonly desk: ApplicantDesk,
    private readonly submission: Submission,
    private readonly schools: OpenSchools,
  ) {}

  @Get('draft/files/:kind')
  @Allow('registration.write')
  @PaperRoute()
  @SendsFile()
  async getDraftPaper(
    @Ctx() ctx: RequestContext,
    @PaperKind() kind: CertificateKind,
    @Query() query: ShowQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.desk.open(ctx, kind), query);
  }

  @Post('draft/files/:kind')
  @Allow('registration.write')
  @UploadRoute({ maxBytes: LIMITS.certificateBytes })
  @PaperRoute()
  @ApiCreatedResponse({ type: DraftAnswer })
  uploadDraftPaper(
    @Ctx() ctx: RequestContext,
    @PaperKind() kind: CertificateKind,
    @UploadedFile() upload: Upload,
  ): Promise<DraftAnswer> {
    return this.desk.attach(ctx, kind, upload);
  }

  @Delete('draft/files/:kind')
  @Allow('registration.write')
  @PaperRoute()
  @ApiOkResponse({ type: DraftAnswer })
  clearDraftPaper(@Ctx() ctx: RequestContext, @PaperKind() kind: CertificateKind): Promise<DraftAnswer> {
    return this.desk.detach(ctx, kind);
  }

  @Get('draft')
  @Allow('registration.write')
  @ApiOkResponse({ type: DraftAnswer })
  getRegistrationDraft(@Ctx() ctx: RequestContext): Promise<DraftAnswer> {
    return this.desk.read(ctx);
  }

  @Post('draft')
  @Allow('registration.write')
  @ApiCreatedResponse({ type: DraftAnswer })
  startRegistration(@Ctx() ctx: RequestContext, @Body() body: StartBody): Promise<DraftAnswer> {
    return this.desk.start(ctx, body);
  }

  @Post('draft/adopt')
  @HttpCode(200)
  @Allow('registration.write')
  @ApiOkResponse({ type: DraftAnswer })
  adoptRegistrationDraft(
    @Ctx() ctx: RequestContext,
    @Req() request: CookieRequest,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<DraftAnswer> {
    return this.desk.adopt(ctx, request, reply);
  }

  @Put('draft')
  @Allow('registration.write')
  @ApiOkResponse({ type: DraftAnswer })
  saveRegistrationDraft(@Ctx() ctx: RequestContext, @Body() body: SaveRegistrationBody): Promise<DraftAnswer> {
    return this.desk.save(ctx, body);
  }

  @Post('draft/discard')
  @HttpCode(204)
  @Allow('registration.write')
  @ApiNoContentResponse()
  discardRegistrationDraft(@Ctx() ctx: RequestContext, @Body() body: RegistrationVersionBody): Promise<void> {
    return this.desk.discard(ctx, body.version);
  }

  @Get('schools')
  @Allow('registration.write')
  @ApiOkResponse({ type: OpenSchoolList })
  searchOpenSchools(@Query() query: OpenSchoolQuery): Promise<OpenSchoolList> {
    return this.schools.search(query.q);
  }

  @Post('draft/submit')
  @HttpCode(200)
  @Allow('registration.write')
  @ApiOkResponse({ type: SubmittedView })
  submitRegistration(@Ctx() ctx: RequestContext, @Body() body: RegistrationVersionBody): Promise<SubmittedView> {
    return this.submission.submit(ctx, body.version);
  }
}
