import { ApiProperty } from '@nestjs/swagger';
import { LATE_SUBMISSIONS, type LateSubmission, REVIEW_ROLES, type ReviewRole } from '@qiancheng/shared';
import { Int } from '../../../platform/http/index.js';

export class SourceCohortQuery {
  @Int({ min: 2000, max: 2100, description: '届别' }) cohort!: number;
}

export class SourceLevelProgress {
  @ApiProperty({ enum: [...REVIEW_ROLES] }) level!: ReviewRole;
  @ApiProperty() label!: string;
  @ApiProperty({ type: 'integer' }) passed!: number;
  @ApiProperty({ type: 'integer' }) waiting!: number;
  @ApiProperty({ type: 'integer' }) returned!: number;
}

export class SourceProgress {
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: 'integer', description: '各级都通过' }) approved!: number;
  @ApiProperty({ type: 'integer' }) returned!: number;
  @ApiProperty({ type: 'integer' }) notStarted!: number;
  @ApiProperty({ type: [SourceLevelProgress] }) levels!: SourceLevelProgress[];
}

export class SourceUnitProgress extends SourceProgress {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
}

export class SourceCollegeProgress extends SourceUnitProgress {
  @ApiProperty({ type: [SourceUnitProgress], description: '按学校自己的次序，不排名' }) classes!: SourceUnitProgress[];
}

export class SourceOldest {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ format: 'date-time' }) since!: string;
  @ApiProperty({ type: 'integer' }) waitedWorkdays!: number;
}

export class SourceWaiting {
  @ApiProperty({ type: 'integer', description: '轮到我审核的人数' }) count!: number;
  @ApiProperty({ type: 'integer', description: '其中超过时限的' }) late!: number;
  @ApiProperty({ type: 'integer', isArray: true, description: '等了 0、1、2–3、3 个以上工作日的人数' })
  histogram!: number[];

  @ApiProperty({ type: SourceOldest, nullable: true }) oldest!: SourceOldest | null;
}

export class SourceTermLeft {
  @ApiProperty({ format: 'date', description: '最后一天' }) until!: string;
  @ApiProperty({ enum: [...LATE_SUBMISSIONS] }) late!: LateSubmission;
  @ApiProperty({ type: 'integer', description: '还有几天，最后一天是 0，过了小于 0' }) daysLeft!: number;
}

export class SourceSummary extends SourceProgress {
  @ApiProperty({ type: SourceWaiting }) waiting!: SourceWaiting;
  @ApiProperty({ type: 'integer' }) slaWorkdays!: number;
  @ApiProperty({ type: SourceTermLeft, nullable: true, description: '学生提交的截止日' }) term!: SourceTermLeft | null;
  @ApiProperty({ type: [SourceCollegeProgress] }) colleges!: SourceCollegeProgress[];
}

export class SourceViewCount {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: 'integer' }) count!: number;
}

export class SourceCounts {
  @ApiProperty({ type: 'integer' }) mine!: number;
  @ApiProperty({ type: 'integer' }) late!: number;
  @ApiProperty({ type: 'integer' }) all!: number;
  @ApiProperty({ type: 'integer' }) returned!: number;
  @ApiProperty({ type: 'integer' }) notStarted!: number;
  @ApiProperty({ enum: [...REVIEW_ROLES], isArray: true }) levels!: ReviewRole[];
  @ApiProperty({ type: [SourceViewCount], description: '自己存的视图' }) views!: SourceViewCount[];
}
