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
import { Allow } from '../../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../../platform/context/index.js';
import { AnswersFile, PDF, sendFile } from '../../../../platform/http/index.js';
import { CertificationDecisions } from '../certification-decisions.js';
import { CertificationList } from '../certification-list.js';
import { CertificationViews } from '../certification-view.js';
import { PaperFiles } from '../paper-files.js';
import { CertificationPage, CertificationQuery, CertificationReview } from './certification.dto.js';
import { QueuePlaceView, ReviewReasonsBody, TabCounts, VersionBody } from './review.dto.js';

@ApiTags('certifications')
@Controller('platform/certifications')
export class PlatformCertificationsController {
  constructor(
    private readonly certifications: CertificationList,
    private readonly views: CertificationViews,
    private readonly decisions: CertificationDecisions,
    private readonly papers: PaperFiles,
  ) {}

  @Get()
  @Allow('certification.read')
  @ApiOkResponse({ type: CertificationPage })
  listCertifications(@Ctx() ctx: RequestContext, @Query() query: CertificationQuery): Promise<CertificationPage> {
    return this.certifications.list(ctx, query);
  }

  @Get('counts')
  @Allow('certification.read', { passive: true })
  @ApiOkResponse({ type: TabCounts })
  countCertifications(@Ctx() ctx: RequestContext): Promise<TabCounts> {
    return this.certifications.counts(ctx);
  }

  @Get(':id')
  @Allow('certification.read')
  @ApiOkResponse({ type: CertificationReview })
  getCertification(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<CertificationReview> {
    return this.views.review(ctx, id);
  }

  @Get(':id/place')
  @Allow('certification.read')
  @ApiOkResponse({ type: QueuePlaceView })
  getCertificationPlace(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: CertificationQuery,
  ): Promise<QueuePlaceView> {
    return this.certifications.place(ctx, id, query);
  }

  @Get(':id/papers/:kind')
  @Allow('certification.read')
  @AnswersFile('证件的图像或 PDF', 'image/webp', PDF)
  async getCertificationPaper(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('kind') kind: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.papers.ofCertification(ctx, id, kind), { inline: true });
  }

  @Get(':id/papers/:kind/before')
  @Allow('certification.read')
  @AnswersFile('证件的图像或 PDF', 'image/webp', PDF)
  async getReplacedPaper(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('kind') kind: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.papers.replaced(ctx, id, kind), { inline: true });
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Allow('certification.review')
  @ApiOkResponse({ type: CertificationReview })
  approveCertification(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: VersionBody,
  ): Promise<CertificationReview> {
    return this.decisions.approve(ctx, id, body);
  }

  @Post(':id/return')
  @HttpCode(200)
  @Allow('certification.review')
  @ApiOkResponse({ type: CertificationReview })
  returnCertification(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReviewReasonsBody,
  ): Promise<CertificationReview> {
    return this.decisions.return(ctx, id, body);
  }

  @Post(':id/reject')
  @HttpCode(200)
  @Allow('certification.review')
  @ApiOkResponse({ type: CertificationReview })
  rejectCertification(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReviewReasonsBody,
  ): Promise<CertificationReview> {
    return this.decisions.reject(ctx, id, body);
  }
}
