import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../platform/context/index.js';
import { AppError } from '../../platform/http/index.js';
import type { PreferenceView } from './http/schools.dto.js';

function notYet(): Promise<never> {
  return Promise.reject(new AppError('SERVICE_UNAVAILABLE'));
}

@Injectable()
export class Preferences {
  get(_ctx: RequestContext, _key: string): Promise<PreferenceView> {
    return notYet();
  }

  put(_ctx: RequestContext, _key: string, _value: Record<string, unknown>): Promise<PreferenceView> {
    return notYet();
  }
}
