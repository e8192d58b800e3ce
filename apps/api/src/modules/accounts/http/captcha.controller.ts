import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Public } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { Captcha } from '../credentials/captcha.js';

export class CaptchaChallenge {
  @ApiProperty() algorithm!: string;
  @ApiProperty({ description: '要找的摘要' }) challenge!: string;
  @ApiProperty({ type: 'integer', description: '最大的数' }) maxnumber?: number;
  @ApiProperty() salt!: string;
  @ApiProperty() signature!: string;
}

@ApiTags('session')
@Controller('public')
export class CaptchaController {
  constructor(private readonly captcha: Captcha) {}

  @Get('captcha')
  @Public()
  @ApiOkResponse({ type: CaptchaChallenge })
  captchaChallenge(@Ctx() ctx: RequestContext): Promise<CaptchaChallenge> {
    return this.captcha.challenge(ctx);
  }
}
