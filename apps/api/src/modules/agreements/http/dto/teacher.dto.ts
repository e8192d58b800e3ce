import { ApiProperty } from '@nestjs/swagger';
import { SIGNING_STATES, SLOTS, type SigningState, type Slot } from '@qiancheng/shared';
import { Enum, Enums, Int, PageOf, PageQuery, Str, Uuids } from '../../../../platform/http/index.js';
import { NotificationView } from '../../../notifications/index.js';

const text = { type: String, nullable: true } as const;
const number = { type: Number, nullable: true } as const;
const time = { type: String, format: 'date-time', nullable: true } as const;

export class TeacherCaseRow {
  @ApiProperty() id!: string;
  @ApiProperty() version!: number;
  @ApiProperty(text) agreementNo!: string | null;
  @ApiProperty() studentNo!: string;
  @ApiProperty() studentName!: string;
  @ApiProperty(text) genderName!: string | null;
  @ApiProperty() cohort!: number;
  @ApiProperty(text) collegeName!: string | null;
  @ApiProperty(text) majorName!: string | null;
  @ApiProperty(text) className!: string | null;
  @ApiProperty(text) levelName!: string | null;
  @ApiProperty(text) originName!: string | null;
  @ApiProperty() employerName!: string;
  @ApiProperty() creditCode!: string;
  @ApiProperty(text) employerNature!: string | null;
  @ApiProperty(text) employerIndustry!: string | null;
  @ApiProperty(text) workRegion!: string | null;
  @ApiProperty(text) post!: string | null;
  @ApiProperty(number) salaryRegular!: number | null;
  @ApiProperty(number) penalty!: number | null;
  @ApiProperty({ ...text, format: 'date' }) startDate!: string | null;
  @ApiProperty() state!: string;
  @ApiProperty() stateLabel!: string;
  @ApiProperty() reviewLevel!: number;
  @ApiProperty({ ...text, description: '轮到谁' }) waitingFor!: string | null;
  @ApiProperty({ description: '此刻轮到本账号' }) waitingMine!: boolean;
  @ApiProperty({ ...number, description: '在这一步等了几个工作日' }) waitedWorkdays!: number | null;
  @ApiProperty({ description: '超过办理时限' }) late!: boolean;
  @ApiProperty(time) sentAt!: string | null;
  @ApiProperty(time) acceptedAt!: string | null;
  @ApiProperty(time) signedAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) updatedAt!: string;
  @ApiProperty(time) deadlineAt!: string | null;
  @ApiProperty({ description: '打印次数' }) printed!: number;
  @ApiProperty({ enum: SLOTS, isArray: true }) slotsDone!: Slot[];
  @ApiProperty() revision!: number;
}

export class TeacherCasePage extends PageOf(TeacherCaseRow) {}

export const TEACHER_SORTS = [
  'waiting',
  '-waiting',
  'updated',
  '-updated',
  'studentNo',
  '-studentNo',
  'studentName',
  '-studentName',
  'agreementNo',
  '-agreementNo',
  'employerName',
  '-employerName',
  'salary',
  '-salary',
  'deadline',
  '-deadline',
  'sent',
  '-sent',
  'accepted',
  '-accepted',
  'signed',
  '-signed',
] as const;
export type TeacherSort = (typeof TEACHER_SORTS)[number];

/** The filters of the list, of its neighbours and of an export alike. */
export class TeacherCaseQuery extends PageQuery {
  @Int({ min: 2000, max: 2100, optional: true }) cohort?: number;
  @Enum(['mine', 'all'], { optional: true, description: 'mine：此刻轮到本账号的' }) queue?: 'mine' | 'all';
  @Enums(SIGNING_STATES, { max: SIGNING_STATES.length, optional: true }) state?: SigningState[];
  @Int({ min: 1, max: 9, optional: true, description: '审核级别，从 1 起' }) level?: number;
  @Enum(SLOTS, { optional: true, description: '正等这一处签章' }) slot?: Slot;
  @Uuids({ max: 100, optional: true }) collegeId?: string[];
  @Uuids({ max: 400, optional: true }) classId?: string[];
  @Str({ max: 60, optional: true, description: '姓名、学号、协议编号、单位' }) q?: string;
  @Enum(TEACHER_SORTS, { optional: true, description: '默认等得最久的在前；负号为倒序' }) sort?: TeacherSort;
}

export class NeighboursView {
  @ApiProperty({ description: '从 1 起；不在队列里为 0' }) position!: number;
  @ApiProperty() total!: number;
  @ApiProperty(text) prevId!: string | null;
  @ApiProperty(text) nextId!: string | null;
}

export class HomeQuery {
  @Int({ min: 2000, max: 2100, optional: true }) cohort?: number;
}

export class WaitingTotals {
  @ApiProperty() total!: number;
  @ApiProperty() late!: number;
}

export class OldestView {
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
  @ApiProperty() caseId!: string;
  @ApiProperty() title!: string;
  @ApiProperty() workdays!: number;
}

export class WaitingRow {
  @ApiProperty({ description: 'review:1、slot:school …' }) key!: string;
  @ApiProperty() label!: string;
  @ApiProperty() count!: number;
  @ApiProperty() late!: number;
  @ApiProperty({ type: OldestView, nullable: true }) oldest!: OldestView | null;
  @ApiProperty({ type: [Number], description: '等了 0、1、2–3、4 个以上工作日的件数' }) histogram!: number[];
}

export class CollegeProgress {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() total!: number;
  @ApiProperty() signed!: number;
  @ApiProperty() inProgress!: number;
  @ApiProperty() invited!: number;
  @ApiProperty() none!: number;
  @ApiProperty() returned!: number;
}

export class DeadlineView {
  @ApiProperty() label!: string;
  @ApiProperty({ format: 'date' }) date!: string;
  @ApiProperty() daysLeft!: number;
  @ApiProperty(text) note!: string | null;
}

export class TeacherHome {
  @ApiProperty({ type: WaitingTotals }) waiting!: WaitingTotals;
  @ApiProperty({ type: [WaitingRow] }) rows!: WaitingRow[];
  @ApiProperty({ type: [CollegeProgress] }) colleges!: CollegeProgress[];
  @ApiProperty({ type: [DeadlineView] }) deadlines!: DeadlineView[];
  @ApiProperty({ type: [NotificationView] }) events!: NotificationView[];
  @ApiProperty({ description: '办理时限，工作日' }) slaWorkdays!: number;
  @ApiProperty() cohort!: number;
}
