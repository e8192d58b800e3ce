import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LIMITS } from '@qiancheng/shared';
import { Bool, Uuids } from '../../../../platform/http/index.js';
import { NotificationView } from '../../../notifications/index.js';
import { CaseDetail, ProgressStepView } from './case-detail.dto.js';

const text = { type: String, nullable: true } as const;
const number = { type: Number, nullable: true } as const;
const time = { type: String, format: 'date-time', nullable: true } as const;

export class InvitationRow {
  @ApiProperty() id!: string;
  @ApiProperty() version!: number;
  @ApiProperty() employerName!: string;
  @ApiProperty(text) post!: string | null;
  @ApiProperty({ ...text, description: '行政区划代码' }) workRegion!: string | null;
  @ApiProperty(number) salaryRegular!: number | null;
  @ApiProperty(number) salaryProbation!: number | null;
  @ApiProperty(number) probationMonths!: number | null;
  @ApiProperty(number) penalty!: number | null;
  @ApiProperty() state!: string;
  @ApiProperty() stateLabel!: string;
  @ApiProperty(time) deadlineAt!: string | null;
  @ApiProperty(time) sentAt!: string | null;
  @ApiProperty(time) closedAt!: string | null;
  @ApiProperty() locked!: boolean;
  @ApiProperty(text) lockedReason!: string | null;
  @ApiProperty({ ...text, description: '撤回、拒绝、失效的原因' }) reasonText!: string | null;
}

export class InvitationList {
  @ApiProperty({ type: [InvitationRow] }) items!: InvitationRow[];
  @ApiProperty() openCount!: number;
  @ApiProperty() maxConcurrent!: number;
  @ApiProperty({ description: '已结束的份数' }) closedCount!: number;
}

export class InvitationQuery {
  @Bool({ optional: true, description: 'true：只看已结束的' }) closed?: boolean;
}

export class CompareQuery {
  @Uuids({ min: 1, max: LIMITS.compareInvitations, description: '逗号分隔' }) ids!: string[];
}

export class CompareView {
  @ApiProperty({ type: [CaseDetail] }) items!: CaseDetail[];
}

export class AgreementView {
  @ApiProperty({ type: CaseDetail, nullable: true }) case!: CaseDetail | null;
}

export class ReadingArticle {
  @ApiProperty() title!: string;
  @ApiProperty() body!: string;
}

export class ReadingRow {
  @ApiProperty() label!: string;
  @ApiProperty(text) value!: string | null;
  @ApiPropertyOptional({ ...text, description: '上一版的值，有变化时才有' }) changedFrom?: string | null;
}

export class ReadingBlock {
  @ApiProperty() label!: string;
  @ApiProperty({ type: [ReadingRow] }) rows!: ReadingRow[];
}

export class ReadingView {
  @ApiProperty() revision!: number;
  @ApiProperty() agreementNo!: string;
  @ApiProperty() contentHash!: string;
  @ApiProperty() consentVersion!: string;
  @ApiProperty() consentText!: string;
  @ApiProperty({ type: [ReadingArticle] }) articles!: ReadingArticle[];
  @ApiProperty({ type: [ReadingBlock] }) blocks!: ReadingBlock[];
}

export class StudentCard {
  @ApiProperty() name!: string;
  @ApiProperty() studentNo!: string;
  @ApiProperty(text) collegeName!: string | null;
  @ApiProperty(text) majorName!: string | null;
  @ApiProperty(text) className!: string | null;
  @ApiProperty() cohort!: number;
}

export class OverviewInvitations {
  @ApiProperty() open!: number;
  @ApiProperty() max!: number;
  @ApiProperty({ type: [InvitationRow] }) items!: InvitationRow[];
}

export class CaseSummary {
  @ApiProperty() id!: string;
  @ApiProperty() version!: number;
  @ApiProperty() state!: string;
  @ApiProperty() stateLabel!: string;
  @ApiProperty(text) agreementNo!: string | null;
  @ApiProperty() employerName!: string;
  @ApiProperty(text) post!: string | null;
  @ApiProperty(text) workRegion!: string | null;
  @ApiProperty(number) salaryRegular!: number | null;
  @ApiProperty(number) salaryProbation!: number | null;
  @ApiProperty(number) probationMonths!: number | null;
  @ApiProperty({ ...text, format: 'date' }) startDate!: string | null;
  @ApiProperty(time) deadlineAt!: string | null;
  @ApiProperty(time) acceptedAt!: string | null;
  @ApiProperty(time) signedAt!: string | null;
  @ApiProperty({ description: '此刻轮到学生签名' }) canSign!: boolean;
  @ApiProperty({ type: [ProgressStepView] }) progress!: ProgressStepView[];
}

export class ContactView {
  @ApiProperty() name!: string;
  @ApiProperty(text) phone!: string | null;
}

export const OVERVIEW_STATES = ['verify', 'waiting', 'invited', 'review', 'sign', 'sealing', 'signed'] as const;
export type OverviewState = (typeof OVERVIEW_STATES)[number];

export class StudentOverview {
  @ApiProperty({ enum: OVERVIEW_STATES }) state!: OverviewState;
  @ApiProperty({ type: StudentCard }) student!: StudentCard;
  @ApiProperty({ type: OverviewInvitations }) invitations!: OverviewInvitations;
  @ApiProperty({ type: CaseSummary, nullable: true }) case!: CaseSummary | null;
  @ApiProperty({ description: '生源信息状态' }) sourceState!: string;
  @ApiProperty() sourceStateLabel!: string;
  @ApiProperty({ type: ContactView, nullable: true }) reviewer!: ContactView | null;
  @ApiProperty({ type: [NotificationView] }) messages!: NotificationView[];
  @ApiProperty() unread!: number;
}
