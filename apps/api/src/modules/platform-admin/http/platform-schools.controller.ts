import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { PageQuery } from '../../../platform/http/index.js';
import { SchoolsOverview } from '../schools-overview.js';
import { SchoolPage } from './platform.dto.js';

@ApiTags('platform')
@Controller('platform/schools')
export class PlatformSchoolsController {
  constructor(private readonly schools: SchoolsOverview) {}

  @Get()
  @Allow('school.manage')
  @ApiOkResponse({ type: SchoolPage })
  listSchools(@Query() query: PageQuery): Promise<SchoolPage> {
    return this.schools.list(query);
  }
}
