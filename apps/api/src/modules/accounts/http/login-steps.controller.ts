import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { FirstLogin } from '../login/first-login.service.js';
import { SecondFactor } from '../second-factor/second-factor.service.js';
import {
  ChannelBody,
  ContactCodeBody,
  FactorBody,
  IssuedCodeView,
  NewPasswordBody,
  TypedCodeBody,
} from './login-steps.dto.js';
import type { CookieReply } from './session-cookies.js';
import { SessionView } from './session.dto.js';

/** Between the password and the door. Each route is open at its own stage of the log-in only. */
abstract class LoginStepsController {
  constructor(
    private readonly factors: SecondFactor,
    private readonly first: FirstLogin,
  ) {}

  @Post('factor-codes')
  @HttpCode(200)
  @Allow('any', { stages: ['second_factor'] })
  @ApiOkResponse({ type: IssuedCodeView })
  sendFactorCode(@Ctx() ctx: RequestContext, @Body() body: ChannelBody): Promise<IssuedCodeView> {
    return this.factors.sendCode(ctx, body.channel);
  }

  @Post('factor')
  @HttpCode(200)
  @Allow('any', { stages: ['second_factor'] })
  @ApiOkResponse({ type: SessionView })
  passFactor(
    @Ctx() ctx: RequestContext,
    @Body() body: FactorBody,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<SessionView> {
    return this.factors.pass(ctx, body, reply);
  }

  @Post('setup/codes')
  @HttpCode(200)
  @Allow('any', { stages: ['setup'] })
  @ApiOkResponse({ type: IssuedCodeView })
  sendSetupCode(@Ctx() ctx: RequestContext, @Body() body: ContactCodeBody): Promise<IssuedCodeView> {
    return this.first.sendCode(ctx, body);
  }

  @Post('setup/contact')
  @HttpCode(200)
  @Allow('any', { stages: ['setup'] })
  @ApiOkResponse({ type: SessionView })
  bindSetupContact(@Ctx() ctx: RequestContext, @Body() body: TypedCodeBody): Promise<SessionView> {
    return this.first.bindContact(ctx, body);
  }

  @Post('setup/password')
  @HttpCode(200)
  @Allow('any', { stages: ['setup'] })
  @ApiOkResponse({ type: SessionView })
  setOwnPassword(
    @Ctx() ctx: RequestContext,
    @Body() body: NewPasswordBody,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<SessionView> {
    return this.first.setPassword(ctx, body.password, reply);
  }
}

@ApiTags('session')
@Controller('teacher/session')
export class TeacherLoginStepsController extends LoginStepsController {
  constructor(factors: SecondFactor, first: FirstLogin) {
    super(factors, first);
  }
}

@ApiTags('session')
@Controller('student/session')
export class StudentLoginStepsController extends LoginStepsController {
  constructor(factors: SecondFactor, first: FirstLogin) {
    super(factors, first);
  }
}

@ApiTags('session')
@Controller('employer/session')
export class EmployerLoginStepsController extends LoginStepsController {
  constructor(factors: SecondFactor, first: FirstLogin) {
    super(factors, first);
  }
}

@ApiTags('session')
@Controller('platform/session')
export class PlatformLoginStepsController extends LoginStepsController {
  constructor(factors: SecondFactor, first: FirstLogin) {
    super(factors, first);
  }
}
