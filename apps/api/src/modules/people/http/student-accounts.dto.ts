import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { JobView } from '../../../platform/jobs/index.js';
import { Bool, Enum, Enums, Int, Obj, PageOf, PageQuery, Str, Uuids } from '../../../platform/http/index.js';
import { ACCOUNT_STATES, type AccountState } from '../accounts/account-state.js';
import { OUTCOMES, type Outcome, STUDENT_ACTS, type StudentActName } from '../students/student-acts.js';
import { AccountActionView, InitialView, ReasonBody } from './shared.dto.js';

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time', nullable: true } as const;
const STATES = Object.keys(ACCOUNT_STATES) as AccountState[];
const ACTS = Object.keys(STUDENT_ACTS) as StudentActName[];

/** More at once are several orders: a file of so many slips is already a ream of paper. */
export const ACT_MAX = 2000;

export const STUDENT_ACCOUNT_SORTS = [
  'studentNo',
  '-studentNo',
  'name',
  '-name',
  'className',
  '-className',
  'lastLogin',
  '-lastLogin',
] as const;
export type StudentAccountSort = (typeof STUDENT_ACCOUNT_SORTS)[number];

export class StudentAccountRow {
  @ApiProperty({ format: 'uuid', description: '学生的编号；没有账号的学生也有' }) id!: string;
  @ApiProperty({ type: 'integer', description: '账号的版本；还没有账号为 0' }) version!: number;
  @ApiProperty() studentNo!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: 'integer' }) cohort!: number;
  @ApiProperty() collegeName!: string;
  @ApiProperty() majorName!: string;
  @ApiProperty() className!: string;
  @ApiProperty({ enum: STATES }) state!: AccountState;
  @ApiProperty() stateLabel!: string;
  @ApiProperty({ description: '绑定了微信' }) wechat!: boolean;
  @ApiProperty({ ...text, description: '只有掩码' }) phone!: string | null;
  @ApiProperty({ ...text, description: '只有掩码' }) email!: string | null;
  @ApiProperty(time) lastLoginAt!: string | null;
}

export class StudentAccountPage extends PageOf(StudentAccountRow) {}

export class StudentAccountDetail extends StudentAccountRow {
  @ApiProperty({ description: '已经建了账号' }) opened!: boolean;
  @ApiProperty(time) activatedAt!: string | null;
  @ApiProperty({ ...time, description: '还没用的激活码或初始密码到这时失效' }) initialExpiresAt!: string | null;
  @ApiProperty(time) lockedUntil!: string | null;
  @ApiProperty({ ...time }) wechatBoundAt!: string | null;
  @ApiProperty({ ...text }) wechatNickname!: string | null;
  @ApiProperty({ type: 'integer', description: '正在登录的设备数' }) sessions!: number;
  @ApiProperty({ enum: ['activation_code', 'id_last6'], description: '学校用什么作初始密码' }) initialKind!: string;
  @ApiProperty({ type: [AccountActionView], description: '只看的人为空' }) availableActions!: AccountActionView[];
}

/** The conditions of the list, and of a selection that means "all that match". */
export class StudentAccountFilter {
  @Str({ optional: true, max: 60, description: '姓名、学号、拼音或首字母' }) q?: string;
  @Int({ min: 2000, max: 2100, optional: true }) cohort?: number;
  @Uuids({ optional: true, max: 200 }) collegeId?: string[];
  @Uuids({ optional: true, max: 500 }) classId?: string[];
  @Enums(STATES, { optional: true }) state?: AccountState[];
  @Bool({ optional: true, description: '绑定了微信' }) wechat?: boolean;
}

export class StudentAccountQuery extends IntersectionType(StudentAccountFilter, PageQuery) {
  @Enum(STUDENT_ACCOUNT_SORTS, { optional: true }) sort?: StudentAccountSort;
}

export class StudentActBody extends ReasonBody {
  @Enum(ACTS) action!: StudentActName;
  @Uuids({ optional: true, max: ACT_MAX, description: '选中的学生；不填时按 filter 取全部符合的' }) ids?: string[];
  @Obj(() => StudentAccountFilter, { optional: true }) filter?: StudentAccountFilter;
  @Int({ optional: true, min: 1, description: '按条件全选时页面上显示的人数；变了就不办' }) expected?: number;
}

export class OneStudentActBody extends ReasonBody {
  @Int({ min: 0, description: '看到的版本；不同时 409 STALE_VERSION' }) version!: number;
}

export class SealedFileView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() fileName!: string;
  @ApiProperty({ type: 'integer' }) size!: number;
  @ApiProperty({ description: '还能下载' }) available!: boolean;
  @ApiProperty({ format: 'date-time' }) expiresAt!: string;
  @ApiProperty({ description: '只能下载一次' }) once!: boolean;
  @ApiProperty(time) takenAt!: string | null;
}

export class ActCounts {
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: 'integer' }) done!: number;
  @ApiProperty({ type: 'integer' }) skipped!: number;
  @ApiProperty({ type: 'integer' }) failed!: number;
}

export class StudentActView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ACTS }) action!: StudentActName;
  @ApiProperty() label!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ type: ActCounts }) counts!: ActCounts;
  @ApiProperty({ type: [String], description: '不在职责范围内、没有办的学生编号' }) dropped!: string[];
  @ApiProperty({ type: JobView, nullable: true, description: '任务；30 天后清掉' }) job!: JobView | null;
  @ApiProperty({ type: SealedFileView, nullable: true, description: '激活单' }) file!: SealedFileView | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty(time) finishedAt!: string | null;
}

export class StudentActPage extends PageOf(StudentActView) {}

export class StudentActRow {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() studentNo!: string;
  @ApiProperty() name!: string;
  @ApiProperty() className!: string;
  @ApiProperty({ ...text, enum: OUTCOMES, description: 'null：还没轮到' }) outcome!: Outcome | null;
  @ApiProperty({ ...text, description: '没有办的原因' }) detail!: string | null;
}

export class StudentActRowPage extends PageOf(StudentActRow) {}

export class StudentActRowQuery extends PageQuery {
  @Enum(OUTCOMES, { optional: true }) outcome?: Outcome;
}

export class StudentActResult {
  @ApiProperty({ type: StudentAccountDetail }) account!: StudentAccountDetail;
  @ApiProperty({ type: InitialView, nullable: true, description: '重置密码时：新的初始密码' })
  initial!: InitialView | null;
}
