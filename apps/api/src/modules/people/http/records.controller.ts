import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { RecordQueries } from '../records/record-queries.js';
import { RecordPage, RecordQuery } from './records.dto.js';

@ApiTags('people')
@Controller('teacher/records')
export class TeacherRecordsController {
  constructor(private readonly records: RecordQueries) {}

  @Get()
  @Allow('audit.read')
  @ApiOkResponse({ type: RecordPage })
  listRecords(@Ctx() ctx: RequestContext, @Query() query: RecordQuery): Promise<RecordPage> {
    return this.records.list(ctx, query);
  }
}

@ApiTags('people')
@Controller('platform/records')
export class PlatformRecordsController {
  constructor(private readonly records: RecordQueries) {}

  @Get()
  @Allow('audit.read')
  @ApiOkResponse({ type: RecordPage })
  listRecords(@Ctx() ctx: RequestContext, @Query() query: RecordQuery): Promise<RecordPage> {
    return this.records.list(ctx, query);
  }
}
