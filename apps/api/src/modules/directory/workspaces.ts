import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../platform/context/index.js';
import { AppError } from '../../platform/http/index.js';
import type { WorkspaceList } from './http/directory.dto.js';

function notYet(): Promise<never> {
  return Promise.reject(new AppError('SERVICE_UNAVAILABLE'));
}

@Injectable()
export class Workspaces {
  list(_ctx: RequestContext): Promise<WorkspaceList> {
    return notYet();
  }
}
