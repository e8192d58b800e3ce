import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow, Public } from '../../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../../platform/context/index.js';
import { type CookieReply, SessionView } from '../../../accounts/index.js';
import { JoinDesk } from '../join-desk.js';
import {
  JoinAccountBody,
  JoinBody,
  JoinCode,
  JoinCodeBody,
  JoinedUnit,
  JoinInvitation,
  JoinProof,
} from './invitations.dto.js';

/** The side of whoever was invited, and has the token. */
@ApiTags('members')
@Controller('employer/invitations/:token')
export class JoinController {
  constructor(private readonly desk: JoinDesk) {}

  @Get()
  @Public()
  @ApiOkResponse({ type: JoinInvitation })
  getJoinInvitation(@Ctx() ctx: RequestContext, @Param('token') token: string): Promise<JoinInvitation> {
    return this.desk.show(ctx, token);
  }

  @Post('codes')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: JoinCode })
  sendJoinCode(@Ctx() ctx: RequestContext, @Param('token') token: string): Promise<JoinCode> {
    return this.desk.sendCode(ctx, token);
  }

  @Post('codes/check')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: JoinProof })
  checkJoinCode(
    @Ctx() ctx: RequestContext,
    @Param('token') token: string,
    @Body() body: JoinCodeBody,
  ): Promise<JoinProof> {
    return this.desk.check(ctx, token, body);
  }

  @Post('accept')
  @HttpCode(200)
  @Allow('any')
  @ApiOkResponse({ type: JoinedUnit })
  acceptJoinInvitation(
    @Ctx() ctx: RequestContext,
    @Param('token') token: string,
    @Body() body: JoinBody,
  ): Promise<JoinedUnit> {
    return this.desk.accept(ctx, token, body.proof);
  }

  @Post('account')
  @Public()
  @ApiCreatedResponse({ type: SessionView })
  openJoinAccount(
    @Ctx() ctx: RequestContext,
    @Param('token') token: string,
    @Body() body: JoinAccountBody,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<SessionView> {
    return this.desk.openAccount(ctx, token, body, reply);
  }
}
