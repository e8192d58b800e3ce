import { COHORT_LIMITS, LATE_SUBMISSIONS, type LateSubmission } from '@qiancheng/shared';
import { Bool, DateStr, Enum, Int, List, Obj, Str } from '../../../platform/http/index.js';

export class ScheduleEntryBody {
  @Str({ min: 0, max: 20, description: '已有的照旧带上；新的留空' }) key!: string;
  @Str({ min: 1, max: COHORT_LIMITS.label }) label!: string;
  @DateStr() from!: string;
  @DateStr() to!: string;
}

export class SourceTermBody {
  @DateStr({ description: '最后一天，当天还算' }) until!: string;
  @Enum([...LATE_SUBMISSIONS], { description: '过后：refuse 不接收，退回修改的除外；accept 也接收' })
  late!: LateSubmission;
}

export class CohortSettingsBody {
  @List(() => ScheduleEntryBody, { max: COHORT_LIMITS.entries }) schedule!: ScheduleEntryBody[];
  @Bool({ description: '日程是否在公开首页显示' }) public!: boolean;
  @Obj(() => SourceTermBody, {
    optional: true,
    nullable: true,
    description: '生源信息提交的截止日；null：不设；不带：照旧',
  })
  sourceTerm?: SourceTermBody | null;
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
