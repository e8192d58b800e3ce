import { ApiProperty } from '@nestjs/swagger';
import { LIMITS, PERMISSIONS, ROLES } from '@qiancheng/shared';
import { Str } from '../../../platform/http/index.js';

/** Long passphrases are welcome; what is longer only costs hashing time. */
export const PASSWORD_MAX = 200;
export const CAPTCHA_MAX = 1000;

export class LoginBody {
  @Str({ max: LIMITS.nameText, description: '工号、学号或单位账号' })
  account!: string;

  @Str({ max: PASSWORD_MAX, trim: false })
  password!: string;

  @Str({
    optional: true,
    pattern: /^\d{5}$/,
    patternText: '学校代码是 5 位数字。',
    description: '同一账号在几所学校都有时必填',
  })
  schoolCode?: string;

  @Str({ optional: true, max: CAPTCHA_MAX, description: '几次没有登录成功以后必填' })
  captcha?: string;
}

export class AccountView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() login!: string;
  @ApiProperty() name!: string;
}

export class SchoolView {
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
}

export class RoleView {
  @ApiProperty({ enum: Object.keys(ROLES) }) code!: string;
  @ApiProperty() label!: string;
  @ApiProperty({ description: '职责范围：全校，或学院、班级的名称' }) scopeLabel!: string;
}

/** The unit that somebody of the employer portal acts for at present. */
export class CompanyView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ description: 'provisional：还没有通过认证；verified：已认证' }) status!: string;
}

export class PasswordRulesView {
  @ApiProperty({ type: 'integer' }) minLength!: number;
  @ApiProperty({ type: 'integer', description: '大写、小写、数字、符号里至少几种；0 为不限' }) kinds!: number;
  @ApiProperty({ description: '不能含自己的账号和姓名' }) notOwn!: boolean;
  @ApiProperty({ type: 'integer', description: '最近几次用过的不能再用；0 为不限' }) remembered!: number;
}

export class SecondStep {
  @ApiProperty({ enum: ['second_factor', 'setup'] }) kind!: 'second_factor' | 'setup';
  @ApiProperty({ enum: ['contact', 'authenticator', 'password'], isArray: true, description: '第一次登录还差什么' })
  needs!: string[];
  @ApiProperty({ enum: ['sms', 'mail'], isArray: true, description: '联系方式可以绑定到哪里' })
  channels!: string[];
  @ApiProperty({ enum: ['totp', 'sms', 'mail', 'recovery_code'], isArray: true, description: '第二步可以用什么验证' })
  factors!: string[];
  @ApiProperty({ type: String, nullable: true }) phoneMasked!: string | null;
  @ApiProperty({ type: String, nullable: true }) emailMasked!: string | null;
  @ApiProperty({ enum: ['initial', 'expired'], description: '为什么要换密码' }) passwordIs!: 'initial' | 'expired';
  @ApiProperty({ type: PasswordRulesView }) passwordRules!: PasswordRulesView;
}

export class SessionView {
  @ApiProperty() account!: AccountView;
  @ApiProperty({ enum: ['teacher', 'student', 'employer', 'platform'] }) audience!: string;
  @ApiProperty({ type: SchoolView, nullable: true }) school!: SchoolView | null;
  @ApiProperty({ type: CompanyView, nullable: true }) company!: CompanyView | null;
  @ApiProperty({ type: [RoleView] }) roles!: RoleView[];
  @ApiProperty({ enum: Object.keys(PERMISSIONS), isArray: true }) permissions!: string[];
  @ApiProperty({ type: SecondStep, nullable: true, description: '还差的第二步验证；null 为已经登录' })
  secondStep!: SecondStep | null;
  @ApiProperty({ type: 'integer', description: '多少秒没有操作就要重新登录' }) idleSeconds!: number;
  @ApiProperty({ description: '演示环境' }) demo!: boolean;
}
