import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { Workspaces } from '../workspaces.js';
import { WorkspaceList } from './directory.dto.js';

@ApiTags('workspaces')
@Controller('employer/workspaces')
export class WorkspacesController {
  constructor(private readonly workspaces: Workspaces) {}

  @Get()
  @Allow('workspace.read')
  @ApiOkResponse({ type: WorkspaceList })
  listWorkspaces(@Ctx() ctx: RequestContext): Promise<WorkspaceList> {
    return this.workspaces.list(ctx);
  }
}
