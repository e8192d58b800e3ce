import { ApiProperty } from '@nestjs/swagger';
import { REVIEW_SUBJECTS, type ReviewSubject } from '@qiancheng/shared';
import { Enum, Int, List, Str } from '../../../../platform/http/index.js';
import { DUE_STATES, type DueState } from '../deadline.js';

const REASON_TEXT = 200;
const MOST_REASONS = 30;

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time' } as const;

export class TermView {
  @ApiProperty(time) at!: string;
  @ApiProperty({ type: 'integer', description: '还剩几个工作日；负数是已经超过几个' }) workdaysLeft!: number;
  @ApiProperty({ enum: DUE_STATES }) state!: DueState;
}

export class UnitEventView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() action!: string;
  @ApiProperty() label!: string;
  @ApiProperty(time) at!: string;
  @ApiProperty() actorName!: string;
  @ApiProperty({ enum: ['employer', 'school', 'platform', 'system'] }) actorKind!:
    'employer' | 'school' | 'platform' | 'system';
  @ApiProperty(text) schoolName!: string | null;
  @ApiProperty(text) memberName!: string | null;
  @ApiProperty({ type: [String], description: '原话' }) reasons!: string[];
  @ApiProperty() note!: string;
}

export class PaperView {
  @ApiProperty() kind!: string;
  @ApiProperty() label!: string;
  @ApiProperty() name!: string;
  @ApiProperty() mime!: string;
  @ApiProperty({ type: 'integer' }) size!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'PDF 的页数' }) pages!: number | null;
  @ApiProperty({ description: '和现行的不是同一份' }) changed!: boolean;
}

export class QueuePlaceView {
  @ApiProperty({ type: 'integer', description: '从 1 起；不在队列里为 0' }) position!: number;
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty(text) prevId!: string | null;
  @ApiProperty(text) nextId!: string | null;
}

export class TabCount {
  @ApiProperty() status!: string;
  @ApiProperty({ type: 'integer' }) count!: number;
  @ApiProperty({ type: 'integer', description: '其中超过时限的' }) late!: number;
}

export class TabCounts {
  @ApiProperty({ type: [TabCount] }) items!: TabCount[];
}

export class VersionBody {
  @Int({ min: 1, description: '看到的版本' }) version!: number;
}

export class ReviewReasonBody {
  @Enum(REVIEW_SUBJECTS) field!: ReviewSubject;
  @Str({ max: 40 }) code!: string;
  @Str({ max: REASON_TEXT, min: 0 }) text!: string;
}

/** What the other side will read, word for word. */
export class ReviewReasonsBody extends VersionBody {
  @List(() => ReviewReasonBody, { min: 1, max: MOST_REASONS }) reasons!: ReviewReasonBody[];
}
