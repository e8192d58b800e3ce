import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { AnswersFile, PageQuery, PDF, sendFile } from '../../../platform/http/index.js';
import { ActQueries } from '../students/act-queries.js';
import { StudentCommands } from '../students/student-commands.js';
import { StudentQueries } from '../students/student-queries.js';
import {
  OneStudentActBody,
  StudentAccountDetail,
  StudentAccountPage,
  StudentAccountQuery,
  StudentActBody,
  StudentActPage,
  StudentActResult,
  StudentActRowPage,
  StudentActRowQuery,
  StudentActView,
} from './student-accounts.dto.js';

@ApiTags('people')
@Controller('teacher/student-accounts')
export class TeacherStudentAccountsController {
  constructor(
    private readonly queries: StudentQueries,
    private readonly commands: StudentCommands,
  ) {}

  @Get()
  @Allow('student_account.read')
  @ApiOkResponse({ type: StudentAccountPage })
  listStudentAccounts(@Ctx() ctx: RequestContext, @Query() query: StudentAccountQuery): Promise<StudentAccountPage> {
    return this.queries.list(ctx, query);
  }

  @Get(':id')
  @Allow('student_account.read')
  @ApiOkResponse({ type: StudentAccountDetail })
  getStudentAccount(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<StudentAccountDetail> {
    return this.queries.get(ctx, id);
  }

  @Post(':id/reset-password')
  @HttpCode(200)
  @Allow('student_account.manage')
  @ApiOkResponse({ type: StudentActResult })
  resetStudentPassword(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: OneStudentActBody,
  ): Promise<StudentActResult> {
    return this.commands.one(ctx, id, 'reset', body);
  }

  @Post(':id/unbind-wechat')
  @HttpCode(200)
  @Allow('student_account.manage')
  @ApiOkResponse({ type: StudentActResult })
  unbindStudentWechat(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: OneStudentActBody,
  ): Promise<StudentActResult> {
    return this.commands.one(ctx, id, 'unbind', body);
  }

  @Post(':id/unlock')
  @HttpCode(200)
  @Allow('student_account.manage')
  @ApiOkResponse({ type: StudentActResult })
  unlockStudent(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: OneStudentActBody,
  ): Promise<StudentActResult> {
    return this.commands.one(ctx, id, 'unlock', body);
  }
}

@ApiTags('people')
@Controller('teacher/student-account-acts')
export class TeacherStudentActsController {
  constructor(
    private readonly commands: StudentCommands,
    private readonly acts: ActQueries,
  ) {}

  @Post()
  @HttpCode(202)
  @Allow('student_account.manage')
  @ApiAcceptedResponse({ type: StudentActView })
  orderStudentAct(@Ctx() ctx: RequestContext, @Body() body: StudentActBody): Promise<StudentActView> {
    return this.commands.order(ctx, body);
  }

  @Get()
  @Allow('student_account.manage')
  @ApiOkResponse({ type: StudentActPage })
  listStudentActs(@Ctx() ctx: RequestContext, @Query() query: PageQuery): Promise<StudentActPage> {
    return this.acts.list(ctx, query);
  }

  @Get(':id')
  @Allow('student_account.manage', { passive: true })
  @ApiOkResponse({ type: StudentActView })
  getStudentAct(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<StudentActView> {
    return this.acts.get(ctx, id);
  }

  @Get(':id/rows')
  @Allow('student_account.manage')
  @ApiOkResponse({ type: StudentActRowPage })
  listStudentActRows(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: StudentActRowQuery,
  ): Promise<StudentActRowPage> {
    return this.acts.rows(ctx, id, query);
  }

  @Get(':id/slips')
  @Allow('student_account.manage')
  @AnswersFile('激活单，24 小时内本人可下载', PDF)
  async getSlips(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.acts.slips(ctx, id));
  }
}
