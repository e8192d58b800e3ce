import { ApiProperty } from '@nestjs/swagger';
import { Bool, Enum, Int, PageOf, PageQuery } from '../../../platform/http/index.js';
import { JobView } from '../../../platform/jobs/index.js';
import type { ExistingChoice, ImportStatus, RowOutcome } from '../imports/imports.repository.js';
import { SealedFileView } from './student-accounts.dto.js';

const text = { type: String, nullable: true } as const;
const STATUSES = ['checking', 'refused', 'checked', 'running', 'done'] as const;
const CHOICES = ['update', 'skip'] as const;
const OUTCOMES = ['created', 'updated', 'skipped', 'failed'] as const;

export class ImportCounts {
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: 'integer', description: '可以办的行' }) valid!: number;
  @ApiProperty({ type: 'integer', description: '有问题、不会办的行' }) invalid!: number;
  @ApiProperty({ type: 'integer', description: '可以办的行里，账号已经有的' }) existing!: number;
  @ApiProperty({ type: 'integer' }) created!: number;
  @ApiProperty({ type: 'integer' }) updated!: number;
  @ApiProperty({ type: 'integer' }) skipped!: number;
  @ApiProperty({ type: 'integer' }) failed!: number;
}

export class StaffImportView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty() fileName!: string;
  @ApiProperty({ enum: STATUSES }) status!: ImportStatus;
  @ApiProperty({ ...text, description: '文件不能用时的原因' }) refusal!: string | null;
  @ApiProperty({ ...text, enum: CHOICES }) existing!: ExistingChoice | null;
  @ApiProperty({ type: ImportCounts }) counts!: ImportCounts;
  @ApiProperty({ type: JobView, nullable: true }) job!: JobView | null;
  @ApiProperty({ type: SealedFileView, nullable: true, description: '初始密码表，只能下载一次' })
  passwords!: SealedFileView | null;

  @ApiProperty({ description: '原来的内容还在，可以办、可以下载报告' }) open!: boolean;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
}

export class StaffImportPage extends PageOf(StaffImportView) {}

export class ImportProblem {
  @ApiProperty({ description: '列名；整行的问题为空' }) header!: string;
  @ApiProperty({ description: '填的内容；手机只有掩码' }) value!: string;
  @ApiProperty() reason!: string;
}

export class StaffImportRow {
  @ApiProperty({ type: 'integer', description: '表格里的行号' }) line!: number;
  @ApiProperty() login!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ description: '账号已经有了' }) exists!: boolean;
  @ApiProperty({ type: [ImportProblem] }) problems!: ImportProblem[];
  @ApiProperty({ ...text, enum: OUTCOMES }) outcome!: RowOutcome | null;
  @ApiProperty(text) detail!: string | null;
}

export class StaffImportRowPage extends PageOf(StaffImportRow) {}

export class StaffImportRowQuery extends PageQuery {
  @Bool({ optional: true, description: '只看有问题的，或没有办成的' }) problem?: boolean;
}

export class ApplyImportBody {
  @Int({ min: 1 }) version!: number;
  @Enum(CHOICES, { description: '账号已经有的：更新，或跳过' }) existing!: ExistingChoice;
}
