import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { ReadingView } from '../http/dto/student.dto.js';

function notYet(): Promise<never> {
  return Promise.reject(new AppError('SERVICE_UNAVAILABLE'));
}

@Injectable()
export class ReadingQueries {
  get(_ctx: RequestContext, _id: string): Promise<ReadingView> {
    return notYet();
  }
}
