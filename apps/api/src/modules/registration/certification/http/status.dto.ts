import { ApiProperty } from '@nestjs/swagger';
import { CERTIFICATION_STATUSES, MEMBER_STATUSES, REVIEW_SUBJECTS, SETTLEMENT_STATUSES } from '@qiancheng/shared';
import { Int, Obj } from '../../../../platform/http/index.js';
import { AskedServiceView } from '../../wizard/http/services.dto.js';
import { CertificationDataBody, CertificationDataView } from './data.dto.js';
import { FileView } from './papers.dto.js';

/** What a reviewer found, in the reviewer's words. */
export class FindingView {
  @ApiProperty({ enum: REVIEW_SUBJECTS }) field!: string;
  @ApiProperty({ description: '字段或证件的名称' }) label!: string;
  @ApiProperty({ description: '审核员原话' }) words!: string;
  @ApiProperty({ description: '退回以后改过了' }) repaired!: boolean;
}

export class SettlementLine {
  @ApiProperty() schoolCode!: string;
  @ApiProperty() schoolName!: string;
  @ApiProperty() centerName!: string;
  @ApiProperty({ type: String, nullable: true }) centerPhone!: string | null;
  @ApiProperty({ enum: SETTLEMENT_STATUSES }) status!: string;
  @ApiProperty() statusLabel!: string;
  @ApiProperty({ type: [AskedServiceView] }) services!: AskedServiceView[];
  @ApiProperty({ format: 'date-time' }) requestedAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) dueAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) decidedAt!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: '学校审核到了第几个工作日' }) workday!: number | null;
  @ApiProperty({ type: [String], description: '学校的原话' }) words!: string[];
}

export class HistoryLine {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty() actor!: string;
  @ApiProperty() sentence!: string;
}

/** One application to register a unit, or to become its administrator. */
export class ApplicationView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['initial', 'takeover'] }) kind!: string;
  @ApiProperty({ format: 'uuid' }) employerId!: string;
  @ApiProperty() name!: string;
  @ApiProperty() creditCode!: string;
  @ApiProperty({ enum: CERTIFICATION_STATUSES }) status!: string;
  @ApiProperty() statusLabel!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) submittedAt!: string | null;
  @ApiProperty() submittedBy!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) dueAt!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: '前面还有几家在等' }) ahead!: number | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) decidedAt!: string | null;
  @ApiProperty({ type: [FindingView] }) findings!: FindingView[];
  @ApiProperty({ type: [String], description: '现在可以办的：resubmit withdraw remind restart' }) actions!: string[];
  @ApiProperty({ type: [SettlementLine] }) schools!: SettlementLine[];
  @ApiProperty({ type: [HistoryLine] }) history!: HistoryLine[];
}

/** A request to join a unit that somebody looks after. */
export class JoinView {
  @ApiProperty({ format: 'uuid' }) employerId!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: MEMBER_STATUSES }) status!: string;
  @ApiProperty() statusLabel!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ format: 'date-time' }) requestedAt!: string;
  @ApiProperty() message!: string;
  @ApiProperty({ description: '管理员的原话' }) reason!: string;
  @ApiProperty({ type: [String], description: '现在可以办的：cancel' }) actions!: string[];
}

export class RegistrationStatus {
  @ApiProperty({ type: [ApplicationView], description: '最近的在前' }) applications!: ApplicationView[];
  @ApiProperty({ type: [JoinView] }) joins!: JoinView[];
  @ApiProperty({ type: String, nullable: true, description: '没有交的草稿是哪家单位的' }) draftOf!: string | null;
  @ApiProperty({ type: [String], description: '结果发到哪里，隐去中间' }) resultsTo!: string[];
}

/** The data and papers of an application, for whoever may repair them. */
export class CertificationView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['initial', 'change', 'takeover'] }) kind!: string;
  @ApiProperty({ enum: CERTIFICATION_STATUSES }) status!: string;
  @ApiProperty() statusLabel!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ description: '现在能不能改' }) editable!: boolean;
  @ApiProperty({ type: CertificationDataView }) data!: CertificationDataView;
  @ApiProperty({ type: [FileView] }) files!: FileView[];
  @ApiProperty({ type: [FindingView] }) findings!: FindingView[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) submittedAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) dueAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) decidedAt!: string | null;
  @ApiProperty({ format: 'date-time' }) savedAt!: string;
}

export class SaveCertificationBody {
  @Int({ min: 1 }) version!: number;
  @Obj(() => CertificationDataBody) data!: CertificationDataBody;
}

export class CertificationVersionBody {
  @Int({ min: 1 }) version!: number;
}
