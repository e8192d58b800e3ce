import { ApiProperty } from '@nestjs/swagger';
import {
  CHECK_SEVERITY_LABELS,
  type CheckSeverity,
  LEVEL_STANDING_LABELS,
  REPORT_FIELDS,
  REPORT_STATUS_LABELS,
  type ReportField,
  type ReportStatus,
  type LevelStanding,
  REVIEW_ROLES,
  type ReviewRole,
  SOURCE_ACTIONS,
  SOURCE_GROUPS,
  SOURCE_KEYS,
  SOURCE_RETURN_REASONS,
  SOURCE_STATES,
  type SourceAction,
  type SourceGroup,
  type SourceKey,
  type SourceReturnReason,
  type SourceState,
} from '@qiancheng/shared';
import { Enum, Enums, Int, Json, Obj, Str } from '../../../platform/http/index.js';
import { SOURCE_SORTS, type SourceSort } from '../list/list-order.js';
import { SourceFilter } from '../list/source-filter.dto.js';

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time', nullable: true } as const;
const SEVERITIES = Object.keys(CHECK_SEVERITY_LABELS) as CheckSeverity[];
const STANDINGS = Object.keys(LEVEL_STANDING_LABELS) as LevelStanding[];
const GROUPS = Object.keys(SOURCE_GROUPS) as SourceGroup[];
const REASONS = Object.keys(SOURCE_RETURN_REASONS) as SourceReturnReason[];

export class SourceFindingView {
  @ApiProperty() rule!: string;
  @ApiProperty({ enum: SEVERITIES }) severity!: CheckSeverity;
  @ApiProperty() severityLabel!: string;
  @ApiProperty() detail!: string;
}

export class SourceFieldView {
  @ApiProperty({ enum: SOURCE_KEYS }) key!: SourceKey;
  @ApiProperty() label!: string;
  @ApiProperty({ enum: GROUPS }) group!: SourceGroup;
  @ApiProperty({ description: '怎么填：code、region、text……' }) kind!: string;
  @ApiProperty({ ...text, description: '代码表' }) table!: string | null;
  @ApiProperty({ type: 'integer', description: '最多几个字' }) max!: number;
  @ApiProperty({ description: '个人信息，只有掩码' }) personal!: boolean;
  @ApiProperty({ description: '学籍字段' }) registry!: boolean;
  @ApiProperty({ description: '和学籍相同，这里不能改' }) fixed!: boolean;
  @ApiProperty({ ...text, description: '学籍字段怎么改；null：不是学籍字段' }) lockReason!: string | null;
  @ApiProperty({ ...text, description: '学校库的值；个人信息为空' }) school!: string | null;
  @ApiProperty({ description: '学校库的值，给人看；没有为空' }) schoolText!: string;
  @ApiProperty({ ...text, description: '学生填的值；个人信息为空' }) student!: string | null;
  @ApiProperty({ ...text, description: 'null：学生不填这一项，或还没有提交' }) studentText!: string | null;
  @ApiProperty({ description: '学生填的和学校库不同' }) differs!: boolean;
  @ApiProperty({ ...text, description: '不能复制的原因；null：可以复制' }) copyReason!: string | null;
  @ApiProperty({ type: [SourceFindingView] }) findings!: SourceFindingView[];
}

export class SourceLevelView {
  @ApiProperty({ enum: REVIEW_ROLES }) role!: ReviewRole;
  @ApiProperty() label!: string;
  @ApiProperty({ enum: STANDINGS }) standing!: LevelStanding;
  @ApiProperty() standingLabel!: string;
  @ApiProperty({ description: '轮到我' }) mine!: boolean;
  @ApiProperty({ ...text, description: '谁给的意见' }) actorName!: string | null;
  @ApiProperty(time) at!: string | null;
}

export class SourceEventView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: SOURCE_ACTIONS }) action!: SourceAction;
  @ApiProperty() label!: string;
  @ApiProperty({ ...text, description: 'null：学生本人' }) levelLabel!: string | null;
  @ApiProperty() actorName!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: 'integer', nullable: true }) versionNo!: number | null;
  @ApiProperty({ description: '原因和留言，学生看到的原话' }) words!: string;
}

export class SourceVersionView {
  @ApiProperty({ type: 'integer' }) no!: number;
  @ApiProperty({ enum: ['imported', 'submitted', 'edited'] }) kind!: string;
  @ApiProperty() kindLabel!: string;
  @ApiProperty() actorName!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: [String], description: '改了哪些内容' }) changed!: string[];
}

export class SourceReportFile {
  @ApiProperty({ format: 'uuid' }) fileId!: string;
  @ApiProperty() name!: string;
  @ApiProperty() mime!: string;
  @ApiProperty({ type: 'integer' }) size!: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'PDF 的页数' }) pages!: number | null;
}

export class SourceReportView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: REPORT_FIELDS }) field!: ReportField;
  @ApiProperty() label!: string;
  @ApiProperty({ description: '学校库现在的值' }) present!: string;
  @ApiProperty({ description: '学生说应该是什么；个人信息只有掩码' }) proposed!: string;
  @ApiProperty() grounds!: string;
  @ApiProperty({ enum: Object.keys(REPORT_STATUS_LABELS) }) status!: ReportStatus;
  @ApiProperty() statusLabel!: string;
  @ApiProperty() answer!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty(time) decidedAt!: string | null;
  @ApiProperty({ ...text }) decidedName!: string | null;
  @ApiProperty({ type: [SourceReportFile], description: '附的材料' }) files!: SourceReportFile[];
}

