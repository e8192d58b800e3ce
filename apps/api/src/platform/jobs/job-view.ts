import { ApiProperty } from '@nestjs/swagger';
import type { Progress } from './job-store.js';

export const JOB_STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export const FINISHED: readonly JobStatus[] = ['done', 'failed', 'cancelled'];

export class JobProgressView {
  @ApiProperty({ type: 'integer' }) done!: number;
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: 'integer' }) failed!: number;
}

export class JobResultView {
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: '做好的文件' })
  documentId!: string | null;
}

/** A job as the person who asked for it sees it. */
export class JobView {
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: JOB_STATUSES }) status!: JobStatus;
  @ApiProperty({ type: JobProgressView }) progress!: JobProgressView;
  @ApiProperty({ type: JobResultView, nullable: true }) result!: JobResultView | null;
  @ApiProperty({ type: String, nullable: true, description: '没有做成时，给人看的原因' }) error!: string | null;
}

export interface JobRow extends Record<string, unknown> {
  id: string;
  name: string;
  status: JobStatus;
  progress: Progress;
  result: Record<string, unknown> | null;
  error: string | null;
}

export const JOB_COLUMNS = 'id, name, status, progress, result, error';
export function jobView(row: JobRow): JobView {
  const documentId = row.result?.['documentId'];
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    progress: row.progress,
    result: row.result ? { documentId: typeof documentId === 'string' ? documentId : null } : null,
    error: row.error,
  };
}
