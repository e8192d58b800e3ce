import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { DirectorySearch } from '../search/directory-search.js';
import { DirectoryQuery, StudentDirectoryHits } from './directory-search.dto.js';

@ApiTags('directory')
@Controller('student/directory')
export class StudentDirectoryController {
  constructor(private readonly search: DirectorySearch) {}

  @Get()
  @Allow('directory.read')
  @ApiOkResponse({ type: StudentDirectoryHits })
  searchDirectory(@Ctx() ctx: RequestContext, @Query() { q }: DirectoryQuery): Promise<StudentDirectoryHits> {
    return this.search.forStudent(ctx, q);
  }
}
