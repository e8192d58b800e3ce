import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type CookieRequest, Public } from '../../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../../platform/context/index.js';
import { IssuedCodeView } from '../../http/login-steps.dto.js';
import type { CookieReply } from '../../http/session-cookies.js';
import { SessionView } from '../../http/session.dto.js';
import { FirstBinding } from '../first-binding.js';
import { WechatPhones } from '../wechat-phones.js';
import { WechatScreens } from '../wechat-screens.js';
import {
  AuthorizeView,
  FirstBindingBody,
  PhoneTicketView,
  ShownTicketView,
  WatchedTicketView,
  WechatAnswerBody,
  WechatCodeBody,
  WechatHereBody,
} from './wechat.dto.js';

/**
 * A code on a screen and the phone that scans it. Open to all, for nobody is signed in yet: what comes of a ticket
 * belongs to the two browsers that hold its secrets.
 */
abstract class WechatTicketsController {
  constructor(
    private readonly screens: WechatScreens,
    private readonly phones: WechatPhones,
    private readonly first: FirstBinding,
  ) {}

  @Post()
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: ShownTicketView })
  openWechatTicket(
    @Ctx() ctx: RequestContext,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<ShownTicketView> {
    return this.screens.open(ctx, reply, { purpose: 'login', accountId: null });
  }

  @Post('here')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: AuthorizeView })
  loginInWechat(
    @Ctx() ctx: RequestContext,
    @Body() body: WechatHereBody,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<AuthorizeView> {
    return this.screens.openHere(ctx, reply, { purpose: 'login', accountId: null, ...body });
  }

  @Get(':ticketId')
  @Public()
  @ApiOkResponse({ type: WatchedTicketView })
  watchWechatTicket(
    @Ctx() ctx: RequestContext,
    @Param('ticketId', ParseUUIDPipe) ticketId: string,
    @Req() request: CookieRequest,
  ): Promise<WatchedTicketView> {
    return this.screens.watch(ctx, request, ticketId);
  }

  @Post(':ticketId/redeem')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: SessionView })
  redeemWechatTicket(
    @Ctx() ctx: RequestContext,
    @Param('ticketId', ParseUUIDPipe) ticketId: string,
    @Req() request: CookieRequest,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<SessionView> {
    return this.screens.redeem(ctx, request, reply, ticketId);
  }

  @Post(':ticketId/visits')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: AuthorizeView })
  visitWechatTicket(
    @Ctx() ctx: RequestContext,
    @Param('ticketId', ParseUUIDPipe) ticketId: string,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<AuthorizeView> {
    return this.phones.visit(ctx, reply, ticketId);
  }

  @Post(':ticketId/identity')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: PhoneTicketView })
  identifyByWechat(
    @Ctx() ctx: RequestContext,
    @Param('ticketId', ParseUUIDPipe) ticketId: string,
    @Body() body: WechatAnswerBody,
    @Req() request: CookieRequest,
  ): Promise<PhoneTicketView> {
    return this.phones.identify(ctx, request, ticketId, body);
  }

  @Get(':ticketId/phone')
  @Public()
  @ApiOkResponse({ type: PhoneTicketView })
  getPhoneTicket(
    @Ctx() ctx: RequestContext,
    @Param('ticketId', ParseUUIDPipe) ticketId: string,
    @Req() request: CookieRequest,
  ): Promise<PhoneTicketView> {
    return this.phones.view(ctx, request, ticketId);
  }

  @Post(':ticketId/codes')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: IssuedCodeView })
  sendWechatCode(
    @Ctx() ctx: RequestContext,
    @Param('ticketId', ParseUUIDPipe) ticketId: string,
    @Body() body: WechatCodeBody,
    @Req() request: CookieRequest,
  ): Promise<IssuedCodeView> {
    return this.first.sendCode(ctx, request, ticketId, body);
  }

  @Post(':ticketId/binding')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: PhoneTicketView })
  bindByPhoneCode(
    @Ctx() ctx: RequestContext,
    @Param('ticketId', ParseUUIDPipe) ticketId: string,
    @Body() body: FirstBindingBody,
    @Req() request: CookieRequest,
  ): Promise<PhoneTicketView> {
    return this.first.bind(ctx, request, ticketId, body);
  }

  @Post(':ticketId/confirm')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: PhoneTicketView })
  confirmWechatTicket(
    @Ctx() ctx: RequestContext,
    @Param('ticketId', ParseUUIDPipe) ticketId: string,
    @Req() request: CookieRequest,
  ): Promise<PhoneTicketView> {
    return this.phones.confirm(ctx, request, ticketId);
  }

  @Post(':ticketId/refuse')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: PhoneTicketView })
  refuseWechatTicket(
    @Ctx() ctx: RequestContext,
    @Param('ticketId', ParseUUIDPipe) ticketId: string,
    @Req() request: CookieRequest,
  ): Promise<PhoneTicketView> {
    return this.phones.refuse(ctx, request, ticketId);
  }
}

@ApiTags('wechat')
@Controller('teacher/session/wechat-tickets')
export class TeacherWechatTicketsController extends WechatTicketsController {
  constructor(screens: WechatScreens, phones: WechatPhones, first: FirstBinding) {
    super(screens, phones, first);
  }
}

@ApiTags('wechat')
@Controller('student/session/wechat-tickets')
export class StudentWechatTicketsController extends WechatTicketsController {
  constructor(screens: WechatScreens, phones: WechatPhones, first: FirstBinding) {
    super(screens, phones, first);
  }
}

@ApiTags('wechat')
@Controller('employer/session/wechat-tickets')
export class EmployerWechatTicketsController extends WechatTicketsController {
  constructor(screens: WechatScreens, phones: WechatPhones, first: FirstBinding) {
    super(screens, phones, first);
  }
}
