import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow, type CookieRequest } from '../../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../../platform/context/index.js';
import type { CookieReply } from '../../http/session-cookies.js';
import { OwnWechat } from '../own-wechat.js';
import { BeginWechatBody, BegunWechatView, OwnWechatView, UnbindWechatBody } from './wechat.dto.js';

/**
 * The last word on a binding stands beside the tickets, where the secret of the screen travels to.
 */
abstract class OwnWechatController {
  constructor(private readonly wechat: OwnWechat) {}

  @Get('account/wechat')
  @Allow('any')
  @ApiOkResponse({ type: OwnWechatView })
  getOwnWechat(@Ctx() ctx: RequestContext): Promise<OwnWechatView> {
    return this.wechat.view(ctx);
  }

  @Post('account/wechat/tickets')
  @HttpCode(200)
  @Allow('any')
  @ApiOkResponse({ type: BegunWechatView })
  beginWechatBinding(
    @Ctx() ctx: RequestContext,
    @Body() body: BeginWechatBody,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<BegunWechatView> {
    return this.wechat.begin(ctx, body, reply);
  }

  @Post('session/wechat-tickets/:ticketId/finish')
  @HttpCode(204)
  @Allow('any')
  @ApiNoContentResponse()
  finishWechatBinding(
    @Ctx() ctx: RequestContext,
    @Param('ticketId', ParseUUIDPipe) ticketId: string,
    @Req() request: CookieRequest,
  ): Promise<void> {
    return this.wechat.finish(ctx, request, ticketId);
  }

  @Post('account/wechat/unbind')
  @HttpCode(204)
  @Allow('any')
  @ApiNoContentResponse()
  unbindOwnWechat(@Ctx() ctx: RequestContext, @Body() body: UnbindWechatBody): Promise<void> {
    return this.wechat.unbind(ctx, body.password);
  }
}

@ApiTags('wechat')
@Controller('teacher')
export class TeacherOwnWechatController extends OwnWechatController {
  constructor(wechat: OwnWechat) {
    super(wechat);
  }
}

@ApiTags('wechat')
@Controller('student')
export class StudentOwnWechatController extends OwnWechatController {
  constructor(wechat: OwnWechat) {
    super(wechat);
  }
}

@ApiTags('wechat')
@Controller('employer')
export class EmployerOwnWechatController extends OwnWechatController {
  constructor(wechat: OwnWechat) {
    super(wechat);
  }
}
