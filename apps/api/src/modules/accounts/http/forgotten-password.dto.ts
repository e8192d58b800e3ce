import { ApiProperty } from '@nestjs/swagger';
import { LIMITS } from '@qiancheng/shared';
import { Enum, Str, Uuid } from '../../../platform/http/index.js';
import type { CodeChannel } from '../credentials/verification-codes.js';
import { CHANNELS } from './login-steps.dto.js';
import { CAPTCHA_MAX, PASSWORD_MAX, PasswordRulesView } from './session.dto.js';

const CODE_MAX = 40;

class WhoseAccount {
  @Str({ max: LIMITS.nameText }) account!: string;

  @Str({ optional: true, pattern: /^\d{5}$/, patternText: '学校代码是 5 位数字。' })
  schoolCode?: string;
}

class Asking extends WhoseAccount {
  @Str({ optional: true, max: CAPTCHA_MAX, description: '人机验证的结果，必填' })
  captcha?: string;
}

export class ForgottenBody extends Asking {
  @Enum(CHANNELS, { optional: true, description: '发到哪里；不写就先手机后邮箱' })
  channel?: CodeChannel;
}

export class ForgottenStaffBody extends Asking {
  @Str({ description: '绑定的手机号码；没有接通短信的学校是邮箱' }) contact!: string;
}

export class ForgottenCodeBody extends WhoseAccount {
  @Uuid() resetId!: string;
  @Str({ max: CODE_MAX }) code!: string;
}

export class NewPasswordByTokenBody {
  @Str() token!: string;
  @Str({ max: PASSWORD_MAX, trim: false }) password!: string;
}

export class ResetBegunView {
  @ApiProperty({ format: 'uuid' }) resetId!: string;
  @ApiProperty({ type: String, format: 'date-time' }) expiresAt!: Date;
  @ApiProperty({ type: 'integer', description: '多少秒后可以再要一个验证码' }) retryAfter!: number;
}

export class ResetTokenView {
  @ApiProperty() token!: string;
  @ApiProperty({ type: PasswordRulesView }) passwordRules!: PasswordRulesView;
}

export class GeneratedPasswordView {
  @ApiProperty({ description: '系统生成的 16 位密码，只出现这一次' }) password!: string;
}
