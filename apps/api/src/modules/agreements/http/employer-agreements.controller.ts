import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { AgreementCommands } from '../commands/commands.service.js';
import { CaseQueries } from '../queries/case-queries.js';
import { EmployerListQueries } from '../queries/employer-list.js';
import { EmployerSummaryQueries } from '../queries/employer-summary.js';
import { StudentSearch } from '../queries/student-search.js';
import { CaseDetail } from './dto/case-detail.dto.js';
import { CreateDraftBody, SaveDraftBody, VersionBody } from './dto/commands.dto.js';
import {
  EmployerCasePage,
  EmployerCaseQuery,
  EmployerSummary,
  StudentSearchQuery,
  StudentSearchResult,
} from './dto/employer.dto.js';

/** One workspace: a school and a cohort. The access guard has resolved the school and checked that the unit is settled there. */
@ApiTags('agreements')
@Controller('employer/schools/:schoolCode/cohorts/:cohort')
export class EmployerAgreementsController {
  constructor(
    private readonly commands: AgreementCommands,
    private readonly detail: CaseQueries,
    private readonly lists: EmployerListQueries,
    private readonly summaries: EmployerSummaryQueries,
    private readonly students: StudentSearch,
  ) {}

  @Get('summary')
  @Allow('workspace.read')
  @ApiOkResponse({ type: EmployerSummary })
  getSummary(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') _schoolCode: string,
    @Param('cohort', ParseIntPipe) cohort: number,
  ): Promise<EmployerSummary> {
    return this.summaries.summary(ctx, cohort);
  }

  @Get('students')
  @Allow('student.search')
  @ApiOkResponse({ type: StudentSearchResult })
  searchStudents(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') _schoolCode: string,
    @Param('cohort', ParseIntPipe) cohort: number,
    @Query() query: StudentSearchQuery,
  ): Promise<StudentSearchResult> {
    return this.students.search(ctx, cohort, query.q);
  }

  @Get('cases')
  @Allow('case.list')
  @ApiOkResponse({ type: EmployerCasePage })
  listCases(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') _schoolCode: string,
    @Param('cohort', ParseIntPipe) cohort: number,
    @Query() query: EmployerCaseQuery,
  ): Promise<EmployerCasePage> {
    return this.lists.list(ctx, cohort, query);
  }

  @Post('cases')
  @Allow('case.invite')
  @ApiCreatedResponse({ type: CaseDetail })
  createDraft(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') _schoolCode: string,
    @Param('cohort', ParseIntPipe) cohort: number,
    @Body() body: CreateDraftBody,
  ): Promise<CaseDetail> {
    return this.commands.createDraft(ctx, cohort, body);
  }

  @Get('cases/:id')
  @Allow('case.read')
  @ApiOkResponse({ type: CaseDetail })
  getCase(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') _schoolCode: string,
    @Param('cohort', ParseIntPipe) cohort: number,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<CaseDetail> {
    return this.detail.get(ctx, id, cohort);
  }

  @Put('cases/:id/draft')
  @Allow('case.invite')
  @ApiOkResponse({ type: CaseDetail })
  saveDraft(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') _schoolCode: string,
    @Param('cohort', ParseIntPipe) cohort: number,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SaveDraftBody,
  ): Promise<CaseDetail> {
    return this.commands.saveDraft(ctx, id, body, cohort);
  }

  @Post('cases/:id/send')
  @HttpCode(200)
  @Allow('case.invite')
  @ApiOkResponse({ type: CaseDetail })
  send(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') _schoolCode: string,
    @Param('cohort', ParseIntPipe) cohort: number,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: VersionBody,
  ): Promise<CaseDetail> {
    return this.commands.send(ctx, id, body, cohort);
  }

  @Post('cases/:id/withdraw')
  @HttpCode(200)
  @Allow('case.invite')
  @ApiOkResponse({ type: CaseDetail })
  withdraw(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') _schoolCode: string,
    @Param('cohort', ParseIntPipe) cohort: number,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: VersionBody,
  ): Promise<CaseDetail> {
    return this.commands.withdraw(ctx, id, body, cohort);
  }

  @Post('cases/:id/discard')
  @HttpCode(200)
  @Allow('case.invite')
  @ApiOkResponse({ type: CaseDetail })
  discard(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') _schoolCode: string,
    @Param('cohort', ParseIntPipe) cohort: number,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: VersionBody,
  ): Promise<CaseDetail> {
    return this.commands.discard(ctx, id, body, cohort);
  }
}
