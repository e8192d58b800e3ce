import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../../platform/access/index.js';
import { Ctx, type RequestContext } from '../../../platform/context/index.js';
import { Preferences } from '../preferences.js';
import { PreferenceBody, PreferenceView } from './schools.dto.js';

/** Operators keep their columns and keys as staff of schools do. */
@ApiTags('preferences')
@Controller('platform/preferences')
export class PlatformPreferencesController {
  constructor(private readonly preferences: Preferences) {}

  @Get(':key')
  @Allow('preference.write')
  @ApiOkResponse({ type: PreferenceView })
  getPreference(@Ctx() ctx: RequestContext, @Param('key') key: string): Promise<PreferenceView> {
    return this.preferences.get(ctx, key);
  }

  @Put(':key')
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
