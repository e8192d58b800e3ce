import { Body, Controller, Delete, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type CookieRequest, Public } from '../../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../../platform/context/index.js';
import { type CookieReply, SessionView } from '../../../accounts/index.js';
import { UnitLookUp } from '../unit-look-up.js';
import { VisitorDesk } from '../visitor-desk.js';
import {
  DraftAnswer,
  LookUpBody,
  LookUpView,
  OpenAccountBody,
  ProveContactBody,
  SaveContactBody,
  SendCodeBody,
  SentCode,
  VisitorStartBody,
} from './wizard.dto.js';

/** The steps before there is an account. A cookie finds the draft; proofs of work and budgets keep machines out. */
@ApiTags('registration')
@Controller('employer/registration')
export class VisitorRegistrationController {
  constructor(
    private readonly units: UnitLookUp,
    private readonly desk: VisitorDesk,
  ) {}

  @Post('look-up')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: LookUpView })
  lookUpUnit(@Ctx() ctx: RequestContext, @Body() body: LookUpBody): Promise<LookUpView> {
    return this.units.lookUp(ctx, body);
  }

  @Get('visit')
  @Public()
  @ApiOkResponse({ type: DraftAnswer })
  getVisitorDraft(@Req() request: CookieRequest): Promise<DraftAnswer> {
    return this.desk.read(request);
  }

  @Post('visit')
  @Public()
  @ApiCreatedResponse({ type: DraftAnswer })
  startAsVisitor(
    @Ctx() ctx: RequestContext,
    @Body() body: VisitorStartBody,
    @Req() request: CookieRequest,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<DraftAnswer> {
    return this.desk.start(ctx, request, reply, body);
  }

  @Put('visit/contact')
  @Public()
  @ApiOkResponse({ type: DraftAnswer })
  saveVisitorContact(@Req() request: CookieRequest, @Body() body: SaveContactBody): Promise<DraftAnswer> {
    return this.desk.saveContact(request, body);
  }

  @Post('visit/codes')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: SentCode })
  sendRegistrationCode(
    @Ctx() ctx: RequestContext,
    @Req() request: CookieRequest,
    @Body() body: SendCodeBody,
  ): Promise<SentCode> {
    return this.desk.sendCode(ctx, request, body);
  }

  @Post('visit/codes/check')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: DraftAnswer })
  proveContact(
    @Ctx() ctx: RequestContext,
    @Req() request: CookieRequest,
    @Body() body: ProveContactBody,
  ): Promise<DraftAnswer> {
    return this.desk.prove(ctx, request, body);
  }

  @Post('visit/account')
  @Public()
  @ApiCreatedResponse({ type: SessionView })
  openAccount(
    @Ctx() ctx: RequestContext,
    @Body() body: OpenAccountBody,
    @Req() request: CookieRequest,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<SessionView> {
    return this.desk.openAccount(ctx, request, reply, body);
  }

  @Delete('visit')
  @HttpCode(204)
  @Public()
  @ApiNoContentResponse()
  dropVisitorDraft(@Req() request: CookieRequest, @Res({ passthrough: true }) reply: CookieReply): Promise<void> {
    return this.desk.drop(request, reply);
  }
}
