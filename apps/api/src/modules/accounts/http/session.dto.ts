import { ApiProperty } from '@nestjs/swagger';
import { LIMITS, PERMISSIONS, ROLES } from '@qiancheng/shared';
import { Str } from '../../../platform/http/index.js';

/** Long passphrases are welcome; what is longer only costs hashing time. */
const PASSWORD_MAX = 200;

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

export class SecondStep {
  @ApiProperty() kind!: string;
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
