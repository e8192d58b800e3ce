import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { TeacherHome } from '../http/dto/teacher.dto.js';

function notYet(): Promise<never> {
  return Promise.reject(new AppError('SERVICE_UNAVAILABLE'));
}

@Injectable()
export class TeacherHomeQueries {
  home(_ctx: RequestContext, _cohort?: number): Promise<TeacherHome> {
    return notYet();
  }
}
