import { ApiProperty } from '@nestjs/swagger';
import { DateStr, Enums, PageOf, PageQuery, Str, Uuid } from '../../../platform/http/index.js';
import { RECORD_GROUPS, type RecordGroup } from '../records/sentences.js';

const text = { type: String, nullable: true } as const;
const GROUPS = Object.keys(RECORD_GROUPS) as RecordGroup[];

export class RecordPerson {
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) id!: string | null;
  @ApiProperty() name!: string;
  @ApiProperty({ ...text, description: '账号' }) login!: string | null;
  @ApiProperty({ ...text, description: '当时的角色，或学生、平台' }) role!: string | null;
}

export class RecordRow {
  @ApiProperty() id!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ enum: GROUPS }) group!: RecordGroup;
  @ApiProperty() groupLabel!: string;
  @ApiProperty({ description: '给人看的一句话' }) sentence!: string;
  @ApiProperty({ ...text, description: '办的人写的原因' }) reason!: string | null;
  @ApiProperty({ description: '没有做成' }) refused!: boolean;
  @ApiProperty({ type: RecordPerson, description: '谁办的' }) actor!: RecordPerson;
  @ApiProperty({ type: RecordPerson, description: '办的是谁的账号' }) subject!: RecordPerson;
  @ApiProperty({ ...text, description: '从哪个网络地址' }) ip!: string | null;
  @ApiProperty({ ...text, description: '用什么设备' }) device!: string | null;
}

export class RecordPage extends PageOf(RecordRow) {}

export class RecordQuery extends PageQuery {
  @Str({ optional: true, max: 60, description: '姓名或账号：办的人，或账号的主人' }) q?: string;
  @Uuid({ optional: true, description: '只看这个账号的' }) accountId?: string;
  @Enums(GROUPS, { optional: true }) group?: RecordGroup[];
  @DateStr({ optional: true }) from?: string;
  @DateStr({ optional: true }) to?: string;
}
