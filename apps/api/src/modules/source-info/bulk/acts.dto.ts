import { ApiProperty } from '@nestjs/swagger';
import { SOURCE_KEYS, type SourceKey } from '@qiancheng/shared';
import { Enum, Int, Json, List, Obj, PageOf, PageQuery, Str, Uuid } from '../../../platform/http/index.js';
import { JobView } from '../../../platform/jobs/index.js';
import { SourceSelection } from '../list/source-filter.dto.js';
import {
  DIFFERENCES,
  type Differences,
  ROW_OUTCOMES,
  type RowOutcome,
  SOURCE_ACT_NAMES,
  type SourceActName,
} from './source-acts.js';

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time', nullable: true } as const;

export class MoveChoice {
  @Uuid({ description: '现在的专业' }) majorId!: string;
  @Uuid({ description: '换到新一届的这个班' }) classId!: string;
}

export class SourceActBody {
  @Obj(() => SourceSelection) selection!: SourceSelection;
  @Enum(SOURCE_ACT_NAMES) act!: SourceActName;
  @Str({ optional: true, max: 200, description: '换届、改学籍字段时必填；学生会看到' }) reason?: string;
  @Enum(DIFFERENCES, { optional: true, description: '通过：学生填的和学校库不同时，跳过、用学生填的、或保留学校库' })
  differences?: Differences;
  @Json({ optional: true, description: '修改：字段名对新的值' }) set?: Record<string, unknown>;
  @Int({ optional: true, min: 2000, max: 2100, description: '换届：换到哪一届' }) cohort?: number;
  @List(() => MoveChoice, { optional: true, max: 200, description: '换届：每个专业换到哪个班' }) classes?: MoveChoice[];
  @Str({ optional: true, max: 40, description: '通知的标题' }) title?: string;
  @Str({ optional: true, max: 500, description: '通知的内容' }) text?: string;
}

export class ActMisfit {
  @ApiProperty() reason!: string;
  @ApiProperty({ type: 'integer' }) count!: number;
  @ApiProperty({ type: [String], description: '前几个人的姓名' }) names!: string[];
}

export class ActFrom {
  @ApiProperty({ description: '现在的值，空的为空' }) text!: string;
  @ApiProperty({ type: 'integer' }) count!: number;
}

export class ActChange {
  @ApiProperty({ enum: SOURCE_KEYS }) key!: SourceKey;
  @ApiProperty() label!: string;
  @ApiProperty() to!: string;
  @ApiProperty({ type: [ActFrom], description: '从多到少' }) from!: ActFrom[];
}

export class ActClass {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
}

export class ActMajor {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: 'integer' }) count!: number;
  @ApiProperty({ type: [ActClass], description: '新一届里这个专业的班级，在你的职责范围内' }) classes!: ActClass[];
}

export class SourceActPreview {
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: 'integer', description: '能办的人数' }) eligible!: number;
  @ApiProperty({ type: 'integer', description: '其中学生填的和学校库不同的' }) differing!: number;
  @ApiProperty({ type: 'integer', description: '选中了但不在职责范围内的' }) dropped!: number;
  @ApiProperty({ type: [ActMisfit], description: '不能办的，从多到少' }) misfits!: ActMisfit[];
  @ApiProperty({ type: [ActChange], description: '修改：什么改成什么' }) changes!: ActChange[];
  @ApiProperty({ type: [ActMajor], description: '换届：选中的人的专业' }) majors!: ActMajor[];
}

export class SourceActCounts {
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: 'integer' }) done!: number;
  @ApiProperty({ type: 'integer' }) skipped!: number;
  @ApiProperty({ type: 'integer' }) failed!: number;
}

export class SourceActView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: SOURCE_ACT_NAMES }) act!: SourceActName;
  @ApiProperty() label!: string;
  @ApiProperty({ type: [String], description: '办的是什么，逐句' }) words!: string[];
  @ApiProperty() reason!: string;
  @ApiProperty({ type: SourceActCounts }) counts!: SourceActCounts;
  @ApiProperty({ type: 'integer', description: '不在职责范围内、没有办的人数' }) dropped!: number;
  @ApiProperty({ type: JobView, nullable: true, description: '任务；办完以后为空' }) job!: JobView | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty(time) finishedAt!: string | null;
}

export class SourceActPage extends PageOf(SourceActView) {}

export class SourceActRow {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() studentNo!: string;
  @ApiProperty() name!: string;
  @ApiProperty() className!: string;
  @ApiProperty({ ...text, enum: ROW_OUTCOMES, description: 'null：还没轮到' }) outcome!: RowOutcome | null;
  @ApiProperty({ ...text, description: '办了什么，或没有办的原因' }) detail!: string | null;
}

export class SourceActRowPage extends PageOf(SourceActRow) {}

export class SourceActRowQuery extends PageQuery {
  @Enum(ROW_OUTCOMES, { optional: true }) outcome?: RowOutcome;
  @Enum(['undone'], { optional: true, description: '跳过的和没办成的' }) only?: 'undone';
}
