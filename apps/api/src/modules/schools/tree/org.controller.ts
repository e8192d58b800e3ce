import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { CohortList } from '../http/schools.dto.js';
import { ClassCounsellors } from './class-counsellors.js';
import { CohortDesk } from './cohort-desk.js';
import { CohortEditBody, CohortOpenBody, NewCohortBody } from './cohort.dto.js';
import { OrgDesk } from './org-desk.js';
import { OrgTrees } from './org-tree.js';
import {
  ClassBody,
  ClassCounsellorsBody,
  ClassEditBody,
  CollegeBody,
  CollegeEditBody,
  MajorEditBody,
  NewMajorBody,
  OrgTree,
  OrgTreeQuery,
  UnitActiveBody,
  UnitOrderBody,
  UnitSaved,
  UnitVersionBody,
} from './org.dto.js';

const Id = (name: string): ParameterDecorator => Param(name, ParseUUIDPipe);

@ApiTags('schools')
@Controller('teacher/org')
export class TeacherOrgController {
  constructor(
    private readonly trees: OrgTrees,
    private readonly desk: OrgDesk,
    private readonly counsellors: ClassCounsellors,
  ) {}

  @Get('tree')
  @Allow('org.read')
  @ApiOkResponse({ type: OrgTree })
  getOrgTree(@Ctx() ctx: RequestContext, @Query() query: OrgTreeQuery): Promise<OrgTree> {
    return this.trees.tree(ctx, query.cohort);
  }

  @Post('colleges')
  @HttpCode(200)
  @Allow('org.manage')
  @ApiOkResponse({ type: UnitSaved })
  addCollege(@Ctx() ctx: RequestContext, @Body() body: CollegeBody): Promise<UnitSaved> {
    return this.desk.addCollege(ctx, body);
  }

  @Post('colleges/order')
  @HttpCode(200)
  @Allow('org.manage')
  @ApiOkResponse({ type: [UnitSaved] })
  orderColleges(@Ctx() ctx: RequestContext, @Body() body: UnitOrderBody): Promise<UnitSaved[]> {
    return this.desk.reorder(ctx, null, body);
  }

  @Put('colleges/:collegeId')
  @Allow('org.manage')
  @ApiOkResponse({ type: UnitSaved })
  editCollege(
    @Ctx() ctx: RequestContext,
    @Id('collegeId') id: string,
    @Body() body: CollegeEditBody,
  ): Promise<UnitSaved> {
    return this.desk.editCollege(ctx, id, body);
  }

  @Post('colleges/:collegeId/active')
  @HttpCode(200)
  @Allow('org.manage')
  @ApiOkResponse({ type: UnitSaved })
  setCollegeActive(
    @Ctx() ctx: RequestContext,
    @Id('collegeId') id: string,
    @Body() body: UnitActiveBody,
  ): Promise<UnitSaved> {
    return this.desk.setActive(ctx, 'college', id, body);
  }

  @Post('colleges/:collegeId/remove')
  @HttpCode(200)
  @Allow('org.manage')
  @ApiOkResponse({ type: UnitSaved })
  removeCollege(
    @Ctx() ctx: RequestContext,
    @Id('collegeId') id: string,
    @Body() body: UnitVersionBody,
  ): Promise<UnitSaved> {
    return this.desk.remove(ctx, 'college', id, body);
  }

  @Post('colleges/:collegeId/majors/order')
  @HttpCode(200)
  @Allow('org.manage')
  @ApiOkResponse({ type: [UnitSaved] })
  orderMajors(
    @Ctx() ctx: RequestContext,
    @Id('collegeId') id: string,
    @Body() body: UnitOrderBody,
  ): Promise<UnitSaved[]> {
    return this.desk.reorder(ctx, id, body);
  }

  @Post('majors')
  @HttpCode(200)
  @Allow('org.manage')
  @ApiOkResponse({ type: UnitSaved })
  addMajor(@Ctx() ctx: RequestContext, @Body() body: NewMajorBody): Promise<UnitSaved> {
    return this.desk.addMajor(ctx, body);
  }

