import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { SourceViews } from '../list/views/source-views.js';
import { SourceViewBody, SourceViewChange, SourceViewList, SourceViewView } from './source-views.dto.js';

@ApiTags('source-info')
@Controller('teacher/sources/views')
export class TeacherSourceViewsController {
  constructor(private readonly views: SourceViews) {}

  @Get()
  @Allow('source.read')
  @ApiOkResponse({ type: SourceViewList })
  listSourceViews(@Ctx() ctx: RequestContext): Promise<SourceViewList> {
    return this.views.list(ctx);
  }

  @Post()
  @Allow('source.read')
  @ApiCreatedResponse({ type: SourceViewView })
  createSourceView(@Ctx() ctx: RequestContext, @Body() body: SourceViewBody): Promise<SourceViewView> {
    return this.views.create(ctx, body);
  }

  @Get(':viewId')
  @Allow('source.read')
  @ApiOkResponse({ type: SourceViewView })
  getSourceView(@Ctx() ctx: RequestContext, @Param('viewId', ParseUUIDPipe) id: string): Promise<SourceViewView> {
    return this.views.get(ctx, id);
  }

  @Patch(':viewId')
  @Allow('source.read')
  @ApiOkResponse({ type: SourceViewView })
  changeSourceView(
    @Ctx() ctx: RequestContext,
    @Param('viewId', ParseUUIDPipe) id: string,
    @Body() body: SourceViewChange,
  ): Promise<SourceViewView> {
    return this.views.change(ctx, id, body);
  }

  @Delete(':viewId')
  @HttpCode(204)
  @Allow('source.read')
  @ApiNoContentResponse()
  deleteSourceView(@Ctx() ctx: RequestContext, @Param('viewId', ParseUUIDPipe) id: string): Promise<void> {
    return this.views.remove(ctx, id);
  }
}
