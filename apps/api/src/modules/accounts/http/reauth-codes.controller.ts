import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { Enum } from '../../../platform/http/index.js';
import type { CodeChannel } from '../credentials/verification-codes.js';
import { ReauthCodes } from '../self/reauth-codes.js';
import { CHANNELS, IssuedCodeView } from './login-steps.dto.js';

export class ReauthCodeBody {
  @Enum(['reauth'], { description: '应约、签名前确认是本人' }) purpose!: 'reauth';
  @Enum(CHANNELS, { optional: true, description: '不写就先手机后邮箱' }) channel?: CodeChannel;
}

@ApiTags('account')
@Controller('student/codes')
export class StudentCodesController {
  constructor(private readonly codes: ReauthCodes) {}

  @Post()
  @HttpCode(200)
  @Allow('case.sign')
  @ApiOkResponse({ type: IssuedCodeView })
  sendReauthCode(@Ctx() ctx: RequestContext, @Body() body: ReauthCodeBody): Promise<IssuedCodeView> {
    return this.codes.send(ctx, body.channel);
  }
}
