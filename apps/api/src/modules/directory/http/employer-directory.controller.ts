import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { DirectorySearch } from '../search/directory-search.js';
import { DirectoryQuery, DirectoryHits } from './directory-search.dto.js';

@ApiTags('directory')
@Controller('employer/directory')
export class EmployerDirectoryController {
  constructor(private readonly search: DirectorySearch) {}

  @Get()
  @Allow('directory.read')
  @ApiOkResponse({ type: DirectoryHits })
  searchDirectory(@Ctx() ctx: RequestContext, @Query() { q }: DirectoryQuery): Promise<DirectoryHits> {
    return this.search.forEmployer(ctx, q);
  }
}