export class SourceActionView {
  @ApiProperty({ enum: SOURCE_ACTIONS }) action!: SourceAction;
  @ApiProperty() label!: string;
  @ApiProperty() allowed!: boolean;
  @ApiProperty({ ...text }) reason!: string | null;
}

export class SourceRecordView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty() name!: string;
  @ApiProperty() studentNo!: string;
  @ApiProperty({ type: 'integer' }) cohort!: number;
  @ApiProperty() cohortOpen!: boolean;
  @ApiProperty() collegeName!: string;
  @ApiProperty() majorName!: string;
  @ApiProperty() className!: string;
  @ApiProperty({ type: [String], description: '辅导员' }) counsellors!: string[];
  @ApiProperty({ enum: SOURCE_STATES }) state!: SourceState;
  @ApiProperty() stateLabel!: string;
  @ApiProperty({ format: 'date-time' }) stateAt!: string;
  @ApiProperty({ type: 'integer', description: '等了几个工作日' }) waited!: number;
  @ApiProperty({ description: '超过学校承诺的时限' }) late!: boolean;
  @ApiProperty(time) submittedAt!: string | null;
  @ApiProperty({ type: 'integer', description: '第几次提交' }) submissions!: number;
  @ApiProperty({ type: [SourceLevelView] }) levels!: SourceLevelView[];
  @ApiProperty({ type: [SourceFieldView] }) fields!: SourceFieldView[];
  @ApiProperty({ type: [SourceFindingView], description: '不归哪一项的核查结果' }) findings!: SourceFindingView[];
  @ApiProperty({ type: [SourceEventView], description: '从新到旧' }) events!: SourceEventView[];
  @ApiProperty({ type: [SourceVersionView], description: '从新到旧' }) versions!: SourceVersionView[];
  @ApiProperty({ type: [SourceReportView], description: '学籍报错，没有答复的在前' }) reports!: SourceReportView[];
  @ApiProperty({ type: [SourceActionView] }) availableActions!: SourceActionView[];
}

export class SourceValueChange {
  @ApiProperty({ enum: SOURCE_KEYS }) key!: SourceKey;
  @ApiProperty() label!: string;
  @ApiProperty() before!: string;
  @ApiProperty() after!: string;
}

export class SourceVersionsCompared {
  @ApiProperty({ type: SourceVersionView }) before!: SourceVersionView;
  @ApiProperty({ type: SourceVersionView }) after!: SourceVersionView;
  @ApiProperty({ type: [SourceValueChange] }) changes!: SourceValueChange[];
}

export class CompareVersionsQuery {
  @Int({ min: 1, description: '前一个版本' }) from!: number;
  @Int({ min: 1, description: '后一个版本' }) to!: number;
}

class VersionedBody {
  @Int({ min: 1, description: '看到的版本；不同时 409 STALE_VERSION' }) version!: number;
}

export class SaveSourceBody extends VersionedBody {
  @Enums(SOURCE_KEYS, { optional: true, description: '用学生填的值' }) copy?: SourceKey[];
  @Json({ optional: true, description: '手工改的值，字段名对值' }) set?: Record<string, unknown>;
  @Str({ optional: true, max: 200, description: '改学籍字段时必填，学生会看到' }) reason?: string;
}

export class PassSourceBody extends VersionedBody {
  @Str({ optional: true, max: 200, description: '留言，学生会看到' }) note?: string;
}

export class ReturnSourceBody extends VersionedBody {
  @Enums(REASONS, { max: REASONS.length }) codes!: SourceReturnReason[];
  @Str({ optional: true, max: 300, description: '写给学生的话' }) note?: string;
}

export class ClawBackSourceBody extends VersionedBody {}

export class RevealSourceBody {
  @Enums(SOURCE_KEYS, { min: 1 }) fields!: SourceKey[];
  @Str({ min: 2, max: 200, description: '学生会看到' }) reason!: string;
}

export class RevealedSourceValue {
  @ApiProperty({ enum: SOURCE_KEYS }) key!: SourceKey;
  @ApiProperty() school!: string;
  @ApiProperty({ ...text }) student!: string | null;
}

export class RevealedSourceValues {
  @ApiProperty({ type: [RevealedSourceValue] }) values!: RevealedSourceValue[];
}

export class DecideReportBody extends VersionedBody {
  @Enum(['corrected', 'kept']) decision!: 'corrected' | 'kept';
  @Str({ optional: true, max: 120, description: '核改成的值；不填用学生报的' }) value?: string;
  @Str({ optional: true, max: 300, description: '答复，学生会看到；核对无误时必填' }) answer?: string;
}

export class SourceQueueBody {
  @Obj(() => SourceFilter) filter!: SourceFilter;
  @Enum(SOURCE_SORTS, { optional: true, description: '名单的排序' }) sort?: SourceSort;
}

export class SourceQueue {
  @ApiProperty({ type: [String], format: 'uuid' }) ids!: string[];
  @ApiProperty({ type: 'integer', description: '符合条件的人数；队列最多 2000 人' }) total!: number;
}
