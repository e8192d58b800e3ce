import { ApiProperty, OmitType } from '@nestjs/swagger';
import { LIMITS, POLICY_VARIANTS, type PolicyVariant } from '@qiancheng/shared';
import { Enum, Int, Obj, Str } from '../../../platform/http/index.js';
import { NewCohortBody } from '../tree/cohort.dto.js';

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time' } as const;
const integer = { type: 'integer' } as const;

const VARIANTS = Object.keys(POLICY_VARIANTS) as PolicyVariant[];
export const SCHOOL_STATUSES = ['open', 'closed'] as const;
export type SchoolStatus = (typeof SCHOOL_STATUSES)[number];

export class SchoolFactsBody {
  @Str({ min: 2, max: 60 }) name!: string;
  @Str({ min: 1, max: 20, description: '简称' }) shortName!: string;
  @Str({ nullable: true, max: LIMITS.addressText }) address!: string | null;
  @Str({ min: 2, max: 30, description: '就业部门的名称' }) centerName!: string;
  @Str({ nullable: true, max: 30, description: '办公电话' }) centerPhone!: string | null;
}

export class FirstAdminBody {
  @Str({
    max: 40,
    pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    patternText: '账号用字母、数字，可以带 . _ -，以字母或数字开头。',
    description: '工号；开通以后不能改',
  })
  login!: string;

  @Str({ max: LIMITS.nameText }) name!: string;
  @Str({ nullable: true, max: 30, description: '手机，第二步验证用' }) phone!: string | null;
}

/** Until when its students submit is the school's to say, once it is there. */
export class FirstCohortBody extends OmitType(NewCohortBody, ['sourceTerm'] as const) {}

export class OpenSchoolBody extends SchoolFactsBody {
  @Str({ pattern: /^\d{5}$/, patternText: '学校代码是教育部的 5 位数字。', description: '国标代码，开通以后不能改' })
  code!: string;

  @Obj(() => FirstCohortBody, { description: '第一届' }) firstCohort!: FirstCohortBody;
  @Enum(VARIANTS, { description: '从哪一种流程开始' }) variant!: PolicyVariant;
  @Obj(() => FirstAdminBody) admin!: FirstAdminBody;
}

export class SchoolFactsEditBody extends SchoolFactsBody {
  @Int({ min: 1 }) version!: number;
}

export class SchoolReasonBody {
  @Int({ min: 1 }) version!: number;
  @Str({ min: 2, max: LIMITS.reasonText }) reason!: string;
}

export class SchoolCohortFacts {
  @ApiProperty(integer) year!: number;
  @ApiProperty() open!: boolean;
  @ApiProperty(integer) classes!: number;
  @ApiProperty(integer) students!: number;
  @ApiProperty(integer) agreements!: number;
}

export class SchoolDetail extends SchoolFactsBody {
  @ApiProperty() code!: string;
  @ApiProperty({ enum: SCHOOL_STATUSES }) status!: SchoolStatus;
  @ApiProperty({ ...time, nullable: true }) closedAt!: Date | null;
  @ApiProperty() closedReason!: string;
  @ApiProperty(time) createdAt!: Date;
  @ApiProperty(integer) version!: number;
  @ApiProperty({ description: '现在的流程，一句话' }) processLabel!: string;
  @ApiProperty({ ...integer, description: '参数的版本' }) policyVersion!: number;
  @ApiProperty(integer) colleges!: number;
  @ApiProperty(integer) majors!: number;
  @ApiProperty({ ...integer, description: '在用的教师账号' }) staff!: number;
  @ApiProperty({ ...integer, description: '入驻的单位' }) employers!: number;
  @ApiProperty({ type: [SchoolCohortFacts] }) cohorts!: SchoolCohortFacts[];
}

export class OpenedSchool {
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
  @ApiProperty() adminLogin!: string;
  @ApiProperty() adminName!: string;
  @ApiProperty({ ...text, description: '初始密码，只在这里出现一次' }) initialPassword!: string | null;
  @ApiProperty(time) initialExpiresAt!: Date;
}
