import { ApiProperty } from '@nestjs/swagger';
import {
  CERTIFICATION_KINDS,
  CERTIFICATION_STATUSES,
  type CertificationKind,
  type CertificationStatus,
} from '@qiancheng/shared';
import { Enum, Enums, PageOf, PageQuery, Str, Strs } from '../../../../platform/http/index.js';
import { CHECK_LEVELS, type CheckLevel } from '../certification-checks.js';
import { DUE_STATES, type DueState } from '../deadline.js';
import { TermView, PaperView, UnitEventView } from './review.dto.js';

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time', nullable: true } as const;

export class CertificationRow {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ enum: CERTIFICATION_KINDS }) kind!: CertificationKind;
  @ApiProperty() kindLabel!: string;
  @ApiProperty({ enum: CERTIFICATION_STATUSES }) status!: CertificationStatus;
  @ApiProperty() statusLabel!: string;
  @ApiProperty() name!: string;
  @ApiProperty() creditCode!: string;
  @ApiProperty() natureName!: string;
  @ApiProperty() regionName!: string;
  @ApiProperty() applicantName!: string;
  @ApiProperty({ type: 'integer', description: '交了几次' }) submissions!: number;
  @ApiProperty(time) submittedAt!: string | null;
  @ApiProperty({ type: TermView, nullable: true, description: '等审核时的时限' }) deadline!: TermView | null;
  @ApiProperty(time) decidedAt!: string | null;
  @ApiProperty(text) decidedByName!: string | null;
}

export class CertificationPage extends PageOf(CertificationRow) {}

export const CERTIFICATION_TABS = ['submitted', 'returned', 'approved', 'rejected', 'all'] as const;
export type CertificationTab = (typeof CERTIFICATION_TABS)[number];
export const CERTIFICATION_SORTS = [
  'due',
  '-due',
  'submitted',
  '-submitted',
  'name',
  '-name',
  'decided',
  '-decided',
] as const;
export type CertificationSort = (typeof CERTIFICATION_SORTS)[number];

export class CertificationQuery extends PageQuery {
  @Enum(CERTIFICATION_TABS, { optional: true, description: '不给就是等审核的' }) status?: CertificationTab;
  @Enums(CERTIFICATION_KINDS, { optional: true, max: 3 }) kind?: CertificationKind[];
  @Strs({ optional: true, max: 30, text: { max: 2, pattern: /^\d{2}$/, patternText: '性质代码是 2 位数字。' } })
  nature?: string[];
  @Strs({ optional: true, max: 40, text: { max: 6, pattern: /^\d{6}$/, patternText: '地区代码是 6 位数字。' } })
  region?: string[];
  @Enum(DUE_STATES, { optional: true }) due?: DueState;
  @Str({ optional: true, max: 60, description: '名称、信用代码、申请人' }) q?: string;
  @Enum(CERTIFICATION_SORTS, { optional: true, description: '等审核的默认时限近的在前；负号为倒序' })
  sort?: CertificationSort;
}

export class FactView {
  @ApiProperty() field!: string;
  @ApiProperty() label!: string;
  @ApiProperty({ ...text, description: '登记在册或现行的；null 是没有可比的' }) before!: string | null;
  @ApiProperty() after!: string;
  @ApiProperty() changed!: boolean;
}

export class FieldCheckView {
  @ApiProperty() field!: string;
  @ApiProperty({ enum: CHECK_LEVELS }) level!: CheckLevel;
  @ApiProperty() text!: string;
}

export class LikeUnitView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty(text) creditCode!: string | null;
  @ApiProperty() status!: string;
  @ApiProperty() sameName!: boolean;
}

export class PersonView {
  @ApiProperty() name!: string;
  @ApiProperty() title!: string;
  @ApiProperty() roleLabel!: string;
  @ApiProperty(text) phone!: string | null;
  @ApiProperty(text) email!: string | null;
}

export class ApplicantView extends PersonView {
  @ApiProperty(time) since!: string | null;
  @ApiProperty({ type: [String], description: '还在哪些单位' }) otherUnits!: string[];
}

export class AskedSchoolView {
  @ApiProperty() name!: string;
  @ApiProperty() statusLabel!: string;
}

export class UnitInForceView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() status!: string;
  @ApiProperty(time) certifiedAt!: string | null;
}

export class CertificationReview {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ enum: CERTIFICATION_KINDS }) kind!: CertificationKind;
  @ApiProperty() kindLabel!: string;
  @ApiProperty({ enum: CERTIFICATION_STATUSES }) status!: CertificationStatus;
  @ApiProperty() statusLabel!: string;
  @ApiProperty() name!: string;
  @ApiProperty() creditCode!: string;
  @ApiProperty() natureCode!: string;
  @ApiProperty(time) submittedAt!: string | null;
  @ApiProperty({ type: 'integer' }) submissions!: number;
  @ApiProperty({ type: TermView, nullable: true }) deadline!: TermView | null;
  @ApiProperty(time) decidedAt!: string | null;
  @ApiProperty(text) decidedByName!: string | null;
  @ApiProperty({ type: UnitInForceView }) unit!: UnitInForceView;
  @ApiProperty({ type: [FactView], description: '不同的在前' }) facts!: FactView[];
  @ApiProperty({ type: [FieldCheckView] }) checks!: FieldCheckView[];
  @ApiProperty({ type: [LikeUnitView] }) like!: LikeUnitView[];
  @ApiProperty({ type: [PaperView] }) papers!: PaperView[];
  @ApiProperty({ type: [String], description: '该交没有交的证件' }) missingPapers!: string[];
  @ApiProperty({ type: ApplicantView }) applicant!: ApplicantView;
  @ApiProperty({ type: [PersonView], description: '现在的管理员' }) admins!: PersonView[];
  @ApiProperty({ type: [AskedSchoolView] }) schools!: AskedSchoolView[];
  @ApiProperty({ type: [UnitEventView] }) events!: UnitEventView[];
  @ApiProperty({ type: [String], description: '现在能做的' }) actions!: string[];
}
