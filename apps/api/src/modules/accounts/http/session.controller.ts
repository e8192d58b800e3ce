import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow, type CookieRequest, Public } from '../../../platform/access/index.js';
import { Ctx, type RequestContext, SESSION_STAGES } from '../../../platform/context/index.js';
import { SessionDesk } from '../sessions/session-desk.js';
import type { CookieReply } from './session-cookies.js';
import { LoginBody, SessionView } from './session.dto.js';

/** The same session for four audiences; each has its own address, cookies and document. */
abstract class SessionController {
  constructor(private readonly desk: SessionDesk) {}

  @Post()
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: SessionView })
  login(
    @Ctx() ctx: RequestContext,
    @Body() body: LoginBody,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<SessionView> {
    return this.desk.login(ctx, body, reply);
  }

  @Get()
  @Allow('any', { stages: SESSION_STAGES })
  @ApiOkResponse({ type: SessionView })
  whoAmI(@Ctx() ctx: RequestContext): Promise<SessionView> {
    return this.desk.whoAmI(ctx);
  }

  /** Open to all: whoever wants out gets out, with an expired token too. */
  @Delete()
  @HttpCode(204)
  @Public()
  @ApiNoContentResponse()
  logout(
    @Ctx() ctx: RequestContext,
    @Req() request: CookieRequest,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<void> {
    return this.desk.logout(ctx, request, reply);
  }

  @Post('refresh')
  @HttpCode(204)
  @Public()
  @ApiNoContentResponse()
  refreshSession(
    @Ctx() ctx: RequestContext,
    @Req() request: CookieRequest,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<void> {
    return this.desk.refresh(ctx, request, reply);
  }
}

@ApiTags('session')
@Controller('teacher/session')
export class TeacherSessionController extends SessionController {
  constructor(desk: SessionDesk) {
    super(desk);
  }
}

@ApiTags('session')
@Controller('student/session')
export class StudentSessionController extends SessionController {
  constructor(desk: SessionDesk) {
    super(desk);
  }
}

@ApiTags('session')
@Controller('employer/session')
export class EmployerSessionController extends SessionController {
  constructor(desk: SessionDesk) {
    super(desk);
  }
}

@ApiTags('session')
@Controller('platform/session')
export class PlatformSessionController extends SessionController {
  constructor(desk: SessionDesk) {
    super(desk);
  }
}
