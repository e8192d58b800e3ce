import { COHORT_LIMITS } from '@qiancheng/shared';
import { Bool, DateStr, Int, List, Str } from '../../../platform/http/index.js';

export class ScheduleEntryBody {
  @Str({ min: 0, max: 20, description: '已有的照旧带上；新的留空' }) key!: string;
  @Str({ min: 1, max: COHORT_LIMITS.label }) label!: string;
  @DateStr() from!: string;
  @DateStr() to!: string;
}

export class CohortSettingsBody {
  @List(() => ScheduleEntryBody, { max: COHORT_LIMITS.entries }) schedule!: ScheduleEntryBody[];
  @Bool({ description: '日程是否在公开首页显示' }) public!: boolean;
}

export class NewCohortBody extends CohortSettingsBody {
  @Int({ min: 2000, max: 2100 }) year!: number;
}

export class CohortEditBody extends CohortSettingsBody {
  @Int({ min: 1 }) version!: number;
}

export class CohortOpenBody {
  @Int({ min: 1 }) version!: number;
  @Bool({ description: 'false：关闭，只能查看' }) open!: boolean;
}
