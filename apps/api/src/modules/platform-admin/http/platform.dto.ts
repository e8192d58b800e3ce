import { ApiProperty } from '@nestjs/swagger';
import { Enum, PageOf, PageQuery } from '../../../platform/http/index.js';
import { JOB_STATUSES, type JobStatus } from '../../../platform/jobs/index.js';

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time' } as const;

export class CohortFacts {
  @ApiProperty({ type: 'integer' }) year!: number;
  @ApiProperty() open!: boolean;
  @ApiProperty({ type: 'integer' }) students!: number;
}

export class StateCount {
  @ApiProperty() state!: string;
  @ApiProperty() label!: string;
  @ApiProperty({ type: 'integer' }) count!: number;
}

export class SchoolRow {
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: ['open', 'closed'], description: 'closed：已停用' }) status!: 'open' | 'closed';
  @ApiProperty({ type: [CohortFacts] }) cohorts!: CohortFacts[];
  @ApiProperty({ type: 'integer' }) students!: number;
  @ApiProperty({ type: 'integer' }) agreements!: number;
  @ApiProperty({ type: [StateCount] }) states!: StateCount[];
}

export class SchoolPage extends PageOf(SchoolRow) {}

export class PlatformJobQuery extends PageQuery {
  @Enum(JOB_STATUSES, { optional: true, description: '不给就是失败的任务' })
  status: JobStatus = 'failed';
}

export class PlatformJobRow {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() queue!: string;
  @ApiProperty(text) schoolCode!: string | null;
  @ApiProperty({ enum: JOB_STATUSES }) status!: JobStatus;
  @ApiProperty({ ...text, description: '给办事人看的一句话' }) error!: string | null;
  @ApiProperty({ ...text, description: '给运营排查的细节' }) errorDetail!: string | null;
  @ApiProperty({ type: 'integer' }) attempts!: number;
  @ApiProperty({ type: 'integer' }) maxAttempts!: number;
  @ApiProperty(time) createdAt!: Date;
  @ApiProperty({ ...time, nullable: true }) finishedAt!: Date | null;
}

export class PlatformJobPage extends PageOf(PlatformJobRow) {}
