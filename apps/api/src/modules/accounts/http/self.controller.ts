import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { type Page, PageQuery } from '../../../platform/http/index.js';
import { OwnAccount } from '../self/own-account.js';
import { OwnAuthenticator } from '../self/own-authenticator.js';
import { OwnHistory } from '../self/own-history.js';
import { OwnSessions } from '../self/own-sessions.js';
import { ContactCodeBody, IssuedCodeView } from './login-steps.dto.js';
import {
  AuthenticatorCodeBody,
  BeginAuthenticatorBody,
  ChangeContactBody,
  ChangePasswordBody,
  EnrolmentView,
  HistoryEntryView,
  HistoryPage,
  OwnAccountView,
  OwnSessionView,
  PasswordBody,
  RecoveryCodesView,
} from './self.dto.js';

/** One's own account: the same for four audiences, never anybody else's. */
abstract class SelfController {
  constructor(
    private readonly account: OwnAccount,
    private readonly sessions: OwnSessions,
    private readonly authenticator: OwnAuthenticator,
    private readonly events: OwnHistory,
  ) {}

  @Get()
  @Allow('any')
  @ApiOkResponse({ type: OwnAccountView })
  ownAccount(@Ctx() ctx: RequestContext): Promise<OwnAccountView> {
    return this.account.view(ctx);
  }

  @Post('password')
  @HttpCode(204)
  @Allow('any')
  @ApiNoContentResponse()
  changePassword(@Ctx() ctx: RequestContext, @Body() body: ChangePasswordBody): Promise<void> {
    return this.account.changePassword(ctx, body);
  }

  @Post('contact-codes')
  @HttpCode(200)
  @Allow('any')
  @ApiOkResponse({ type: IssuedCodeView })
  sendContactCode(@Ctx() ctx: RequestContext, @Body() body: ContactCodeBody): Promise<IssuedCodeView> {
    return this.account.sendContactCode(ctx, body);
  }

  @Post('contact')
  @HttpCode(204)
  @Allow('any')
  @ApiNoContentResponse()
  changeContact(@Ctx() ctx: RequestContext, @Body() body: ChangeContactBody): Promise<void> {
    return this.account.changeContact(ctx, body);
  }

  @Get('sessions')
  @Allow('any')
  @ApiOkResponse({ type: [OwnSessionView] })
  ownSessions(@Ctx() ctx: RequestContext): Promise<OwnSessionView[]> {
    return this.sessions.list(ctx);
  }

  @Delete('sessions/:sessionId')
  @HttpCode(204)
  @Allow('any')
  @ApiNoContentResponse()
  endOwnSession(@Ctx() ctx: RequestContext, @Param('sessionId', ParseUUIDPipe) sessionId: string): Promise<void> {
    return this.sessions.end(ctx, sessionId);
  }

  @Post('sessions/end-others')
  @HttpCode(204)
  @Allow('any')
  @ApiNoContentResponse()
  endOtherSessions(@Ctx() ctx: RequestContext): Promise<void> {
    return this.sessions.endOthers(ctx);
  }

  @Post('authenticator')
  @HttpCode(200)
  @Allow('any', { stages: ['full', 'setup'] })
  @ApiOkResponse({ type: EnrolmentView })
  beginAuthenticator(@Ctx() ctx: RequestContext, @Body() body: BeginAuthenticatorBody): Promise<EnrolmentView> {
    return this.authenticator.begin(ctx, body.password);
  }

  @Post('authenticator/confirm')
  @HttpCode(200)
  @Allow('any', { stages: ['full', 'setup'] })
  @ApiOkResponse({ type: RecoveryCodesView })
  async confirmAuthenticator(
    @Ctx() ctx: RequestContext,
    @Body() body: AuthenticatorCodeBody,
  ): Promise<RecoveryCodesView> {
    return { codes: await this.authenticator.confirm(ctx, body.code) };
  }

  @Post('authenticator/remove')
  @HttpCode(204)
  @Allow('any')
  @ApiNoContentResponse()
  removeAuthenticator(@Ctx() ctx: RequestContext, @Body() body: PasswordBody): Promise<void> {
    return this.authenticator.remove(ctx, body.password);
  }

  @Post('recovery-codes')
  @HttpCode(200)
  @Allow('any')
  @ApiOkResponse({ type: RecoveryCodesView })
  async renewRecoveryCodes(@Ctx() ctx: RequestContext, @Body() body: PasswordBody): Promise<RecoveryCodesView> {
    return { codes: await this.authenticator.renewRecoveryCodes(ctx, body.password) };
  }

  @Get('history')
  @Allow('any')
  @ApiOkResponse({ type: HistoryPage })
  ownHistory(@Ctx() ctx: RequestContext, @Query() query: PageQuery): Promise<Page<HistoryEntryView>> {
    return this.events.page(ctx, query);
  }
}

@ApiTags('account')
@Controller('teacher/account')
export class TeacherSelfController extends SelfController {
  constructor(account: OwnAccount, sessions: OwnSessions, authenticator: OwnAuthenticator, history: OwnHistory) {
    super(account, sessions, authenticator, history);
  }
}

@ApiTags('account')
@Controller('student/account')
export class StudentSelfController extends SelfController {
  constructor(account: OwnAccount, sessions: OwnSessions, authenticator: OwnAuthenticator, history: OwnHistory) {
    super(account, sessions, authenticator, history);
  }
}

@ApiTags('account')
@Controller('employer/account')
export class EmployerSelfController extends SelfController {
  constructor(account: OwnAccount, sessions: OwnSessions, authenticator: OwnAuthenticator, history: OwnHistory) {
    super(account, sessions, authenticator, history);
  }
}

@ApiTags('account')
@Controller('platform/account')
export class PlatformSelfController extends SelfController {
  constructor(account: OwnAccount, sessions: OwnSessions, authenticator: OwnAuthenticator, history: OwnHistory) {
    super(account, sessions, authenticator, history);
  }
}
