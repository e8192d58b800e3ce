import { ApiProperty } from '@nestjs/swagger';
import { LIMITS } from '@qiancheng/shared';
import { Instant, Int, Json, Str } from '../../../platform/http/index.js';

const time = { type: String, format: 'date-time' } as const;
const text = { type: String, nullable: true } as const;
const policy = { type: 'object', additionalProperties: true, description: 'SchoolPolicy' } as const;

export const VERSION_STATES = ['scheduled', 'in_force', 'past', 'withdrawn'] as const;
export type VersionState = (typeof VERSION_STATES)[number];

export class ParameterChange {
  @ApiProperty() key!: string;
  @ApiProperty() title!: string;
  @ApiProperty() from!: string;
  @ApiProperty() to!: string;
}

export class PolicyVersionView {
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ enum: VERSION_STATES }) state!: VersionState;
  @ApiProperty(time) effectiveFrom!: Date;
  @ApiProperty(time) createdAt!: Date;
  @ApiProperty() createdByName!: string;
  @ApiProperty() note!: string;
  @ApiProperty({ type: [ParameterChange], description: '和上一版相比' }) changes!: ParameterChange[];
  @ApiProperty({ ...time, nullable: true }) withdrawnAt!: Date | null;
  @ApiProperty(text) withdrawnByName!: string | null;
}

export class PolicySettingsView {
  @ApiProperty({ type: 'integer', description: '现在生效的版本' }) version!: number;
  @ApiProperty({ type: 'integer', description: '最新的版本号，保存时带上' }) latestVersion!: number;
  @ApiProperty({ type: 'integer', nullable: true, description: '定了时间还没有生效的版本' })
  scheduledVersion!: number | null;
  @ApiProperty(policy) policy!: Record<string, unknown>;
  @ApiProperty({ type: [PolicyVersionView], description: '新的在前' }) versions!: PolicyVersionView[];
  @ApiProperty({ type: 'integer', description: '没有手机号也没有验证器的在用教师账号' })
  staffWithoutFactor!: number;
}

export class PolicyVersionContent {
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty(policy) policy!: Record<string, unknown>;
}

export class SavePolicyBody {
  @Int({ min: 1, description: '打开页面时的 latestVersion' })
  baseVersion!: number;

  @Json({ description: 'SchoolPolicy，每一项都要有' })
  policy!: Record<string, unknown>;

  @Str({ min: 2, max: LIMITS.noteText, description: '为什么改' })
  note!: string;

  @Instant({ nullable: true, description: '从什么时候起生效；null 是马上' })
  effectiveFrom!: string | null;
}

export class WithdrawPolicyBody {
  @Int({ min: 1, description: '打开页面时的 latestVersion' })
  baseVersion!: number;
}
