import { ApiProperty } from '@nestjs/swagger';
import {
  ArchiveBlockView,
  BreachBlockView,
  EmployerBlockView,
  SchoolBlockView,
  StudentBlockView,
  TermsBlockView,
} from './blocks.dto.js';

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time', nullable: true } as const;

export const PROGRESS_STATUSES = ['done', 'now', 'todo', 'failed'] as const;
export type ProgressStatus = (typeof PROGRESS_STATUSES)[number];

export class ReviewLevelView {
  @ApiProperty({ description: '从 1 起' }) level!: number;
  @ApiProperty({ enum: ['counsellor', 'college', 'center'] }) role!: 'counsellor' | 'college' | 'center';
  @ApiProperty() label!: string;
}

export class SlotView {
  @ApiProperty({ enum: ['student', 'employer', 'superior', 'college', 'school'] })
  slot!: 'student' | 'employer' | 'superior' | 'college' | 'school';
  @ApiProperty() label!: string;
  @ApiProperty() done!: boolean;
  @ApiProperty(time) doneAt!: string | null;
  @ApiProperty({ ...text, description: 'handwriting | typed | paper_seal' }) method!: string | null;
  @ApiProperty(text) byName!: string | null;
}

export class ProgressStepView {
  @ApiProperty() key!: string;
  @ApiProperty() label!: string;
  @ApiProperty({ enum: PROGRESS_STATUSES }) status!: ProgressStatus;
  @ApiProperty(time) at!: string | null;
  @ApiProperty(text) byName!: string | null;
  @ApiProperty(text) note!: string | null;
}

export class CaseEventView {
  @ApiProperty() id!: string;
  @ApiProperty() action!: string;
  @ApiProperty() label!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
  @ApiProperty(text) actorName!: string | null;
  @ApiProperty({ enum: ['employer', 'student', 'staff', 'system'] }) actorKind!: string;
  @ApiProperty(text) fromState!: string | null;
  @ApiProperty() toState!: string;
  @ApiProperty(text) reasonLabel!: string | null;
  @ApiProperty(text) reasonText!: string | null;
  @ApiProperty(text) note!: string | null;
}

export class ActionView {
  @ApiProperty() action!: string;
  @ApiProperty({ ...text, description: '签章环节，仅 slot_done 有' }) slot!: string | null;
  @ApiProperty() label!: string;
  @ApiProperty() allowed!: boolean;
  @ApiProperty(text) code!: string | null;
  @ApiProperty(text) reason!: string | null;
}

export class ConsequenceView {
  @ApiProperty() title!: string;
  @ApiProperty() body!: string;
}

export class FieldWarningView {
  @ApiProperty() path!: string;
  @ApiProperty() message!: string;
}

export class CopyRoleView {
  @ApiProperty() role!: string;
  @ApiProperty() label!: string;
}

export class PrintedCopyView {
  @ApiProperty() copy!: number;
  @ApiProperty() count!: number;
  @ApiProperty(time) lastAt!: string | null;
}

export class PrintStateView {
  @ApiProperty() open!: boolean;
  @ApiProperty({ ...text, description: '没有开放时，原因' }) reason!: string | null;
  @ApiProperty() copies!: number;
  @ApiProperty({ type: [CopyRoleView] }) copyRoles!: CopyRoleView[];
  @ApiProperty({ enum: ['A4_duplex2', 'A4_cover4'] }) layout!: string;
  @ApiProperty({ description: '本方已印过规定的份数，再印要填原因' }) reasonRequired!: boolean;
  @ApiProperty({ type: [PrintedCopyView] }) printed!: PrintedCopyView[];
}

/** One agreement, as every audience reads it; what an audience may not see is null. */
export class CaseDetail {
  @ApiProperty() id!: string;
  @ApiProperty() version!: number;
  @ApiProperty() state!: string;
  @ApiProperty() stateLabel!: string;
  @ApiProperty({ description: '从 1 起；不在审核中为 0' }) reviewLevel!: number;
  @ApiProperty({ type: [ReviewLevelView] }) reviewLevels!: ReviewLevelView[];
  @ApiProperty() flow!: string;
  @ApiProperty() revision!: number;
  @ApiProperty(text) agreementNo!: string | null;
  @ApiProperty(text) contentHash!: string | null;
  @ApiProperty() cohort!: number;
  @ApiProperty(time) deadlineAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: string;
  @ApiProperty(time) sentAt!: string | null;
  @ApiProperty(time) acceptedAt!: string | null;
  @ApiProperty(time) signedAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) updatedAt!: string;
  @ApiProperty({ type: String, format: 'date-time' }) stateSince!: string;
  @ApiProperty() employerId!: string;
  @ApiProperty() studentId!: string;
  @ApiProperty({ type: StudentBlockView }) student!: StudentBlockView;
  @ApiProperty({ type: EmployerBlockView }) employer!: EmployerBlockView;
  @ApiProperty({ type: TermsBlockView }) terms!: TermsBlockView;
  @ApiProperty({ type: ArchiveBlockView }) archive!: ArchiveBlockView;
  @ApiProperty({ type: BreachBlockView }) breach!: BreachBlockView;
  @ApiProperty({ type: SchoolBlockView, nullable: true }) school!: SchoolBlockView | null;
  @ApiProperty({ type: [String], description: 'HR 已核对的块' }) confirmed!: string[];
  @ApiProperty({ type: [FieldWarningView] }) warnings!: FieldWarningView[];
  @ApiProperty({ type: [SlotView] }) slots!: SlotView[];
  @ApiProperty({ type: [ProgressStepView] }) progress!: ProgressStepView[];
  @ApiProperty({ type: [CaseEventView] }) events!: CaseEventView[];
  @ApiProperty({ type: [ActionView] }) availableActions!: ActionView[];
  @ApiProperty({ type: [ConsequenceView] }) consequences!: ConsequenceView[];
  @ApiProperty({ enum: ['none', 'password', 'sms', 'wechat'] }) reauth!: string;
  @ApiProperty() consentVersion!: string;
  @ApiProperty({ type: PrintStateView }) print!: PrintStateView;
  @ApiProperty({ type: Number, nullable: true, description: '该生还能收几份邀约，仅单位草稿时有' })
  remainingInvites!: number | null;
  @ApiProperty({ type: SchoolBlockView, nullable: true, description: '审核人上一次填的学校联系信息' })
  reviewPrefill!: SchoolBlockView | null;
}
