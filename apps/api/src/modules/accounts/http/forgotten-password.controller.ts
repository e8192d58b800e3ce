import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { ForgottenPassword } from '../login/forgotten-password.service.js';
import {
  ForgottenBody,
  ForgottenCodeBody,
  ForgottenStaffBody,
  GeneratedPasswordView,
  NewPasswordByTokenBody,
  ResetBegunView,
  ResetTokenView,
} from './forgotten-password.dto.js';

/** Students and employers choose their new password. */
abstract class ForgottenController {
  constructor(private readonly forgotten: ForgottenPassword) {}

  @Post()
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: ResetBegunView })
  beginReset(@Ctx() ctx: RequestContext, @Body() body: ForgottenBody): Promise<ResetBegunView> {
    return this.forgotten.begin(ctx, body);
  }

  @Post('code')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: ResetTokenView })
  proveReset(@Ctx() ctx: RequestContext, @Body() body: ForgottenCodeBody): Promise<ResetTokenView> {
    return this.forgotten.prove(ctx, body);
  }

  @Post('password')
  @HttpCode(204)
  @Public()
  @ApiNoContentResponse()
  resetPassword(@Ctx() ctx: RequestContext, @Body() body: NewPasswordByTokenBody): Promise<void> {
    return this.forgotten.setByToken(ctx, body);
  }
}

/** Staff are given a password by strong rules. */
abstract class ForgottenStaffController {
  constructor(private readonly forgotten: ForgottenPassword) {}

  @Post()
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: ResetBegunView })
  beginReset(@Ctx() ctx: RequestContext, @Body() body: ForgottenStaffBody): Promise<ResetBegunView> {
    return this.forgotten.begin(ctx, body);
  }

  @Post('code')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: GeneratedPasswordView })
  async generatePassword(@Ctx() ctx: RequestContext, @Body() body: ForgottenCodeBody): Promise<GeneratedPasswordView> {
    return { password: await this.forgotten.generate(ctx, body) };
  }
}

@ApiTags('session')
@Controller('student/password-resets')
export class StudentForgottenController extends ForgottenController {
  constructor(forgotten: ForgottenPassword) {
    super(forgotten);
  }
}

@ApiTags('session')
@Controller('employer/password-resets')
export class EmployerForgottenController extends ForgottenController {
  constructor(forgotten: ForgottenPassword) {
    super(forgotten);
  }
}

@ApiTags('session')
@Controller('teacher/password-resets')
export class TeacherForgottenController extends ForgottenStaffController {
  constructor(forgotten: ForgottenPassword) {
    super(forgotten);
  }
}

@ApiTags('session')
@Controller('platform/password-resets')
export class PlatformForgottenController extends ForgottenStaffController {
  constructor(forgotten: ForgottenPassword) {
    super(forgotten);
  }
}
