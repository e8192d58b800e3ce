import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { PageQuery } from '../../../platform/http/index.js';
import { SourceActQueries } from '../bulk/act-queries.js';
import {
  SourceActBody,
  SourceActPage,
  SourceActPreview,
  SourceActRowPage,
  SourceActRowQuery,
  SourceActView,
} from '../bulk/acts.dto.js';
import { SourceActs } from '../bulk/source-acts.service.js';

/** Each act asks for its own right besides; whoever holds one of them holds this one. */
@ApiTags('source-info')
@Controller('teacher/sources/acts')
export class TeacherSourceActsController {
  constructor(
    private readonly acts: SourceActs,
    private readonly queries: SourceActQueries,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @Allow('source.edit')
  @ApiOkResponse({ type: SourceActPreview })
  previewSourceAct(@Ctx() ctx: RequestContext, @Body() body: SourceActBody): Promise<SourceActPreview> {
    return this.acts.preview(ctx, body);
  }

  @Post()
  @HttpCode(202)
  @Allow('source.edit')
  @ApiAcceptedResponse({ type: SourceActView })
  orderSourceAct(@Ctx() ctx: RequestContext, @Body() body: SourceActBody): Promise<SourceActView> {
    return this.acts.give(ctx, body);
  }

  @Get()
  @Allow('source.edit')
  @ApiOkResponse({ type: SourceActPage })
  listSourceActs(@Ctx() ctx: RequestContext, @Query() query: PageQuery): Promise<SourceActPage> {
    return this.queries.list(ctx, query);
  }

  @Get(':id')
  @Allow('source.edit', { passive: true })
  @ApiOkResponse({ type: SourceActView })
  getSourceAct(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<SourceActView> {
    return this.queries.get(ctx, id);
  }

  @Get(':id/rows')
  @Allow('source.edit')
  @ApiOkResponse({ type: SourceActRowPage })
  listSourceActRows(
    @Ctx() ctx: RequestContext,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: SourceActRowQuery,
  ): Promise<SourceActRowPage> {
    return this.queries.rows(ctx, id, query);
  }

  @Post(':id/retry')
  @HttpCode(202)
  @Allow('source.edit')
  @ApiAcceptedResponse({ type: SourceActView })
  retrySourceAct(@Ctx() ctx: RequestContext, @Param('id', ParseUUIDPipe) id: string): Promise<SourceActView> {
    return this.acts.retry(ctx, id);
  }
}
