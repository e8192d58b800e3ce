import { ApiProperty } from '@nestjs/swagger';
import {
  REPORT_FIELDS,
  REPORT_STATUS_LABELS,
  type ReportField,
  type ReportStatus,
  REVIEW_ROLE_LABELS,
  type ReviewRole,
  SOURCE_ACTION_LABELS,
  SOURCE_KEYS,
  SOURCE_RETURN_REASONS,
  SOURCE_STATES,
  LATE_SUBMISSIONS,
  type LateSubmission,
  type LevelStanding,
  LEVEL_STANDING_LABELS,
  type SourceAction,
  type SourceKey,
  type SourceReturnReason,
  type SourceState,
} from '@qiancheng/shared';
import { Enum, Int, Json, Str } from '../../../platform/http/index.js';

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time', nullable: true } as const;
const integer = { type: 'integer' } as const;
const texts = { type: 'object', additionalProperties: { type: 'string' } } as const;

export class OwnSourceError {
  @ApiProperty({ enum: SOURCE_KEYS, enumName: 'SourceFieldKey' }) field!: SourceKey;
  @ApiProperty() message!: string;
}

export class OwnSourceFinding {
  @ApiProperty({ description: '规则编号，DC-01 …' }) rule!: string;
  @ApiProperty({ description: 'E 错误，W 提醒，I 提示' }) severity!: string;
  @ApiProperty({ enum: SOURCE_KEYS, enumName: 'SourceFieldKey' }) field!: SourceKey;
  @ApiProperty() detail!: string;
}

export class OwnSourceDraft {
  @ApiProperty({ ...integer, description: '保存时带上；还没有草稿是 0' }) version!: number;
  @ApiProperty(time) savedAt!: string | null;
}

export class OwnSourceLevel {
  @ApiProperty({ enum: Object.keys(REVIEW_ROLE_LABELS) }) role!: ReviewRole;
  @ApiProperty() label!: string;
  @ApiProperty({ enum: Object.keys(LEVEL_STANDING_LABELS) }) standing!: LevelStanding;
  @ApiProperty() standingLabel!: string;
}

export class OwnSourceReturned {
  @ApiProperty() levelLabel!: string;
  @ApiProperty({ enum: Object.keys(SOURCE_RETURN_REASONS), isArray: true }) codes!: SourceReturnReason[];
  @ApiProperty({ type: [String] }) reasons!: string[];
  @ApiProperty({ description: '审核人的原话' }) note!: string;
  @ApiProperty() byName!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

export class OwnSourceEvent {
  @ApiProperty({ enum: Object.keys(SOURCE_ACTION_LABELS) }) action!: SourceAction;
  @ApiProperty() label!: string;
  @ApiProperty({ type: [String] }) reasons!: string[];
  @ApiProperty() note!: string;
  @ApiProperty() actorName!: string;
  @ApiProperty({ ...integer, nullable: true }) versionNo!: number | null;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

export class OwnSourceReportFile {
  @ApiProperty({ format: 'uuid' }) fileId!: string;
  @ApiProperty() name!: string;
  @ApiProperty() mime!: string;
  @ApiProperty(integer) size!: number;
  @ApiProperty({ ...integer, nullable: true, description: 'PDF 的页数' }) pages!: number | null;
}

export class OwnSourceReport {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: REPORT_FIELDS }) field!: ReportField;
  @ApiProperty() label!: string;
  @ApiProperty({ description: '应该是什么' }) proposed!: string;
  @ApiProperty() grounds!: string;
  @ApiProperty({ enum: Object.keys(REPORT_STATUS_LABELS) }) status!: ReportStatus;
  @ApiProperty() statusLabel!: string;
  @ApiProperty({ description: '学校的答复' }) answer!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty(time) decidedAt!: string | null;
  @ApiProperty(text) decidedName!: string | null;
  @ApiProperty({ type: [OwnSourceReportFile], description: '附的材料；撤回后没有，答复后留 90 天' })
  files!: OwnSourceReportFile[];
}

export class OwnSourceAction {
  @ApiProperty({ enum: Object.keys(SOURCE_ACTION_LABELS) }) action!: SourceAction;
  @ApiProperty() label!: string;
  @ApiProperty() allowed!: boolean;
  @ApiProperty(text) reason!: string | null;
}

export class OwnSourceTerm {
  @ApiProperty({ format: 'date', description: '最后一天' }) until!: string;
  @ApiProperty({ enum: [...LATE_SUBMISSIONS], description: '过后：不接收（退回修改的除外），或也接收' })
  late!: LateSubmission;
  @ApiProperty({ ...integer, description: '还有几天，最后一天是 0，过了小于 0' }) daysLeft!: number;
}

