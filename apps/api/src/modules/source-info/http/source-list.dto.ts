import { ApiProperty } from '@nestjs/swagger';
import {
  type CheckSeverity,
  type LevelStanding,
  REVIEW_ROLES,
  type ReviewRole,
  SOURCE_STATES,
  type SourceKey,
  type SourceState,
} from '@qiancheng/shared';
import { Enum, Obj, PageOf, PageQuery } from '../../../platform/http/index.js';
import type { AccountState } from '../../people/index.js';
import { SOURCE_SORTS, type SourceSort } from '../list/list-order.js';
import { SourceFilter } from '../list/source-filter.dto.js';

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time', nullable: true } as const;
const STANDINGS: LevelStanding[] = ['passed', 'waiting', 'returned', 'not_reached'];
const SEVERITIES: CheckSeverity[] = ['E', 'W', 'I'];
const ACCOUNTS: AccountState[] = ['active', 'new', 'locked', 'disabled'];

export class SourceListQuery extends PageQuery {
  @Obj(() => SourceFilter) filter!: SourceFilter;
  @Enum([...SOURCE_SORTS], { optional: true }) sort?: SourceSort;
}

export class SourceLevelStanding {
  @ApiProperty({ enum: [...REVIEW_ROLES] }) level!: ReviewRole;
  @ApiProperty({ enum: STANDINGS }) standing!: LevelStanding;
}

export class SourceListFinding {
  @ApiProperty({ description: '规则编号，如 DC-01' }) rule!: string;
  @ApiProperty() field!: string;
  @ApiProperty({ enum: SEVERITIES }) severity!: CheckSeverity;
  @ApiProperty() detail!: string;
}

export class SourceListRow {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty() name!: string;
  @ApiProperty() studentNo!: string;
  @ApiProperty({ type: 'integer' }) cohort!: number;
  @ApiProperty({ format: 'uuid' }) collegeId!: string;
  @ApiProperty() collegeName!: string;
  @ApiProperty({ format: 'uuid' }) majorId!: string;
  @ApiProperty() majorName!: string;
  @ApiProperty() majorCode!: string;
  @ApiProperty({ format: 'uuid' }) classId!: string;
  @ApiProperty() className!: string;
  @ApiProperty({ enum: [...SOURCE_STATES] }) state!: SourceState;
  @ApiProperty() stateLabel!: string;
  @ApiProperty({ type: [SourceLevelStanding], description: '学校设了哪几级，就有哪几级' })
  levels!: SourceLevelStanding[];

  @ApiProperty({ enum: [...REVIEW_ROLES], nullable: true, description: '等哪一级审核' }) waitsFor!: ReviewRole | null;
  @ApiProperty(text) waitsForLabel!: string | null;
  @ApiProperty({ description: '轮到我审核' }) mine!: boolean;
  @ApiProperty(time) waitingSince!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: '已等的工作日' }) waitedWorkdays!: number | null;
  @ApiProperty({ description: '超过学校规定的办理时限' }) late!: boolean;
  @ApiProperty(time) submittedAt!: string | null;
  @ApiProperty({ type: 'integer', description: '被退回过几次' }) returns!: number;
  @ApiProperty({ type: 'integer', nullable: true, description: '学生填报和学校库不同的项数；没提交为 null' })
  differs!: number | null;

  @ApiProperty({ type: [SourceListFinding] }) findings!: SourceListFinding[];
  @ApiProperty({ enum: SEVERITIES, nullable: true, description: '最严重的核查问题' }) worst!: CheckSeverity | null;
  @ApiProperty({ description: '有没有答复的学籍报错' }) reported!: boolean;
  @ApiProperty({ enum: ACCOUNTS }) account!: AccountState;
  @ApiProperty() accountLabel!: string;
  @ApiProperty() wechat!: boolean;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: '学校库的值，代码写成名称；身份证号和手机只有掩码，住址和家庭信息不在这里',
  })
  fields!: Partial<Record<SourceKey, string>>;
}

export class SourceListPage extends PageOf(SourceListRow) {
  @ApiProperty({ enum: [...REVIEW_ROLES], isArray: true, description: '学校的审核级别，自下而上' })
  levels!: ReviewRole[];
}
