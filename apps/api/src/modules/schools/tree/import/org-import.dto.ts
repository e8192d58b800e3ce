import { ApiProperty } from '@nestjs/swagger';
import { Int } from '../../../../platform/http/index.js';

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time' } as const;
const integer = { type: 'integer' } as const;

export const IMPORT_STATUSES = ['checking', 'checked', 'applying', 'applied', 'failed', 'discarded'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

export class OrgImportIssue {
  @ApiProperty({ ...integer, description: '文件里的行号' }) row!: number;
  @ApiProperty({ description: '列名' }) header!: string;
  @ApiProperty() value!: string;
  @ApiProperty() reason!: string;
}

export class OrgImportChange {
  @ApiProperty({ enum: ['college', 'major', 'class'] }) kind!: 'college' | 'major' | 'class';
  @ApiProperty({ enum: ['add', 'edit'] }) change!: 'add' | 'edit';
  @ApiProperty() name!: string;
  @ApiProperty({ ...text, description: '原来是什么' }) was!: string | null;
}

export class OrgImportCounts {
  @ApiProperty(integer) add!: number;
  @ApiProperty(integer) edit!: number;
  @ApiProperty(integer) same!: number;
}

export class OrgImportSummary {
  @ApiProperty(integer) rows!: number;
  @ApiProperty({ ...integer, description: '有问题的行' }) errorRows!: number;
  @ApiProperty({ type: OrgImportCounts }) college!: OrgImportCounts;
  @ApiProperty({ type: OrgImportCounts }) major!: OrgImportCounts;
  @ApiProperty({ type: OrgImportCounts }) class!: OrgImportCounts;
  @ApiProperty({ ...integer, description: '换了辅导员的班级' }) counsellors!: number;
  @ApiProperty({ type: [OrgImportIssue], description: '前 100 条，全部在结果文件里' }) issues!: OrgImportIssue[];
  @ApiProperty({ type: [OrgImportChange], description: '前 200 条' }) changes!: OrgImportChange[];
  @ApiProperty({ type: [String], description: '文件里不认识的列' }) unknownColumns!: string[];
}

export class OrgImportProgress {
  @ApiProperty(integer) done!: number;
  @ApiProperty(integer) total!: number;
}

export class OrgImportView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: IMPORT_STATUSES }) status!: ImportStatus;
  @ApiProperty() statusLabel!: string;
  @ApiProperty() fileName!: string;
  @ApiProperty({ type: OrgImportSummary, nullable: true, description: '检查完才有' })
  summary!: OrgImportSummary | null;
  @ApiProperty({ ...text, description: '没有办成的原因' }) problem!: string | null;
  @ApiProperty({ description: '有结果文件可以下载' }) report!: boolean;
  @ApiProperty({ type: OrgImportProgress, nullable: true }) progress!: OrgImportProgress | null;
  @ApiProperty() createdByName!: string;
  @ApiProperty(time) createdAt!: Date;
  @ApiProperty({ ...time, nullable: true }) finishedAt!: Date | null;
  @ApiProperty(integer) version!: number;
}

export class OrgImportList {
  @ApiProperty({ type: [OrgImportView], description: '最近 20 次' }) items!: OrgImportView[];
}

export class OrgImportVersionBody {
  @Int({ min: 1 }) version!: number;
}
