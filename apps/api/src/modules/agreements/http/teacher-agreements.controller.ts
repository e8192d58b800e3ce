import { Body, Controller, Get, HttpCode, Param, ParseEnumPipe, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { SLOTS, type Slot } from '@qiancheng/shared';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { AgreementCommands } from '../commands/commands.service.js';
import { CaseQueries } from '../queries/case-queries.js';
import { TeacherHomeQueries } from '../queries/teacher-home.js';
import { TeacherListQueries } from '../queries/teacher-list.js';
import { CaseDetail } from './dto/case-detail.dto.js';
import {
  FailBody,
  MarkSlotBody,
  PassBody,
  RevealBody,
  RevealedValue,
  VersionBody,
  VoidBody,
} from './dto/commands.dto.js';
import { HomeQuery, NeighboursView, TeacherCasePage, TeacherCaseQuery, TeacherHome } from './dto/teacher.dto.js';

const SlotPipe = new ParseEnumPipe(Object.fromEntries(SLOTS.map((slot) => [slot, slot])));

@ApiTags('agreements')
@Controller('teacher')
export class TeacherAgreementsController {
  constructor(
    private readonly commands: AgreementCommands,
    private readonly cases: CaseQueries,
    private readonly lists: TeacherListQueries,
    private readonly homes: TeacherHomeQueries,
  ) {}

  @Get('home')
  @Allow('home.read')
  @ApiOkResponse({ type: TeacherHome })
  getHome(@Ctx() ctx: RequestContext, @Query() query: HomeQuery): Promise<TeacherHome> {
    return this.homes.home(ctx, query.cohort);
  }

  @Get('cases')
  @Allow('case.list')
  @ApiOkResponse({ type: TeacherCasePage })
  listCases(@Ctx() ctx: RequestContext, @Query() query: TeacherCaseQuery): Promise<TeacherCasePage> {
    return this.lists.list(ctx, query);
  }

  @Get('cases/:id')
  @Allow('case.read')
  @ApiOkResponse({ type: CaseDetail })
  getCase(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<CaseDetail> {
    return this.cases.get(ctx, id);
  }

  @Get('cases/:id/neighbours')
  @Allow('case.list')
  @ApiOkResponse({ type: NeighboursView })
  getNeighbours(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: TeacherCaseQuery,
  ): Promise<NeighboursView> {
    return this.lists.neighbours(ctx, id, query);
  }

  @Post('cases/:id/pass')
  @HttpCode(200)
  @Allow('case.review')
  @ApiOkResponse({ type: CaseDetail })
  pass(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: PassBody,
  ): Promise<CaseDetail> {
    return this.commands.pass(ctx, id, body);
  }

  @Post('cases/:id/fail')
  @HttpCode(200)
  @Allow('case.review')
  @ApiOkResponse({ type: CaseDetail })
  fail(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: FailBody,
  ): Promise<CaseDetail> {
    return this.commands.fail(ctx, id, body);
  }

  @Post('cases/:id/claw-back')
  @HttpCode(200)
  @Allow('case.review')
  @ApiOkResponse({ type: CaseDetail })
  clawBack(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: VersionBody,
  ): Promise<CaseDetail> {
    return this.commands.clawBack(ctx, id, body);
  }

  @Post('cases/:id/void')
  @HttpCode(200)
  @Allow('case.void')
  @ApiOkResponse({ type: CaseDetail })
  voidCase(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: VoidBody,
  ): Promise<CaseDetail> {
    return this.commands.voidCase(ctx, id, body);
  }

  @Post('cases/:id/slots/:slot')
  @ApiParam({ name: 'slot', enum: SLOTS })
  @HttpCode(200)
  @Allow('case.mark_seal')
  @ApiOkResponse({ type: CaseDetail })
  markSlot(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('slot', SlotPipe) slot: Slot,
    @Body() body: MarkSlotBody,
  ): Promise<CaseDetail> {
    return this.commands.markSlot(ctx, id, slot, body);
  }

  @Post('cases/:id/reveal')
  @HttpCode(200)
  @Allow('case.reveal')
  @ApiOkResponse({ type: RevealedValue })
  reveal(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: RevealBody,
  ): Promise<RevealedValue> {
    return this.commands.reveal(ctx, id, body);
  }
}
