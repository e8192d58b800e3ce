import { ApiProperty } from '@nestjs/swagger';
import { LIMITS, SETTLEMENT_STATUSES, type SettlementStatus } from '@qiancheng/shared';
import { Int, List, Str } from '../../../../platform/http/index.js';
import { TermView } from '../../review/http/review.dto.js';
import { AskedServiceBody, AskedServiceView } from '../../wizard/http/services.dto.js';

const MOST_SERVICES = 10;

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time' } as const;

export const OWN_SETTLEMENT_ACTIONS = ['ask', 'withdraw'] as const;
export type OwnSettlementAction = (typeof OWN_SETTLEMENT_ACTIONS)[number];

export class OwnSettlementEvent {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty(time) at!: string;
  @ApiProperty({ description: '本单位的人写姓名，学校的人写部门' }) actor!: string;
  @ApiProperty() sentence!: string;
  @ApiProperty({ type: [String], description: '原话' }) reasons!: string[];
}

/** Where the unit stands at one school. */
export class OwnSettlement {
  @ApiProperty() schoolCode!: string;
  @ApiProperty() schoolName!: string;
  @ApiProperty() centerName!: string;
  @ApiProperty(text) centerPhone!: string | null;
  @ApiProperty({ enum: SETTLEMENT_STATUSES }) status!: SettlementStatus;
  @ApiProperty() statusLabel!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ ...time, description: '从什么时候起是这个状态' }) since!: string;
  @ApiProperty({ type: TermView, nullable: true, description: '学校审核中：什么时候前有结果' }) term!: TermView | null;
  @ApiProperty({ type: [AskedServiceView] }) services!: AskedServiceView[];
  @ApiProperty({ description: '给学校的说明' }) message!: string;
  @ApiProperty({ type: [String], description: '学校的原话' }) reasons!: string[];
  @ApiProperty({ enum: OWN_SETTLEMENT_ACTIONS, isArray: true, description: '你现在可以办的' })
  actions!: OwnSettlementAction[];
  @ApiProperty({ type: [OwnSettlementEvent], description: '最近的在前' }) events!: OwnSettlementEvent[];
}

export class OwnSettlementList {
  @ApiProperty({ description: '平台已经认证：申请直接到学校；否则先等平台' }) verified!: boolean;
  @ApiProperty({ description: '你能不能申请别的学校' }) askable!: boolean;
  @ApiProperty({ type: [OwnSettlement] }) items!: OwnSettlement[];
}

export class AskSchoolBody {
  @Int({ min: 0, description: '看到的版本；还没有申请过这所学校写 0' }) version!: number;
  @List(() => AskedServiceBody, { min: 0, max: MOST_SERVICES }) services!: AskedServiceBody[];
  @Str({ min: 0, max: LIMITS.noteText, description: '给学校的说明' }) message!: string;
}
