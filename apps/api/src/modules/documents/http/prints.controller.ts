import { Body, Controller, HttpCode, Param, ParseIntPipe, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { JobView } from '../../../platform/jobs/index.js';
import { PrintsService } from '../prints.service.js';
import { PrintBody } from './prints.dto.js';

@ApiTags('documents')
@Controller('teacher/prints')
export class TeacherPrintsController {
  constructor(private readonly prints: PrintsService) {}

  @Post()
  @HttpCode(202)
  @Allow('case.print')
  @ApiAcceptedResponse({ type: JobView })
  createPrint(@Ctx() ctx: RequestContext, @Body() body: PrintBody): Promise<JobView> {
    return this.prints.createPrint(ctx, body);
  }
}

@ApiTags('documents')
@Controller('student/prints')
export class StudentPrintsController {
  constructor(private readonly prints: PrintsService) {}

  @Post()
  @HttpCode(202)
  @Allow('case.print')
  @ApiAcceptedResponse({ type: JobView })
  createPrint(@Ctx() ctx: RequestContext, @Body() body: PrintBody): Promise<JobView> {
    return this.prints.createPrint(ctx, body);
  }
}

@ApiTags('documents')
@Controller('employer/schools/:schoolCode/cohorts/:cohort/prints')
export class EmployerPrintsController {
  constructor(private readonly prints: PrintsService) {}

  @Post()
  @HttpCode(202)
  @Allow('case.print')
  @ApiAcceptedResponse({ type: JobView })
  createPrint(
    @Ctx() ctx: RequestContext,
    @Param('schoolCode') _schoolCode: string,
    @Param('cohort', ParseIntPipe) _cohort: number,
    @Body() body: PrintBody,
  ): Promise<JobView> {
    return this.prints.createPrint(ctx, body);
  }
}
