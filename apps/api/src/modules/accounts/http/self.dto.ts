import { ApiProperty } from '@nestjs/swagger';
import { PageOf, Str, Uuid } from '../../../platform/http/index.js';
import { PASSWORD_MAX, PasswordRulesView } from './session.dto.js';

const CODE_MAX = 40;

export class BoundContactView {
  @ApiProperty() masked!: string;
  @ApiProperty({ description: '已经用验证码确认是本人的' }) verified!: boolean;
}

export class SecondFactorView {
  @ApiProperty({ description: '登录时要第二步验证' }) wanted!: boolean;
  @ApiProperty({ enum: ['totp', 'sms', 'mail', 'recovery_code'], isArray: true }) factors!: string[];
  @ApiProperty({ description: '绑定了身份验证器' }) authenticator!: boolean;
  @ApiProperty({ type: 'integer', description: '还没有用过的恢复码' }) recoveryCodes!: number;
}

export class OwnAccountView {
  @ApiProperty() login!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: BoundContactView, nullable: true }) phone!: BoundContactView | null;
  @ApiProperty({ type: BoundContactView, nullable: true }) email!: BoundContactView | null;
  @ApiProperty({ enum: ['sms', 'mail'], isArray: true, description: '现在能发验证码的渠道' }) channels!: string[];
  @ApiProperty({ type: String, format: 'date-time' }) passwordAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: '到期要换；null 为不限' })
  passwordUntil!: Date | null;
  @ApiProperty({ type: PasswordRulesView }) passwordRules!: PasswordRulesView;
  @ApiProperty({ type: SecondFactorView }) secondFactor!: SecondFactorView;
}

export class ChangePasswordBody {
  @Str({ max: PASSWORD_MAX, trim: false }) oldPassword!: string;
  @Str({ max: PASSWORD_MAX, trim: false }) password!: string;
}

export class ChangeContactBody {
  @Uuid() codeId!: string;
  @Str({ max: CODE_MAX }) code!: string;
  @Str({ max: PASSWORD_MAX, trim: false }) password!: string;
}

export class PasswordBody {
  @Str({ max: PASSWORD_MAX, trim: false }) password!: string;
}

export class BeginAuthenticatorBody {
  @Str({ optional: true, max: PASSWORD_MAX, trim: false, description: '第一次登录时不用填' }) password?: string;
}

export class AuthenticatorCodeBody {
  @Str({ max: CODE_MAX }) code!: string;
}

export class EnrolmentView {
  @ApiProperty({ description: '二维码的内容' }) otpauthUrl!: string;
  @ApiProperty({ description: '不能扫码时手工输入' }) secret!: string;
}

export class RecoveryCodesView {
  @ApiProperty({ type: [String], description: '只出现这一次' }) codes!: string[];
}

export class OwnSessionView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() current!: boolean;
  @ApiProperty() device!: string;
  @ApiProperty({ type: String, nullable: true }) ip!: string | null;
  @ApiProperty({ enum: ['password', 'wechat', 'registration'] }) method!: string;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time' }) lastSeenAt!: Date;
}

export class HistoryEntryView {
  @ApiProperty({ type: String, format: 'date-time' }) at!: Date;
  @ApiProperty() text!: string;
  @ApiProperty({ type: String, nullable: true }) ip!: string | null;
  @ApiProperty({ description: '没有成功的尝试' }) refused!: boolean;
}

export class HistoryPage extends PageOf(HistoryEntryView) {}
