import { ApiProperty } from '@nestjs/swagger';
import { SETTLEMENT_STATUSES, type SettlementStatus } from '@qiancheng/shared';
import {
  DateStr,
  Enum,
  Int,
  List,
  PageOf,
  PageQuery,
  Str,
  Strs,
  Uuid,
  Uuids,
} from '../../../../platform/http/index.js';
import { DUE_STATES, type DueState } from '../deadline.js';
import { FactView, PersonView } from './certification.dto.js';
import { TermView, PaperView, UnitEventView, VersionBody } from './review.dto.js';

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time', nullable: true } as const;
const CODE = { max: 2, pattern: /^\d{2}$/, patternText: '代码是 2 位数字。' };

/** As many as a page shows at most. */
export const MOST_AT_ONCE = 200;

export class SettlementRow {
  @ApiProperty({ format: 'uuid', description: '单位' }) id!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ enum: SETTLEMENT_STATUSES }) status!: SettlementStatus;
  @ApiProperty() statusLabel!: string;
  @ApiProperty() name!: string;
  @ApiProperty() creditCode!: string;
  @ApiProperty() natureName!: string;
  @ApiProperty() industryName!: string;
  @ApiProperty() sizeName!: string;
  @ApiProperty() regionName!: string;
  @ApiProperty({ description: '申请的招聘服务' }) services!: string;
  @ApiProperty(text) contactName!: string | null;
  @ApiProperty({ type: 'integer', description: '在办和已签的协议' }) agreements!: number;
  @ApiProperty({ description: '认证资料正在变更审核' }) changing!: boolean;
  @ApiProperty(time) requestedAt!: string | null;
  @ApiProperty({ type: TermView, nullable: true }) deadline!: TermView | null;
  @ApiProperty(time) decidedAt!: string | null;
  @ApiProperty(text) decidedByName!: string | null;
}

export class SettlementPage extends PageOf(SettlementRow) {}

export const SETTLEMENT_TABS = ['pending', 'approved', 'returned', 'rejected', 'suspended', 'all'] as const;
export type SettlementTab = (typeof SETTLEMENT_TABS)[number];
export const SETTLEMENT_SORTS = [
  'due',
  '-due',
  'requested',
  '-requested',
  'name',
  '-name',
  'decided',
  '-decided',
  'agreements',
  '-agreements',
] as const;
export type SettlementSort = (typeof SETTLEMENT_SORTS)[number];

export class SettlementQuery extends PageQuery {
  @Enum(SETTLEMENT_TABS, { optional: true, description: '不给就是等审核的' }) status?: SettlementTab;
  @Strs({ optional: true, max: 30, text: CODE }) nature?: string[];
  @Strs({ optional: true, max: 30, text: CODE }) industry?: string[];
  @Strs({ optional: true, max: 40, text: { max: 6, pattern: /^\d{6}$/, patternText: '地区代码是 6 位数字。' } })
  region?: string[];
  @Enum(DUE_STATES, { optional: true }) due?: DueState;
  @DateStr({ optional: true, description: '申请日期，从这一天起' }) from?: string;
  @DateStr({ optional: true, description: '到这一天' }) to?: string;
  @Str({ optional: true, max: 60, description: '名称、信用代码、联系人' }) q?: string;
  @Enum(SETTLEMENT_SORTS, { optional: true, description: '等审核的默认时限近的在前；负号为倒序' })
  sort?: SettlementSort;
}

export class ServiceView {
  @ApiProperty() label!: string;
  @ApiProperty({ description: '宣讲日期、人数等' }) detail!: string;
}

export class AgreementFigures {
  @ApiProperty({ type: 'integer', description: '等学生答复的邀约' }) invited!: number;
  @ApiProperty({ type: 'integer', description: '在审核、签章的协议' }) running!: number;
  @ApiProperty({ type: 'integer' }) signed!: number;
}

export class SettlementReview {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ enum: SETTLEMENT_STATUSES }) status!: SettlementStatus;
  @ApiProperty() statusLabel!: string;
  @ApiProperty() name!: string;
  @ApiProperty() creditCode!: string;
  @ApiProperty({ description: '认证是否有效' }) verified!: boolean;
  @ApiProperty(time) certifiedAt!: string | null;
  @ApiProperty({ ...time, description: '正在变更认证，从这时起' }) changingSince!: string | null;
  @ApiProperty(time) requestedAt!: string | null;
  @ApiProperty({ type: TermView, nullable: true }) deadline!: TermView | null;
  @ApiProperty(time) decidedAt!: string | null;
  @ApiProperty(text) decidedByName!: string | null;
  @ApiProperty({ type: [FactView] }) facts!: FactView[];
  @ApiProperty({ type: [PaperView] }) papers!: PaperView[];
  @ApiProperty({ type: [ServiceView] }) services!: ServiceView[];
  @ApiProperty({ description: '单位写给学校的话' }) message!: string;
  @ApiProperty() intro!: string;
  @ApiProperty({ type: [PersonView] }) members!: PersonView[];
  @ApiProperty({ type: AgreementFigures }) agreements!: AgreementFigures;
  @ApiProperty({ type: [String], description: '上一次的意见，原话' }) reasons!: string[];
  @ApiProperty({ type: [UnitEventView] }) events!: UnitEventView[];
  @ApiProperty({ type: [String], description: '现在能做的' }) actions!: string[];
}

export class SettlementReasonBody {
  @Str({ max: 40 }) code!: string;
  @Str({ max: 200, min: 0 }) text!: string;
}

/** What the unit will read, word for word. */
export class SettlementReasonsBody extends VersionBody {
  @List(() => SettlementReasonBody, { min: 1, max: 5 }) reasons!: SettlementReasonBody[];
}

export class BulkPreviewBody {
  @Uuids({ min: 1, max: MOST_AT_ONCE }) employerIds!: string[];
}

export class BulkItem {
  @Uuid() employerId!: string;
  @Int({ min: 1 }) version!: number;
}

export class BulkApproveBody {
  @List(() => BulkItem, { min: 1, max: MOST_AT_ONCE }) items!: BulkItem[];
}

export class BulkUnit {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty() name!: string;
  @ApiProperty({ ...text, description: '不能通过的原因；null 是能' }) reason!: string | null;
}

export class BulkPreview {
  @ApiProperty({ type: [BulkUnit] }) items!: BulkUnit[];
}

export class BulkOutcome {
  @ApiProperty({ type: 'integer' }) passed!: number;
  @ApiProperty({ type: [BulkUnit], description: '没有通过的，各有原因' }) skipped!: BulkUnit[];
}
