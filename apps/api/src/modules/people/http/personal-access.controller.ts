import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { PageQuery } from '../../../platform/http/index.js';
import { PersonalAccesses } from '../privacy/personal-accesses.js';
import { PersonalAccessPage } from './personal-access.dto.js';

@ApiTags('people')
@Controller('student/personal-access')
export class StudentPersonalAccessController {
  constructor(private readonly accesses: PersonalAccesses) {}

  @Get()
  @Allow('any')
  @ApiOkResponse({ type: PersonalAccessPage })
  listPersonalAccess(@Ctx() ctx: RequestContext, @Query() query: PageQuery): Promise<PersonalAccessPage> {
    return this.accesses.list(ctx, query);
  }
}
