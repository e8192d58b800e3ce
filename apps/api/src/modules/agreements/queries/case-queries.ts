import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { CaseDetail } from '../http/dto/case-detail.dto.js';

function notYet(): Promise<never> {
  return Promise.reject(new AppError('SERVICE_UNAVAILABLE'));
}

@Injectable()
export class CaseQueries {
  get(_ctx: RequestContext, _id: string, _cohort?: number): Promise<CaseDetail> {
    return notYet();
  }
}
