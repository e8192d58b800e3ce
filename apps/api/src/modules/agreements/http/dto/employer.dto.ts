import { ApiProperty } from '@nestjs/swagger';
import { Enum, PageOf, PageQuery, Str } from '../../../../platform/http/index.js';
import { NotificationView } from '../../../notifications/index.js';
import { UNIT_TODO_KINDS } from '../../../registration/index.js';
import { ActionView, PROGRESS_STATUSES, type ProgressStatus } from './case-detail.dto.js';

const text = { type: String, nullable: true } as const;
const number = { type: Number, nullable: true } as const;
const time = { type: String, format: 'date-time', nullable: true } as const;

export const BALLS = ['us', 'student', 'school'] as const;
export type Ball = (typeof BALLS)[number];

export const EMPLOYER_TABS = ['pending', 'signed', 'terminated'] as const;
export type EmployerTab = (typeof EMPLOYER_TABS)[number];

export class EmployerCounts {
  @ApiProperty({ description: '此刻可以邀请的学生数' }) signable!: number;
  @ApiProperty() pending!: number;
  @ApiProperty() signed!: number;
  @ApiProperty() terminated!: number;
}

export class StageView {
  @ApiProperty() key!: string;
  @ApiProperty() label!: string;
  @ApiProperty() count!: number;
  @ApiProperty({ enum: BALLS, nullable: true }) ball!: Ball | null;
  @ApiProperty({ ...text, description: '一句补充' }) note!: string | null;
  @ApiProperty({ description: '其中等本单位的' }) ours!: number;
}

/** Of agreements, and of the unit itself. */
export const TODO_KINDS = ['seal', 'draft', ...UNIT_TODO_KINDS] as const;
export type TodoKind = (typeof TODO_KINDS)[number];

export class TodoView {
  @ApiProperty({ enum: TODO_KINDS, description: 'change_submitted 只是告知，不用办' }) kind!: TodoKind;
  @ApiProperty(text) caseId!: string | null;
  @ApiProperty() count!: number;
  @ApiProperty() title!: string;
  @ApiProperty({ description: '是谁的、什么情况' }) whose!: string;
  @ApiProperty(time) deadlineAt!: string | null;
  @ApiProperty({ description: '按钮上的词' }) action!: string;
}

export class DueItem {
  @ApiProperty() caseId!: string;
  @ApiProperty() studentName!: string;
}

export class DueDay {
  @ApiProperty({ format: 'date' }) date!: string;
  @ApiProperty() count!: number;
  @ApiProperty({ type: [DueItem] }) items!: DueItem[];
}

export class EmployerSummary {
  @ApiProperty({ type: EmployerCounts }) counts!: EmployerCounts;
  @ApiProperty({ type: [StageView] }) stages!: StageView[];
  @ApiProperty({ type: [TodoView] }) todos!: TodoView[];
  @ApiProperty({ type: [DueDay] }) due!: DueDay[];
  @ApiProperty({ type: [NotificationView] }) events!: NotificationView[];
}

export class InvitableView {
  @ApiProperty() allowed!: boolean;
  @ApiProperty(text) code!: string | null;
  @ApiProperty(text) reason!: string | null;
}

export class StudentHit {
  @ApiProperty() studentId!: string;
  @ApiProperty() studentNo!: string;
  @ApiProperty() name!: string;
  @ApiProperty(text) collegeName!: string | null;
  @ApiProperty(text) majorName!: string | null;
  @ApiProperty(text) className!: string | null;
  @ApiProperty(text) levelName!: string | null;
  @ApiProperty({ type: InvitableView }) invitable!: InvitableView;
  @ApiProperty({ ...text, description: '本单位与该生还在办的协议' }) caseId!: string | null;
}

export class NotFoundReason {
  @ApiProperty() title!: string;
  @ApiProperty() body!: string;
  @ApiProperty(text) contact!: string | null;
}

export class NotFoundView {
  @ApiProperty({ type: [NotFoundReason] }) reasons!: NotFoundReason[];
  @ApiProperty() hint!: string;
}

export class StudentSearchResult {
  @ApiProperty({ type: [StudentHit] }) items!: StudentHit[];
  @ApiProperty() total!: number;
  @ApiProperty({ type: NotFoundView, nullable: true }) notFound!: NotFoundView | null;
}

export class StudentSearchQuery {
  @Str({ max: 60, description: '完整姓名或学号' }) q!: string;
}

export class RowStep {
  @ApiProperty() key!: string;
  @ApiProperty() label!: string;
  @ApiProperty({ enum: PROGRESS_STATUSES }) status!: ProgressStatus;
}

export class EmployerCaseRow {
  @ApiProperty() id!: string;
  @ApiProperty() version!: number;
  @ApiProperty() studentNo!: string;
  @ApiProperty() studentName!: string;
  @ApiProperty(text) majorName!: string | null;
  @ApiProperty(text) collegeName!: string | null;
  @ApiProperty(text) levelName!: string | null;
  @ApiProperty(text) post!: string | null;
  @ApiProperty(number) salaryRegular!: number | null;
  @ApiProperty() state!: string;
  @ApiProperty() stateLabel!: string;
  @ApiProperty({ enum: BALLS, nullable: true, description: '轮到谁' }) ball!: Ball | null;
  @ApiProperty({ description: '进展的一句话' }) waitingFor!: string;
  @ApiProperty({ type: [RowStep] }) progress!: RowStep[];
  @ApiProperty(time) deadlineAt!: string | null;
  @ApiProperty(time) sentAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) stateSince!: string;
  @ApiProperty({ type: String, format: 'date-time' }) updatedAt!: string;
  @ApiProperty(text) agreementNo!: string | null;
  @ApiProperty() printOpen!: boolean;
  @ApiProperty(text) reasonText!: string | null;
  @ApiProperty({ type: [ActionView] }) availableActions!: ActionView[];
}

export class EmployerCasePage extends PageOf(EmployerCaseRow) {
  @ApiProperty({ type: EmployerCounts }) counts!: EmployerCounts;
}

export const EMPLOYER_SORTS = ['deadline', 'updated', 'sent', 'name'] as const;
export const EMPLOYER_STAGES = ['invited', 'review', 'signing', 'signed', 'closed'] as const;

export class EmployerCaseQuery extends PageQuery {
  @Enum(EMPLOYER_TABS, { optional: true }) tab?: EmployerTab;
  @Str({ max: 60, optional: true, description: '姓名、学号或协议编号' }) q?: string;
  @Enum(EMPLOYER_STAGES, { optional: true, description: '工作台上的一个阶段，代替 tab' })
  stage?: (typeof EMPLOYER_STAGES)[number];
  @Enum(EMPLOYER_SORTS, { optional: true }) sort?: (typeof EMPLOYER_SORTS)[number];
}
