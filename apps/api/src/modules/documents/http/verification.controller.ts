import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { VerificationService } from '../verification.service.js';
import { FileQuery, VerificationQuery, VerificationView } from './verification.dto.js';

@ApiTags('verification')
@Controller('public/verify')
export class VerificationController {
  constructor(private readonly verification: VerificationService) {}

  @Get()
  @Public()
  @ApiOkResponse({ type: VerificationView })
  verifyAgreement(@Ctx() ctx: RequestContext, @Query() query: VerificationQuery): Promise<VerificationView> {
    return this.verification.verify(ctx, query);
  }

  @Get('file')
  @Public()
  @ApiOkResponse({ type: VerificationView })
  verifyFile(@Ctx() ctx: RequestContext, @Query() query: FileQuery): Promise<VerificationView> {
    return this.verification.verifyFile(ctx, query);
  }
}
