import { ApiProperty } from '@nestjs/swagger';
import { SETTLEMENT_STATUSES, UNIT_STATUSES, type UnitStatus } from '@qiancheng/shared';
import { Enum, Int, PageOf, PageQuery, Str } from '../../../platform/http/index.js';

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time' } as const;
const count = { type: 'integer' } as const;

export const KNOWN_BY = ['settled', 'imported'] as const;
export const IMPORT_STATUSES = ['checking', 'checked', 'applying', 'done', 'refused'] as const;
export const VERDICTS = ['code', 'name', 'create', 'error'] as const;

export class LibraryQuery extends PageQuery {
  @Str({ max: 100, optional: true, description: '名称、别名、拼音或代码' }) q?: string;
  @Enum(KNOWN_BY, { optional: true, description: '已入驻的，或导入过的' }) known?: (typeof KNOWN_BY)[number];
  @Enum(UNIT_STATUSES, { optional: true }) status?: UnitStatus;
  @Str({ max: 2, optional: true }) natureCode?: string;
  @Str({ max: 6, pattern: /^\d{2,6}$/, patternText: '应为行政区划代码。', optional: true }) regionCode?: string;
}

export class LibraryRow {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ ...text, description: '学校自己的写法，与名称不同才有' }) writtenAs!: string | null;
  @ApiProperty(text) creditCode!: string | null;
  @ApiProperty(text) legacyCode!: string | null;
  @ApiProperty() natureCode!: string;
  @ApiProperty() industryCode!: string;
  @ApiProperty() regionCode!: string;
  @ApiProperty({ enum: UNIT_STATUSES }) status!: UnitStatus;
  @ApiProperty({ ...text, enum: SETTLEMENT_STATUSES, description: '没有申请过入驻就没有' }) settlement!: string | null;
  @ApiProperty({ ...text, description: '联系人或经办人的姓名' }) contact!: string | null;
  @ApiProperty({ description: '在学校导入的单位库里' }) imported!: boolean;
  @ApiProperty() note!: string;
}
export class LibraryPage extends PageOf(LibraryRow) {}

export class UnitImportCounts {
  @ApiProperty(count) total!: number;
  @ApiProperty({ ...count, description: '可以导入的行' }) valid!: number;
  @ApiProperty({ ...count, description: '有错、不导入的行' }) errors!: number;
  @ApiProperty({ ...count, description: '可以导入、有提醒的行' }) warnings!: number;
  @ApiProperty({ ...count, description: '单位库里已有的' }) matched!: number;
  @ApiProperty({ ...count, description: '要新建的' }) create!: number;
  @ApiProperty({ ...count, description: '导入时对上的' }) linked!: number;
  @ApiProperty({ ...count, description: '导入时新建的' }) created!: number;
  @ApiProperty({ ...count, description: '导入时跳过的' }) skipped!: number;
}

export class UnitImportView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() fileName!: string;
  @ApiProperty({ enum: IMPORT_STATUSES }) status!: (typeof IMPORT_STATUSES)[number];
  @ApiProperty({ type: UnitImportCounts }) counts!: UnitImportCounts;
  @ApiProperty({ description: '整个文件不能用时的原因' }) refusal!: string;
  @ApiProperty({ ...text, format: 'uuid', description: '正在办的任务' }) jobId!: string | null;
  @ApiProperty() createdName!: string;
  @ApiProperty(time) createdAt!: Date;
  @ApiProperty({ ...time, nullable: true }) appliedAt!: Date | null;
  @ApiProperty(count) version!: number;
}
export class UnitImportPage extends PageOf(UnitImportView) {}

export class ImportRowQuery extends PageQuery {
  @Enum([...VERDICTS, 'warning'], { optional: true }) verdict?: (typeof VERDICTS)[number] | 'warning';
}

export class ImportIssueView {
  @ApiProperty({ description: '哪一列；整行的问题是空的' }) header!: string;
  @ApiProperty() value!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ enum: ['error', 'warning'] }) severity!: string;
}

export class ImportRowView {
  @ApiProperty({ ...count, description: '表格里的第几行' }) row!: number;
  @ApiProperty() name!: string;
  @ApiProperty() code!: string;
  @ApiProperty({ enum: VERDICTS }) verdict!: (typeof VERDICTS)[number];
  @ApiProperty({ ...text, description: '对上的单位' }) unitName!: string | null;
  @ApiProperty({ ...text, enum: ['linked', 'created', 'skipped'] }) result!: string | null;
  @ApiProperty() resultText!: string;
  @ApiProperty({ type: [ImportIssueView] }) issues!: ImportIssueView[];
}
export class ImportRowPage extends PageOf(ImportRowView) {}

export class ApplyUnitImportBody {
  @Int({ min: 1 }) version!: number;
}
