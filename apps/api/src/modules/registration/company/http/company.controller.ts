import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type CertificateKind, LIMITS } from '@qiancheng/shared';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../../platform/context/index.js';
import { sendFile, type Upload, UploadedFile, UploadRoute } from '../../../../platform/http/index.js';
import { PaperKind, PaperRoute, SendsFile } from '../../certification/http/paper-kind.js';
import { ShowQuery } from '../../certification/http/papers.dto.js';
import { CertificationView } from '../../certification/http/status.dto.js';
import { CompanyChanges } from '../company-change.js';
import { CompanyLogos } from '../company-logo.js';
import { CompanyProfiles } from '../company-profile.js';
import { CompanyProfile, SaveProfileBody } from './company.dto.js';

/** The unit that one acts for: no address names it. */
@ApiTags('company')
@Controller('employer/company')
export class CompanyController {
  constructor(
    private readonly profiles: CompanyProfiles,
    private readonly logos: CompanyLogos,
    private readonly changes: CompanyChanges,
  ) {}

  @Get()
  @Allow('company.read')
  @ApiOkResponse({ type: CompanyProfile })
  getCompany(@Ctx() ctx: RequestContext): Promise<CompanyProfile> {
    return this.profiles.read(ctx);
  }

  @Put()
  @Allow('company.write')
  @ApiOkResponse({ type: CompanyProfile })
  saveCompany(@Ctx() ctx: RequestContext, @Body() body: SaveProfileBody): Promise<CompanyProfile> {
    return this.profiles.save(ctx, body);
  }

  @Get('logo')
  @Allow('company.read')
  @SendsFile()
  async getLogo(
    @Ctx() ctx: RequestContext,
    @Query() query: ShowQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.logos.open(ctx), query);
  }

  @Post('logo')
  @Allow('company.write')
  @UploadRoute({ maxBytes: LIMITS.logoBytes })
  @ApiCreatedResponse({ type: CompanyProfile })
  uploadLogo(@Ctx() ctx: RequestContext, @UploadedFile() upload: Upload): Promise<CompanyProfile> {
    return this.logos.replace(ctx, upload);
  }

  @Delete('logo')
  @Allow('company.write')
  @ApiOkResponse({ type: CompanyProfile })
  removeLogo(@Ctx() ctx: RequestContext): Promise<CompanyProfile> {
    return this.logos.remove(ctx);
  }

  @Post('change')
  @HttpCode(200)
  @Allow('company.write')
  @ApiOkResponse({ type: CertificationView })
  beginCertificationChange(@Ctx() ctx: RequestContext): Promise<CertificationView> {
    return this.changes.begin(ctx);
  }

  @Get('papers/:kind')
  @Allow('company.write')
  @PaperRoute()
  @SendsFile()
  async getCompanyPaper(
    @Ctx() ctx: RequestContext,
    @PaperKind() kind: CertificateKind,
    @Query() query: ShowQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.changes.openPaper(ctx, kind), query);
  }
}
