import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { EmployerCasePage, EmployerCaseQuery } from '../http/dto/employer.dto.js';

function notYet(): Promise<never> {
  return Promise.reject(new AppError('SERVICE_UNAVAILABLE'));
}

@Injectable()
export class EmployerListQueries {
  list(_ctx: RequestContext, _cohort: number, _query: EmployerCaseQuery): Promise<EmployerCasePage> {
    return notYet();
  }
}