export class OwnSourceView {
  @ApiProperty({ enum: SOURCE_STATES }) state!: SourceState;
  @ApiProperty() stateLabel!: string;
  @ApiProperty({ format: 'date-time' }) stateAt!: string;
  @ApiProperty(integer) cohort!: number;
  @ApiProperty({ ...integer, description: '每一级审核时限，工作日' }) slaWorkdays!: number;
  @ApiProperty({ ...time, description: '现在这一级最晚什么时候审完' }) dueAt!: string | null;
  @ApiProperty({ type: OwnSourceTerm, nullable: true, description: '提交的截止日' }) term!: OwnSourceTerm | null;
  @ApiProperty({ ...text, description: '账号绑定并验证过的手机' }) boundPhone!: string | null;
  @ApiProperty() idType!: string;
  @ApiProperty() college!: string;
  @ApiProperty() major!: string;
  @ApiProperty() className!: string;
  @ApiProperty({
    enum: SOURCE_KEYS,
    enumName: 'SourceFieldKey',
    isArray: true,
    description: '以学籍为准，只能报告有误',
  })
  registryFields!: SourceKey[];
  @ApiProperty({ ...texts, description: '学校库里的值，按字段' }) school!: Record<string, string>;
  @ApiProperty({ ...texts, description: '表里现在的值：自己写的盖在学校库上' }) values!: Record<string, string>;
  @ApiProperty({ type: OwnSourceDraft }) draft!: OwnSourceDraft;
  @ApiProperty({ type: [OwnSourceError] }) errors!: OwnSourceError[];
  @ApiProperty({ type: [OwnSourceFinding] }) findings!: OwnSourceFinding[];
  @ApiProperty({ type: [OwnSourceLevel] }) levels!: OwnSourceLevel[];
  @ApiProperty({ type: OwnSourceReturned, nullable: true }) returned!: OwnSourceReturned | null;
  @ApiProperty({ type: [OwnSourceEvent] }) history!: OwnSourceEvent[];
  @ApiProperty({ type: [OwnSourceReport] }) reports!: OwnSourceReport[];
  @ApiProperty({ type: [OwnSourceAction] }) availableActions!: OwnSourceAction[];
}

export class OwnSourceProgress {
  @ApiProperty({ enum: SOURCE_STATES }) state!: SourceState;
  @ApiProperty({ ...integer, description: '还差几项才能提交' }) missing!: number;
  @ApiProperty(integer) total!: number;
  @ApiProperty(time) dueAt!: string | null;
  @ApiProperty({ type: OwnSourceTerm, nullable: true, description: '提交的截止日' }) term!: OwnSourceTerm | null;
}

export class SaveOwnSourceBody {
  @Int({ min: 0, description: '看到的草稿版本' }) version!: number;
  @Json({ description: '只写改过的字段，按原样', maxBytes: 32 * 1024 }) values!: Record<string, unknown>;
}

export class OwnSourceSaved {
  @ApiProperty(integer) version!: number;
  @ApiProperty({ format: 'date-time' }) savedAt!: string;
  @ApiProperty(integer) missing!: number;
  @ApiProperty({ type: [OwnSourceError], description: '写得不对的也已保存' }) errors!: OwnSourceError[];
  @ApiProperty({ type: [OwnSourceFinding] }) findings!: OwnSourceFinding[];
}

export class SubmitOwnSourceBody {
  @Int({ min: 0, description: '看到的草稿版本' }) version!: number;
}

export class ReportRegistryBody {
  @Enum(REPORT_FIELDS) field!: ReportField;
  @Str({ max: 100, description: '应该是什么' }) proposed!: string;
  @Str({ optional: true, max: 200, description: '依据，不写证件号' }) grounds?: string;
}

export class OwnSourceVersion {
  @ApiProperty(integer) no!: number;
  @ApiProperty({ enum: ['imported', 'submitted', 'edited'] }) kind!: 'imported' | 'submitted' | 'edited';
  @ApiProperty() kindLabel!: string;
  @ApiProperty({ type: [String], description: '和同一方上一版不同的字段' }) changed!: string[];
  @ApiProperty() actorName!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

export class OwnSourceVersionList {
  @ApiProperty({ type: [OwnSourceVersion], description: '新的在前' }) items!: OwnSourceVersion[];
}

export class OwnVersionsQuery {
  @Int({ min: 1 }) from!: number;
  @Int({ min: 1 }) to!: number;
}

export class OwnSourceComparisonRow {
  @ApiProperty({ enum: SOURCE_KEYS, enumName: 'SourceFieldKey' }) field!: SourceKey;
  @ApiProperty() label!: string;
  @ApiProperty() group!: string;
  @ApiProperty() from!: string;
  @ApiProperty() to!: string;
  @ApiProperty() differs!: boolean;
}

export class OwnSourceComparison {
  @ApiProperty({ type: OwnSourceVersion }) from!: OwnSourceVersion;
  @ApiProperty({ type: OwnSourceVersion }) to!: OwnSourceVersion;
  @ApiProperty({ type: [OwnSourceComparisonRow] }) rows!: OwnSourceComparisonRow[];
}

/** What a route answers that sends a paper of a report. */
export const REPORT_FILE = {
  status: 200,
  description: '材料的图像或 PDF',
  schema: { type: 'string', format: 'binary' },
} as const;
