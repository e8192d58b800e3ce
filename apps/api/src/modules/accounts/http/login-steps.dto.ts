import { ApiProperty } from '@nestjs/swagger';
import { Enum, Str, Uuid } from '../../../platform/http/index.js';
import type { CodeChannel } from '../credentials/verification-codes.js';
import type { Factor } from '../login/login-progress.js';
import { PASSWORD_MAX } from './session.dto.js';

export const CHANNELS = ['sms', 'mail'] as const;
const CODE_MAX = 40;

export class IssuedCodeView {
  @ApiProperty({ format: 'uuid' }) codeId!: string;
  @ApiProperty({ description: '发到了哪里，隐去中间' }) toMasked!: string;
  @ApiProperty({ type: String, format: 'date-time' }) expiresAt!: Date;
  @ApiProperty({ type: 'integer', description: '多少秒后可以再要一个' }) retryAfter!: number;
}

export class ChannelBody {
  @Enum(CHANNELS) channel!: CodeChannel;
}

export class ContactCodeBody extends ChannelBody {
  @Str({ description: '手机号码或邮箱' }) target!: string;
}

export class TypedCodeBody {
  @Uuid() codeId!: string;
  @Str({ max: CODE_MAX, description: '收到的 6 位验证码' }) code!: string;
}

export class FactorBody {
  @Enum(['totp', 'sms', 'mail', 'recovery_code']) factor!: Factor;
  @Uuid({ optional: true, description: '短信、邮件验证码的编号' }) codeId?: string;
  @Str({ max: CODE_MAX }) code!: string;
}

export class NewPasswordBody {
  @Str({ max: PASSWORD_MAX, trim: false }) password!: string;
}
