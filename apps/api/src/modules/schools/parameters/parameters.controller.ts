import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { PolicySettingsView, PolicyVersionContent, SavePolicyBody, WithdrawPolicyBody } from './parameters.dto.js';
import { PolicyDesk } from './policy-desk.js';

@ApiTags('schools')
@Controller('teacher/policy')
export class TeacherPolicyController {
  constructor(private readonly desk: PolicyDesk) {}

  @Get()
  @Allow('policy.read')
  @ApiOkResponse({ type: PolicySettingsView })
  getPolicy(@Ctx() ctx: RequestContext): Promise<PolicySettingsView> {
    return this.desk.view(ctx);
  }

  @Post()
  @HttpCode(200)
  @Allow('policy.manage')
  @ApiOkResponse({ type: PolicySettingsView })
  savePolicy(@Ctx() ctx: RequestContext, @Body() body: SavePolicyBody): Promise<PolicySettingsView> {
    return this.desk.save(ctx, body);
  }

  @Get('versions/:policyVersion')
  @Allow('policy.read')
  @ApiOkResponse({ type: PolicyVersionContent })
  getPolicyVersion(
    @Ctx() ctx: RequestContext,
    @Param('policyVersion', ParseIntPipe) version: number,
  ): Promise<PolicyVersionContent> {
    return this.desk.content(ctx, version);
  }

  @Post('versions/:policyVersion/withdraw')
  @HttpCode(200)
  @Allow('policy.manage')
  @ApiOkResponse({ type: PolicySettingsView })
  withdrawPolicy(
    @Ctx() ctx: RequestContext,
    @Param('policyVersion', ParseIntPipe) version: number,
    @Body() body: WithdrawPolicyBody,
  ): Promise<PolicySettingsView> {
    return this.desk.withdraw(ctx, version, body);
  }
}
