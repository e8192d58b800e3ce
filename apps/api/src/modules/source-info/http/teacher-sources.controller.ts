import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { PastedLists } from '../list/pasted-lists.js';
import { SourceList } from '../list/source-list.js';
import { SourceLookup } from '../list/source-lookup.js';
import { SourceSummaries } from '../list/source-summary.js';
import { SourceListPage, SourceListQuery } from './source-list.dto.js';
import { LookupBody, LookupResult, PastedListBody, PastedListView } from './source-lookup.dto.js';
import { SourceCohortQuery, SourceCounts, SourceSummary } from './source-summary.dto.js';

@ApiTags('source-info')
@Controller('teacher/sources')
export class TeacherSourcesController {
  constructor(
    private readonly list: SourceList,
    private readonly finder: SourceLookup,
    private readonly lists: PastedLists,
    private readonly summaries: SourceSummaries,
  ) {}

  /** A body, since the conditions may name two thousand students. */
  @Post('search')
  @HttpCode(200)
  @Allow('source.read')
  @ApiOkResponse({ type: SourceListPage })
  searchSources(@Ctx() ctx: RequestContext, @Body() body: SourceListQuery): Promise<SourceListPage> {
    return this.list.search(ctx, body);
  }

  @Post('lookup')
  @HttpCode(200)
  @Allow('source.read')
  @ApiOkResponse({ type: LookupResult })
  lookUpSources(@Ctx() ctx: RequestContext, @Body() body: LookupBody): Promise<LookupResult> {
    return this.finder.lookup(ctx, body);
  }

  @Post('lists')
  @Allow('source.read')
  @ApiCreatedResponse({ type: PastedListView })
  keepSourceList(@Ctx() ctx: RequestContext, @Body() body: PastedListBody): Promise<PastedListView> {
    return this.lists.keep(ctx, body);
  }

  @Get('summary')
  @Allow('source.read')
  @ApiOkResponse({ type: SourceSummary })
  getSourceSummary(@Ctx() ctx: RequestContext, @Query() { cohort }: SourceCohortQuery): Promise<SourceSummary> {
    return this.summaries.summary(ctx, cohort);
  }

  @Get('counts')
  @Allow('source.read', { passive: true })
  @ApiOkResponse({ type: SourceCounts })
  countSources(@Ctx() ctx: RequestContext, @Query() { cohort }: SourceCohortQuery): Promise<SourceCounts> {
    return this.summaries.counts(ctx, cohort);
  }
}
