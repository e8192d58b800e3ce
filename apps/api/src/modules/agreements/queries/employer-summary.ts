import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { EmployerSummary } from '../http/dto/employer.dto.js';

function notYet(): Promise<never> {
  return Promise.reject(new AppError('SERVICE_UNAVAILABLE'));
}

@Injectable()
export class EmployerSummaryQueries {
  summary(_ctx: RequestContext, _cohort: number): Promise<EmployerSummary> {
    return notYet();
  }
}