  @Put('majors/:majorId')
  @Allow('org.manage')
  @ApiOkResponse({ type: UnitSaved })
  editMajor(@Ctx() ctx: RequestContext, @Id('majorId') id: string, @Body() body: MajorEditBody): Promise<UnitSaved> {
    return this.desk.editMajor(ctx, id, body);
  }

  @Post('majors/:majorId/active')
  @HttpCode(200)
  @Allow('org.manage')
  @ApiOkResponse({ type: UnitSaved })
  setMajorActive(
    @Ctx() ctx: RequestContext,
    @Id('majorId') id: string,
    @Body() body: UnitActiveBody,
  ): Promise<UnitSaved> {
    return this.desk.setActive(ctx, 'major', id, body);
  }

  @Post('majors/:majorId/remove')
  @HttpCode(200)
  @Allow('org.manage')
  @ApiOkResponse({ type: UnitSaved })
  removeMajor(
    @Ctx() ctx: RequestContext,
    @Id('majorId') id: string,
    @Body() body: UnitVersionBody,
  ): Promise<UnitSaved> {
    return this.desk.remove(ctx, 'major', id, body);
  }

  @Post('classes')
  @HttpCode(200)
  @Allow('org.manage')
  @ApiOkResponse({ type: UnitSaved })
  addClass(@Ctx() ctx: RequestContext, @Body() body: ClassBody): Promise<UnitSaved> {
    return this.desk.addClass(ctx, body);
  }

  @Put('classes/:classId')
  @Allow('org.manage')
  @ApiOkResponse({ type: UnitSaved })
  editClass(@Ctx() ctx: RequestContext, @Id('classId') id: string, @Body() body: ClassEditBody): Promise<UnitSaved> {
    return this.desk.editClass(ctx, id, body);
  }

  @Post('classes/:classId/active')
  @HttpCode(200)
  @Allow('org.manage')
  @ApiOkResponse({ type: UnitSaved })
  setClassActive(
    @Ctx() ctx: RequestContext,
    @Id('classId') id: string,
    @Body() body: UnitActiveBody,
  ): Promise<UnitSaved> {
    return this.desk.setActive(ctx, 'class', id, body);
  }

  @Post('classes/:classId/remove')
  @HttpCode(200)
  @Allow('org.manage')
  @ApiOkResponse({ type: UnitSaved })
  removeClass(
    @Ctx() ctx: RequestContext,
    @Id('classId') id: string,
    @Body() body: UnitVersionBody,
  ): Promise<UnitSaved> {
    return this.desk.remove(ctx, 'class', id, body);
  }

  @Post('classes/:classId/counsellors')
  @HttpCode(200)
  @Allow('org.manage')
  @ApiOkResponse({ type: UnitSaved })
  setClassCounsellors(
    @Ctx() ctx: RequestContext,
    @Id('classId') id: string,
    @Body() body: ClassCounsellorsBody,
  ): Promise<UnitSaved> {
    return this.counsellors.set(ctx, id, body);
  }
}

@ApiTags('schools')
@Controller('teacher/cohorts')
export class TeacherCohortsController {
  constructor(private readonly cohorts: CohortDesk) {}

  @Post()
  @HttpCode(200)
  @Allow('org.manage')
  @ApiOkResponse({ type: CohortList })
  addCohort(@Ctx() ctx: RequestContext, @Body() body: NewCohortBody): Promise<CohortList> {
    return this.cohorts.add(ctx, body);
  }

  @Put(':cohort')
  @Allow('org.manage')
  @ApiOkResponse({ type: CohortList })
  editCohort(
    @Ctx() ctx: RequestContext,
    @Param('cohort', ParseIntPipe) year: number,
    @Body() body: CohortEditBody,
  ): Promise<CohortList> {
    return this.cohorts.edit(ctx, year, body);
  }

  @Post(':cohort/open')
  @HttpCode(200)
  @Allow('org.manage')
  @ApiOkResponse({ type: CohortList })
  setCohortOpen(
    @Ctx() ctx: RequestContext,
    @Param('cohort', ParseIntPipe) year: number,
    @Body() body: CohortOpenBody,
  ): Promise<CohortList> {
    return this.cohorts.setOpen(ctx, year, body);
  }
}
