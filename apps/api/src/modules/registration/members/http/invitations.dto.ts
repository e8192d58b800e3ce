import { ApiProperty } from '@nestjs/swagger';
import { LIMITS } from '@qiancheng/shared';
import { Enum, Str, Uuid } from '../../../../platform/http/index.js';
import { MEMBER_ROLES, type MemberRole } from './members.dto.js';

const CHANNELS = ['sms', 'mail'] as const;
const LOGIN = /^[A-Za-z][A-Za-z0-9._-]{3,29}$/;
const PASSWORD_MAX = 200;
const PROOF_MAX = 100;

export const INVITATION_STATUSES = ['open', 'used', 'expired', 'revoked'] as const;
export type InvitationStatus = (typeof INVITATION_STATUSES)[number];

export class InviteBody {
  @Str({ max: LIMITS.nameText, description: '对方的姓名' }) name!: string;
  @Enum(CHANNELS) channel!: 'sms' | 'mail';
  @Str({ max: 254, description: '手机号或邮箱' }) target!: string;
  @Enum(MEMBER_ROLES) memberRole!: MemberRole;
}

export class MemberInvitationView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: MEMBER_ROLES }) role!: MemberRole;
  @ApiProperty() roleLabel!: string;
  @ApiProperty({ enum: CHANNELS }) channel!: 'sms' | 'mail';
  @ApiProperty({ description: '遮去中间' }) contactMasked!: string;
  @ApiProperty({ enum: INVITATION_STATUSES }) status!: InvitationStatus;
  @ApiProperty() inviter!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time' }) expiresAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: '接受或撤销的时间' })
  endedAt!: string | null;
  @ApiProperty({ enum: ['send', 'revoke'], isArray: true, description: '现在能做的' }) actions!: string[];
}

export class InvitationChannels {
  @ApiProperty() sms!: boolean;
  @ApiProperty() mail!: boolean;
}

export class MemberInvitationList {
  @ApiProperty({ type: [MemberInvitationView] }) items!: MemberInvitationView[];
  @ApiProperty({ type: InvitationChannels, description: '邀请可以怎样发' }) channels!: InvitationChannels;
}

/** What whoever has the token reads. */
export class JoinInvitation {
  @ApiProperty({ description: '单位' }) employer!: string;
  @ApiProperty() inviter!: string;
  @ApiProperty({ description: '邀请的人' }) name!: string;
  @ApiProperty({ enum: MEMBER_ROLES }) role!: MemberRole;
  @ApiProperty() roleLabel!: string;
  @ApiProperty({ enum: CHANNELS }) channel!: 'sms' | 'mail';
  @ApiProperty({ description: '遮去中间' }) contactMasked!: string;
  @ApiProperty({ format: 'date-time' }) expiresAt!: string;
}

export class JoinCode {
  @ApiProperty({ format: 'uuid' }) codeId!: string;
  @ApiProperty() toMasked!: string;
  @ApiProperty({ format: 'date-time' }) expiresAt!: string;
  @ApiProperty({ type: 'integer', description: '多少秒后可以再要一个' }) retryAfter!: number;
}

export class JoinCodeBody {
  @Uuid() codeId!: string;
  @Str({ max: 12 }) code!: string;
}

export class JoinProof {
  @ApiProperty({ description: '验证码对了的凭据，半小时内有效，只对这份邀请有用' }) proof!: string;
}

export class JoinBody {
  @Str({ max: PROOF_MAX }) proof!: string;
}

export class JoinAccountBody extends JoinBody {
  @Str({ max: 30, pattern: LOGIN, patternText: '登录名以字母开头，4 到 30 位字母、数字或 . _ -。' }) login!: string;
  @Str({ max: LIMITS.nameText }) person!: string;
  @Str({ max: PASSWORD_MAX, trim: false }) password!: string;
  @Str({ max: 20, description: '同意的告知书的版本' }) noticeVersion!: string;
}

export class JoinedUnit {
  @ApiProperty({ format: 'uuid' }) employerId!: string;
  @ApiProperty() employer!: string;
}
