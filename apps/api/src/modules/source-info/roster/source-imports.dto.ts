import { ApiProperty } from '@nestjs/swagger';
import { Enum, Int, PageOf, PageQuery, Str } from '../../../platform/http/index.js';
import { JobView } from '../../../platform/jobs/index.js';
import type { ExistingChoice, ImportStatus, RowOutcome } from './source-imports.repository.js';
import type { Verdict } from './roster-judge.js';

const text = { type: String, nullable: true } as const;
const STATUSES = ['checking', 'refused', 'checked', 'running', 'done'] as const;
const CHOICES = ['registry', 'update', 'skip'] as const;
const VERDICTS = ['error', 'new', 'update', 'same'] as const;
const OUTCOMES = ['created', 'updated', 'unchanged', 'skipped', 'failed'] as const;
export const ROW_KINDS = ['error', 'warning', 'new', 'update', 'same', 'failed'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

export class SourceImportCountsView {
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: 'integer', description: '可以导入的行' }) valid!: number;
  @ApiProperty({ type: 'integer', description: '有错、不会导入的行' }) errors!: number;
  @ApiProperty({ type: 'integer', description: '可以导入、但有提醒的行' }) warnings!: number;
  @ApiProperty({ type: 'integer', description: '新学生' }) fresh!: number;
  @ApiProperty({ type: 'integer', description: '已有、内容不同' }) update!: number;
  @ApiProperty({ type: 'integer', description: '已有、内容一样' }) same!: number;
  @ApiProperty({ type: 'integer' }) created!: number;
  @ApiProperty({ type: 'integer' }) updated!: number;
  @ApiProperty({ type: 'integer' }) unchanged!: number;
  @ApiProperty({ type: 'integer' }) skipped!: number;
  @ApiProperty({ type: 'integer' }) failed!: number;
}

export class SourceImportView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ type: 'integer' }) cohort!: number;
  @ApiProperty() fileName!: string;
  @ApiProperty({ enum: STATUSES }) status!: ImportStatus;
  @ApiProperty({ ...text, description: '文件不能用时的原因' }) refusal!: string | null;
  @ApiProperty({ ...text, enum: CHOICES }) existing!: ExistingChoice | null;
  @ApiProperty({ type: SourceImportCountsView }) counts!: SourceImportCountsView;
  @ApiProperty({ type: [String], description: '表格里认不出的列' }) unknownColumns!: string[];
  @ApiProperty({ type: [String], description: '表格里没有的列' }) missingColumns!: string[];
  @ApiProperty({ type: JobView, nullable: true }) job!: JobView | null;
  @ApiProperty({ description: '停在半路，可以继续' }) stopped!: boolean;
  @ApiProperty({ description: '每行的内容还在，可以导入、可以看' }) open!: boolean;
  @ApiProperty({ description: '是我上传的，可以下载报告' }) mine!: boolean;
  @ApiProperty({ format: 'date-time', description: '每行的内容保留到什么时候' }) keptUntil!: string;
  @ApiProperty() createdName!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ ...text, format: 'date-time' }) doneAt!: string | null;
}

export class SourceImportPage extends PageOf(SourceImportView) {}

export class SourceImportProblem {
  @ApiProperty() key!: string;
  @ApiProperty({ description: '列名' }) header!: string;
  @ApiProperty({ description: '填的内容；个人信息只有掩码' }) value!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ enum: ['error', 'warning'] }) severity!: 'error' | 'warning';
}

export class SourceImportRow {
  @ApiProperty({ type: 'integer', description: '表格里的行号' }) line!: number;
  @ApiProperty() studentNo!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: VERDICTS }) verdict!: Verdict;
  @ApiProperty({ type: [SourceImportProblem] }) problems!: SourceImportProblem[];
  @ApiProperty({ type: [String], description: '和学校现有内容不同的字段' }) changes!: string[];
  @ApiProperty({ ...text, enum: OUTCOMES }) outcome!: RowOutcome | null;
  @ApiProperty(text) detail!: string | null;
}

export class SourceImportRowPage extends PageOf(SourceImportRow) {}

export class SourceImportColumn {
  @ApiProperty() key!: string;
  @ApiProperty() header!: string;
  @ApiProperty({ type: 'integer', description: '有这一列问题的行数' }) rows!: number;
}

export class SourceImportColumns {
  @ApiProperty({ type: [SourceImportColumn] }) items!: SourceImportColumn[];
}

export class CohortQuery {
  @Int({ min: 2000, max: 2100, description: '届' }) cohort!: number;
}

export class RowKindQuery {
  @Enum(ROW_KINDS, { description: '有错、提醒、新增、更新、不变、没有办成' }) kind!: RowKind;
}

export class SourceImportRowQuery extends PageQuery {
  @Enum(ROW_KINDS, { description: '有错、提醒、新增、更新、不变、没有办成' }) kind!: RowKind;
  @Str({ optional: true, max: 40, description: '只看这一列有问题的' }) column?: string;
}

export class ApplySourceImportBody {
  @Int({ min: 1 }) version!: number;
  @Enum(CHOICES, { description: '学号已有的：只更新学籍和空着的、全部更新、跳过' }) existing!: ExistingChoice;
}
