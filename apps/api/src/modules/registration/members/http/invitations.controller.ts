import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../../platform/context/index.js';
import { MemberInvitations } from '../member-invitations.js';
import { InviteBody, MemberInvitationList } from './invitations.dto.js';

/** The administrators' side of invitations. */
@ApiTags('members')
@Controller('employer/members/invitations')
export class InvitationsController {
  constructor(private readonly invitations: MemberInvitations) {}

  @Get()
  @Allow('member.manage')
  @ApiOkResponse({ type: MemberInvitationList })
  listMemberInvitations(@Ctx() ctx: RequestContext): Promise<MemberInvitationList> {
    return this.invitations.list(ctx);
  }

  @Post()
  @Allow('member.manage')
  @ApiCreatedResponse({ type: MemberInvitationList })
  inviteMember(@Ctx() ctx: RequestContext, @Body() body: InviteBody): Promise<MemberInvitationList> {
    return this.invitations.invite(ctx, body);
  }

  @Post(':id/send')
  @HttpCode(200)
  @Allow('member.manage')
  @ApiOkResponse({ type: MemberInvitationList })
  sendMemberInvitation(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<MemberInvitationList> {
    return this.invitations.sendAgain(ctx, id);
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @Allow('member.manage')
  @ApiOkResponse({ type: MemberInvitationList })
  revokeMemberInvitation(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<MemberInvitationList> {
    return this.invitations.revoke(ctx, id);
  }
}
