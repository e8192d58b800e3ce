import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../../platform/context/index.js';
import { CompanyChoiceDesk } from '../company-choice.js';
import { Members } from '../members.service.js';
import { CompanyChoices, MemberList, MemberReasonBody, MemberRoleBody, MemberVersionBody } from './members.dto.js';

/** `{id}` is the account. */
@ApiTags('members')
@Controller('employer')
export class MembersController {
  constructor(
    private readonly members: Members,
    private readonly choice: CompanyChoiceDesk,
  ) {}

  @Get('members')
  @Allow('member.read')
  @ApiOkResponse({ type: MemberList })
  listMembers(@Ctx() ctx: RequestContext): Promise<MemberList> {
    return this.members.list(ctx);
  }

  @Post('members/leave')
  @HttpCode(204)
  @Allow('member.read')
  @ApiNoContentResponse()
  leaveUnit(@Ctx() ctx: RequestContext, @Body() body: MemberVersionBody): Promise<void> {
    return this.members.leave(ctx, body.version);
  }

  @Post('members/:id/accept')
  @HttpCode(200)
  @Allow('member.manage')
  @ApiOkResponse({ type: MemberList })
  acceptMember(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: MemberVersionBody,
  ): Promise<MemberList> {
    return this.members.accept(ctx, id, body.version);
  }

  @Post('members/:id/decline')
  @HttpCode(200)
  @Allow('member.manage')
  @ApiOkResponse({ type: MemberList })
  declineMember(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: MemberReasonBody,
  ): Promise<MemberList> {
    return this.members.decline(ctx, id, body);
  }

  @Post('members/:id/role')
  @HttpCode(200)
  @Allow('member.manage')
  @ApiOkResponse({ type: MemberList })
  changeMemberRole(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: MemberRoleBody,
  ): Promise<MemberList> {
    return this.members.changeRole(ctx, id, body);
  }

  @Post('members/:id/remove')
  @HttpCode(200)
  @Allow('member.manage')
  @ApiOkResponse({ type: MemberList })
  removeMember(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: MemberReasonBody,
  ): Promise<MemberList> {
    return this.members.remove(ctx, id, body);
  }

  @Get('companies')
  @Allow('any')
  @ApiOkResponse({ type: CompanyChoices })
  listCompanies(@Ctx() ctx: RequestContext): Promise<CompanyChoices> {
    return this.choice.list(ctx);
  }

  @Post('companies/:id/choose')
  @HttpCode(200)
  @Allow('any')
  @ApiOkResponse({ type: CompanyChoices })
  chooseCompany(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<CompanyChoices> {
    return this.choice.choose(ctx, id);
  }
}
