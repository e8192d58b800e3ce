import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { DirectorySearch } from '../search/directory-search.js';
import { DirectoryQuery, StaffDirectoryHits } from './directory-search.dto.js';

@ApiTags('directory')
@Controller('teacher/directory')
export class TeacherDirectoryController {
  constructor(private readonly search: DirectorySearch) {}

  @Get()
  @Allow('directory.read')
  @ApiOkResponse({ type: StaffDirectoryHits })
  searchDirectory(@Ctx() ctx: RequestContext, @Query() { q }: DirectoryQuery): Promise<StaffDirectoryHits> {
    return this.search.forTeacher(ctx, q);
  }
}
