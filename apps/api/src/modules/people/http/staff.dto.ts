import { ApiProperty } from '@nestjs/swagger';
import { LIMITS, TEACHER_ROLES, type TeacherRole } from '@qiancheng/shared';
import { Enum, Enums, Int, List, PageOf, PageQuery, Str, Uuids } from '../../../platform/http/index.js';
import { ACCOUNT_STATES, type AccountState } from '../accounts/account-state.js';
import { AccountActionView, InitialView, VersionedReasonBody } from './shared.dto.js';

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time', nullable: true } as const;
const STATES = Object.keys(ACCOUNT_STATES) as AccountState[];

export const SECOND_FACTORS = ['totp', 'phone', 'mail', 'none'] as const;
export type SecondFactor = (typeof SECOND_FACTORS)[number];

export const STAFF_SORTS = [
  'login',
  '-login',
  'name',
  '-name',
  'lastLogin',
  '-lastLogin',
  'created',
  '-created',
] as const;
export type StaffSort = (typeof STAFF_SORTS)[number];

export class UnitView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
}

export class StaffGrantView {
  @ApiProperty() role!: string;
  @ApiProperty() label!: string;
  @ApiProperty({ description: '全校，或学院、班级的名称' }) scopeLabel!: string;
  @ApiProperty({ type: [UnitView] }) colleges!: UnitView[];
  @ApiProperty({ type: [UnitView] }) classes!: UnitView[];
}

export class StaffRow {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty() login!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ ...text, description: '只有掩码' }) phone!: string | null;
  @ApiProperty(text) email!: string | null;
  @ApiProperty({ enum: STATES }) state!: AccountState;
  @ApiProperty() stateLabel!: string;
  @ApiProperty({ enum: SECOND_FACTORS, description: '登录第二步用什么验证' }) secondFactor!: SecondFactor;
  @ApiProperty({ type: [StaffGrantView] }) grants!: StaffGrantView[];
  @ApiProperty(time) lastLoginAt!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
}

export class StaffPage extends PageOf(StaffRow) {}

export class StaffDetail extends StaffRow {
  @ApiProperty({ description: '手机验证过' }) phoneVerified!: boolean;
  @ApiProperty({ description: '邮箱验证过' }) emailVerified!: boolean;
  @ApiProperty({ type: 'integer', description: '正在登录的设备数' }) sessions!: number;
  @ApiProperty({ ...time, description: '还没有改的初始密码到这时失效' }) initialExpiresAt!: string | null;
  @ApiProperty(time) lockedUntil!: string | null;
  @ApiProperty(time) disabledAt!: string | null;
  @ApiProperty(text) disabledReason!: string | null;
  @ApiProperty({ description: '就是本人' }) self!: boolean;
  @ApiProperty({ type: [AccountActionView], description: '只看权限的人为空' }) availableActions!: AccountActionView[];
}

export class StaffQuery extends PageQuery {
  @Str({ optional: true, max: 60, description: '姓名、账号、拼音或首字母' }) q?: string;
  @Enums(TEACHER_ROLES, { optional: true }) role?: TeacherRole[];
  @Uuids({ optional: true, max: 200, description: '职责涉及这些学院' }) collegeId?: string[];
  @Enums(STATES, { optional: true }) state?: AccountState[];
  @Enums(SECOND_FACTORS, { optional: true }) secondFactor?: SecondFactor[];
  @Enum(STAFF_SORTS, { optional: true }) sort?: StaffSort;
}

export class GrantInput {
  @Enum(TEACHER_ROLES) role!: TeacherRole;
  @Uuids({ max: 200, description: '管哪些学院；全校的角色为空' }) collegeIds!: string[];
  @Uuids({ max: 500, description: '管哪些班级' }) classIds!: string[];
}

const LOGIN = {
  max: 40,
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  patternText: '账号用字母、数字，可以带 . _ -，以字母或数字开头。',
} as const;

export class OpenStaffBody {
  @Str({ ...LOGIN, description: '工号；开通以后不能改' }) login!: string;
  @Str({ max: LIMITS.nameText }) name!: string;
  @Str({ optional: true, nullable: true, max: 30 }) phone?: string | null;
  @Str({ optional: true, nullable: true, max: 254 }) email?: string | null;
  @List(() => GrantInput, { min: 1, max: TEACHER_ROLES.length }) grants!: GrantInput[];
}

/** What is left out stays; null takes it away. */
export class EditStaffBody {
  @Int({ min: 1 }) version!: number;
  @Str({ optional: true, max: LIMITS.nameText }) name?: string;
  @Str({ optional: true, nullable: true, max: 30 }) phone?: string | null;
  @Str({ optional: true, nullable: true, max: 254 }) email?: string | null;
}

export class StaffGrantsBody {
  @Int({ min: 1 }) version!: number;
  @List(() => GrantInput, { max: TEACHER_ROLES.length, description: '改好以后的全部角色；空：收回全部' })
  grants!: GrantInput[];
}

export const DELIVERIES = ['show', 'sms'] as const;
export type Delivery = (typeof DELIVERIES)[number];

export class ResetStaffBody extends VersionedReasonBody {
  @Enum(DELIVERIES, { description: 'show：在这里显示一次；sms：发到验证过的手机' }) delivery!: Delivery;
}

export class OpenedStaff {
  @ApiProperty({ type: StaffDetail }) account!: StaffDetail;
  @ApiProperty({ type: InitialView }) initial!: InitialView;
}
