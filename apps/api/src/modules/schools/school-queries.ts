import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../platform/context/index.js';
import { AppError } from '../../platform/http/index.js';
import type { CohortList, OrgView, PlatformSchoolList, ProcessChartView, SiteView } from './http/schools.dto.js';

function notYet(): Promise<never> {
  return Promise.reject(new AppError('SERVICE_UNAVAILABLE'));
}

@Injectable()
export class SchoolQueries {
  cohorts(_ctx: RequestContext): Promise<CohortList> {
    return notYet();
  }

  org(_ctx: RequestContext): Promise<OrgView> {
    return notYet();
  }

  processChart(_ctx: RequestContext): Promise<ProcessChartView> {
    return notYet();
  }

  platformList(_ctx: RequestContext): Promise<PlatformSchoolList> {
    return notYet();
  }

  site(_ctx: RequestContext): Promise<SiteView> {
    return notYet();
  }
}
