import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { BegunWechatView, type CookieReply } from '../../accounts/index.js';
import { AgreementCommands } from '../commands/commands.service.js';
import { ProofTickets } from '../commands/proof-tickets.js';
import { CaseQueries } from '../queries/case-queries.js';
import { ReadingQueries } from '../queries/reading.js';
import { StudentQueries } from '../queries/student-queries.js';
import { CaseDetail } from './dto/case-detail.dto.js';
import { AcceptBody, DeclineBody, ProofTicketBody, SignBody } from './dto/commands.dto.js';
import {
  AgreementView,
  CompareQuery,
  CompareView,
  InvitationList,
  InvitationQuery,
  ReadingView,
  StudentOverview,
} from './dto/student.dto.js';

@ApiTags('agreements')
@Controller('student')
export class StudentAgreementsController {
  constructor(
    private readonly commands: AgreementCommands,
    private readonly cases: CaseQueries,
    private readonly students: StudentQueries,
    private readonly readings: ReadingQueries,
    private readonly tickets: ProofTickets,
  ) {}

  @Get('overview')
  @Allow('home.read')
  @ApiOkResponse({ type: StudentOverview })
  getOverview(@Ctx() ctx: RequestContext): Promise<StudentOverview> {
    return this.students.overview(ctx);
  }

  @Get('invitations')
  @Allow('case.list')
  @ApiOkResponse({ type: InvitationList })
  listInvitations(@Ctx() ctx: RequestContext, @Query() query: InvitationQuery): Promise<InvitationList> {
    return this.students.invitations(ctx, query.closed ?? false);
  }

  @Get('invitations/compare')
  @Allow('case.list')
  @ApiOkResponse({ type: CompareView })
  compareInvitations(@Ctx() ctx: RequestContext, @Query() query: CompareQuery): Promise<CompareView> {
    return this.students.compare(ctx, query.ids);
  }

  @Get('agreement')
  @Allow('case.read')
  @ApiOkResponse({ type: AgreementView })
  getAgreement(@Ctx() ctx: RequestContext): Promise<AgreementView> {
    return this.students.agreement(ctx);
  }

  @Get('cases/:id')
  @Allow('case.read')
  @ApiOkResponse({ type: CaseDetail })
  getCase(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<CaseDetail> {
    return this.cases.get(ctx, id);
  }

  @Get('cases/:id/reading')
  @Allow('case.read')
  @ApiOkResponse({ type: ReadingView })
  getReading(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<ReadingView> {
    return this.readings.get(ctx, id);
  }

  @Post('cases/:id/wechat-tickets')
  @HttpCode(200)
  @Allow('case.sign')
  @ApiOkResponse({ type: BegunWechatView })
  openProofTicket(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ProofTicketBody,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<BegunWechatView> {
    return this.tickets.open(ctx, reply, id, body);
  }

  @Post('cases/:id/accept')
  @HttpCode(200)
  @Allow('case.answer')
  @ApiOkResponse({ type: CaseDetail })
  accept(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: AcceptBody,
  ): Promise<CaseDetail> {
    return this.commands.accept(ctx, id, body);
  }

  @Post('cases/:id/decline')
  @HttpCode(200)
  @Allow('case.answer')
  @ApiOkResponse({ type: CaseDetail })
  decline(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: DeclineBody,
  ): Promise<CaseDetail> {
    return this.commands.decline(ctx, id, body);
  }

  @Post('cases/:id/sign')
  @HttpCode(200)
  @Allow('case.sign')
  @ApiOkResponse({ type: CaseDetail })
  sign(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SignBody,
  ): Promise<CaseDetail> {
    return this.commands.sign(ctx, id, body);
  }
}
