import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { PageQuery } from '../../../platform/http/index.js';
import { Duplicates } from '../keep/duplicates.js';
import { MergeLog } from '../keep/merge-log.js';
import { Merging } from '../keep/merging.js';
import { Unmerging } from '../keep/unmerging.js';
import {
  DistinctBody,
  DuplicatePage,
  DuplicateQuery,
  MergeBody,
  MergePage,
  MergePair,
  MergePreviewView,
  UnitRecordView,
} from './platform-units.dto.js';

@ApiTags('units')
@Controller('platform')
export class PlatformMergesController {
  constructor(
    private readonly duplicates: Duplicates,
    private readonly merging: Merging,
    private readonly unmerging: Unmerging,
    private readonly merges: MergeLog,
  ) {}

  @Get('unit-duplicates')
  @Allow('directory.manage')
  @ApiOkResponse({ type: DuplicatePage })
  listDuplicates(@Ctx() ctx: RequestContext, @Query() query: DuplicateQuery): Promise<DuplicatePage> {
    return this.duplicates.list(ctx, query);
  }

  @Post('unit-duplicates/distinct')
  @HttpCode(204)
  @Allow('directory.manage')
  @ApiNoContentResponse()
  declareDistinct(@Ctx() ctx: RequestContext, @Body() body: DistinctBody): Promise<void> {
    return this.duplicates.declareDistinct(ctx, body);
  }

  @Get('unit-merges')
  @Allow('directory.manage')
  @ApiOkResponse({ type: MergePage })
  listMerges(@Ctx() ctx: RequestContext, @Query() query: PageQuery): Promise<MergePage> {
    return this.merges.list(ctx, query);
  }

  @Get('unit-merges/preview')
  @Allow('directory.manage')
  @ApiOkResponse({ type: MergePreviewView })
  previewMerge(@Ctx() ctx: RequestContext, @Query() query: MergePair): Promise<MergePreviewView> {
    return this.merging.preview(ctx, query);
  }

  @Post('unit-merges')
  @HttpCode(200)
  @Allow('directory.manage')
  @ApiOkResponse({ type: UnitRecordView })
  mergeUnits(@Ctx() ctx: RequestContext, @Body() body: MergeBody): Promise<UnitRecordView> {
    return this.merging.merge(ctx, body);
  }

  @Post('unit-merges/:mergeId/undo')
  @HttpCode(200)
  @Allow('directory.manage')
  @ApiOkResponse({ type: UnitRecordView })
  undoMerge(@Ctx() ctx: RequestContext, @Param('mergeId', ParseUUIDPipe) id: string): Promise<UnitRecordView> {
    return this.unmerging.undo(ctx, id);
  }
}
