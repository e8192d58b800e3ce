import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow, Public } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { Preferences } from '../preferences.js';
import { SchoolQueries } from '../school-queries.js';
import { CohortList, OrgView, PreferenceBody, PreferenceView, ProcessChartView, SiteView } from './schools.dto.js';

@ApiTags('schools')
@Controller('teacher')
export class TeacherSchoolsController {
  constructor(
    private readonly schools: SchoolQueries,
    private readonly preferences: Preferences,
  ) {}

  @Get('cohorts')
  @Allow('org.read')
  @ApiOkResponse({ type: CohortList })
  listCohorts(@Ctx() ctx: RequestContext): Promise<CohortList> {
    return this.schools.cohorts(ctx);
  }

  @Get('org')
  @Allow('org.read')
  @ApiOkResponse({ type: OrgView })
  getOrg(@Ctx() ctx: RequestContext): Promise<OrgView> {
    return this.schools.org(ctx);
  }

  @Get('process-chart')
  @Allow('process.read')
  @ApiOkResponse({ type: ProcessChartView })
  getProcessChart(@Ctx() ctx: RequestContext): Promise<ProcessChartView> {
    return this.schools.processChart(ctx);
  }

  @Get('preferences/:key')
  @Allow('preference.write')
  @ApiOkResponse({ type: PreferenceView })
  getPreference(@Ctx() ctx: RequestContext, @Param('key') key: string): Promise<PreferenceView> {
    return this.preferences.get(ctx, key);
  }

  @Put('preferences/:key')
  @Allow('preference.write')
  @ApiOkResponse({ type: PreferenceView })
  putPreference(
    @Ctx() ctx: RequestContext,
    @Param('key') key: string,
    @Body() body: PreferenceBody,
  ): Promise<PreferenceView> {
    return this.preferences.put(ctx, key, body.value);
  }
}

@ApiTags('site')
@Controller('public/site')
export class PublicSiteController {
  constructor(private readonly schools: SchoolQueries) {}

  @Get()
  @Public()
  @ApiOkResponse({ type: SiteView })
  getSite(@Ctx() ctx: RequestContext): Promise<SiteView> {
    return this.schools.site(ctx);
  }
}
