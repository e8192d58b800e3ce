import { ApiProperty } from '@nestjs/swagger';
import { Enum, Int, Str } from '../../../../platform/http/index.js';

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time', nullable: true } as const;

export const MEMBER_ROLES = ['employer_admin', 'employer_member'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

export class MemberView {
  @ApiProperty({ format: 'uuid', description: '账号' }) id!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty() name!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ enum: MEMBER_ROLES }) role!: MemberRole;
  @ApiProperty() roleLabel!: string;
  @ApiProperty({ enum: ['active', 'requested'] }) status!: 'active' | 'requested';
  @ApiProperty({ ...text, description: '遮去中间' }) phone!: string | null;
  @ApiProperty({ ...text, description: '遮去中间' }) email!: string | null;
  @ApiProperty({ description: '申请加入时写的话' }) message!: string;
  @ApiProperty(time) since!: string | null;
  @ApiProperty({ description: '是不是本人' }) self!: boolean;
  @ApiProperty({ type: [String], description: '现在能做的' }) actions!: string[];
}

export class MemberList {
  @ApiProperty({ type: [MemberView] }) items!: MemberView[];
  @ApiProperty({ type: 'integer', description: '在用的管理员' }) admins!: number;
}

export class MemberVersionBody {
  @Int({ min: 1, description: '看到的版本' }) version!: number;
}

export class MemberReasonBody extends MemberVersionBody {
  @Str({ max: 40 }) reasonCode!: string;
  @Str({ max: 200, min: 0 }) reasonText!: string;
}

export class MemberRoleBody extends MemberVersionBody {
  @Enum(MEMBER_ROLES) memberRole!: MemberRole;
}

export class CompanyChoice {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() status!: string;
  @ApiProperty() roleLabel!: string;
  @ApiProperty({ description: '现在代表的' }) current!: boolean;
}

export class CompanyChoices {
  @ApiProperty({ type: [CompanyChoice] }) items!: CompanyChoice[];
}
