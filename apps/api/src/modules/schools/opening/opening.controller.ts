import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { OpenedSchool, OpenSchoolBody, SchoolDetail, SchoolFactsEditBody, SchoolReasonBody } from './opening.dto.js';
import { SchoolDesk } from './school-desk.js';
import { SchoolDetails } from './school-details.js';

@ApiTags('platform')
@Controller('platform/schools')
export class PlatformSchoolController {
  constructor(
    private readonly desk: SchoolDesk,
    private readonly details: SchoolDetails,
  ) {}

  @Post()
  @HttpCode(200)
  @Allow('school.manage')
  @ApiOkResponse({ type: OpenedSchool })
  openSchool(@Ctx() ctx: RequestContext, @Body() body: OpenSchoolBody): Promise<OpenedSchool> {
    return this.desk.open(ctx, body);
  }

  @Get(':schoolCode')
  @Allow('school.manage')
  @ApiOkResponse({ type: SchoolDetail })
  getSchool(@Param('schoolCode') code: string): Promise<SchoolDetail> {
    return this.details.detail(code);
  }

  @Put(':schoolCode')
  @Allow('school.manage')
  @ApiOkResponse({ type: SchoolDetail })
  editSchool(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') code: string,
    @Body() body: SchoolFactsEditBody,
  ): Promise<SchoolDetail> {
    return this.desk.edit(ctx, code, body);
  }

  @Post(':schoolCode/close')
  @HttpCode(200)
  @Allow('school.manage')
  @ApiOkResponse({ type: SchoolDetail })
  closeSchool(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') code: string,
    @Body() body: SchoolReasonBody,
  ): Promise<SchoolDetail> {
    return this.desk.close(ctx, code, body);
  }

  @Post(':schoolCode/reopen')
  @HttpCode(200)
  @Allow('school.manage')
  @ApiOkResponse({ type: SchoolDetail })
  reopenSchool(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') code: string,
    @Body() body: SchoolReasonBody,
  ): Promise<SchoolDetail> {
    return this.desk.reopen(ctx, code, body);
  }
}
