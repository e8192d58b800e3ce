import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { NeighboursView, TeacherCasePage, TeacherCaseQuery } from '../http/dto/teacher.dto.js';

function notYet(): Promise<never> {
  return Promise.reject(new AppError('SERVICE_UNAVAILABLE'));
}

@Injectable()
export class TeacherListQueries {
  list(_ctx: RequestContext, _query: TeacherCaseQuery): Promise<TeacherCasePage> {
    return notYet();
  }

  neighbours(_ctx: RequestContext, _id: string, _query: TeacherCaseQuery): Promise<NeighboursView> {
    return notYet();
  }
}
