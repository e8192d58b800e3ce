import { ApiProperty } from '@nestjs/swagger';
import {
  ALIAS_KINDS,
  LIMITS,
  OWN_ALIAS_KINDS,
  UNIT_STATUSES,
  type AliasKind,
  type UnitStatus,
} from '@qiancheng/shared';
import { DateStr, Enum, Int, PageOf, PageQuery, Str, Uuid } from '../../../platform/http/index.js';

const text = { type: String, nullable: true } as const;
const time = { type: String, format: 'date-time' } as const;
const count = { type: 'integer' } as const;

export const UNIT_FLAGS = ['duplicates', 'without_code', 'unused', 'to_check', 'branches'] as const;
export type UnitFlag = (typeof UNIT_FLAGS)[number];

export class UnitQuery extends PageQuery {
  @Str({ max: 100, optional: true, description: '名称、别名、拼音或代码' }) q?: string;
  @Enum(UNIT_STATUSES, { optional: true, description: '不给就是没有合并掉的全部' }) status?: UnitStatus;
  @Str({ max: 2, optional: true }) natureCode?: string;
  @Str({
    max: 6,
    pattern: /^\d{2,6}$/,
    patternText: '应为行政区划代码。',
    optional: true,
    description: '省、市或区县代码，可以只给前几位',
  })
  regionCode?: string;
  @Enum(UNIT_FLAGS, { optional: true }) flag?: UnitFlag;
}

export class UnitRow {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty(text) creditCode!: string | null;
  @ApiProperty({ ...text, description: '旧的组织机构代码' }) legacyCode!: string | null;
  @ApiProperty() natureCode!: string;
  @ApiProperty() industryCode!: string;
  @ApiProperty() regionCode!: string;
  @ApiProperty({ enum: UNIT_STATUSES }) status!: UnitStatus;
  @ApiProperty({ ...text, description: '注销日期' }) cancelledOn!: string | null;
  @ApiProperty({ ...count, description: '入驻的学校数' }) schools!: number;
  @ApiProperty({ ...count, description: '在用的成员数' }) members!: number;
  @ApiProperty(count) aliases!: number;
  @ApiProperty({ ...count, description: '疑似重复的单位数' }) duplicates!: number;
  @ApiProperty({ ...text, description: '上级单位' }) parentName!: string | null;
  @ApiProperty(time) createdAt!: Date;
}
export class UnitPage extends PageOf(UnitRow) {}

/** Just enough to name a unit and to know it from its namesake. */
export class UnitBrief {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty(text) creditCode!: string | null;
  @ApiProperty(text) legacyCode!: string | null;
  @ApiProperty() natureCode!: string;
  @ApiProperty() regionCode!: string;
  @ApiProperty({ enum: UNIT_STATUSES }) status!: UnitStatus;
  @ApiProperty(count) version!: number;
}

export class UnitAlias {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ALIAS_KINDS }) kind!: AliasKind;
  @ApiProperty() kindLabel!: string;
  @ApiProperty() text!: string;
  @ApiProperty() source!: string;
  @ApiProperty({ description: '导入的写法要有人核对' }) checked!: boolean;
  @ApiProperty(time) createdAt!: Date;
}

export class CountOf {
  @ApiProperty() label!: string;
  @ApiProperty(count) count!: number;
}

export class UnitHistoryEntry {
  @ApiProperty() sentence!: string;
  @ApiProperty() actorName!: string;
  @ApiProperty() note!: string;
  @ApiProperty(time) at!: Date;
}

export class EvidenceView {
  @ApiProperty({ enum: ['name', 'code', 'alias', 'like'] }) kind!: string;
  @ApiProperty() text!: string;
}

export class UnitDuplicate {
  @ApiProperty({ type: UnitBrief }) unit!: UnitBrief;
  @ApiProperty({ type: [EvidenceView] }) evidence!: EvidenceView[];
}

export class UnitHintView {
  @ApiProperty() rule!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ enum: ['error', 'warn', 'info'] }) severity!: string;
  @ApiProperty() sentence!: string;
}

export class MergeView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: UnitBrief, description: '保留的单位' }) winner!: UnitBrief;
  @ApiProperty({ type: UnitBrief, description: '并入的单位' }) loser!: UnitBrief;
  @ApiProperty() mergedName!: string;
  @ApiProperty(time) mergedAt!: Date;
  @ApiProperty(time) undoUntil!: Date;
  @ApiProperty({ ...time, nullable: true }) undoneAt!: Date | null;
  @ApiProperty(text) undoneName!: string | null;
  @ApiProperty({ description: '还能撤销' }) undoable!: boolean;
}
export class MergePage extends PageOf(MergeView) {}

export class UnitRecordView extends UnitBrief {
  @ApiProperty() industryCode!: string;
  @ApiProperty(text) sizeCode!: string | null;
  @ApiProperty() address!: string;
  @ApiProperty({ ...time, nullable: true }) certifiedAt!: Date | null;
  @ApiProperty(time) createdAt!: Date;
  @ApiProperty(text) cancelledOn!: string | null;
  @ApiProperty() cancelledSource!: string;
  @ApiProperty({ type: UnitBrief, nullable: true, description: '并入的单位' }) mergedInto!: UnitBrief | null;
  @ApiProperty({ type: UnitBrief, nullable: true, description: '上级单位' }) parent!: UnitBrief | null;
  @ApiProperty({ type: [UnitBrief] }) branches!: UnitBrief[];
  @ApiProperty({ type: [UnitAlias] }) aliases!: UnitAlias[];
  @ApiProperty({ type: [UnitDuplicate] }) duplicates!: UnitDuplicate[];
  @ApiProperty({ type: [MergeView] }) merges!: MergeView[];
  @ApiProperty({ type: [UnitHintView] }) hints!: UnitHintView[];
  @ApiProperty({ type: [CountOf], description: '各种入驻状态的学校数' }) settlements!: CountOf[];
  @ApiProperty(count) agreements!: number;
  @ApiProperty({ ...count, description: '还在进行或已经生效的' }) liveAgreements!: number;
  @ApiProperty(count) members!: number;
  @ApiProperty({ ...count, description: '单位库里有它的学校数' }) libraries!: number;
  @ApiProperty({ type: [UnitHistoryEntry] }) history!: UnitHistoryEntry[];
}

export class UnitVersion {
  @Int({ min: 1 }) version!: number;
}

export class AddAliasBody extends UnitVersion {
  @Enum(OWN_ALIAS_KINDS) kind!: (typeof OWN_ALIAS_KINDS)[number];
  @Str({ max: LIMITS.nameText }) text!: string;
}

export class BranchBody extends UnitVersion {
  @Uuid({ description: '上级单位' }) parentId!: string;
}

export class CancelUnitBody extends UnitVersion {
  @DateStr({ description: '注销日期' }) cancelledOn!: string;
  @Str({ max: 200, description: '从哪里查到的' }) source!: string;
}

export class DuplicateQuery extends PageQuery {
  @Enum(['name', 'code', 'alias', 'like'], { optional: true }) kind?: string;
}

export class DuplicateRow {
  @ApiProperty({ type: UnitBrief }) a!: UnitBrief;
  @ApiProperty({ type: UnitBrief }) b!: UnitBrief;
  @ApiProperty({ type: [EvidenceView] }) evidence!: EvidenceView[];
  @ApiProperty({ description: '0 到 1' }) score!: number;
  @ApiProperty(time) foundAt!: Date;
}
export class DuplicatePage extends PageOf(DuplicateRow) {}

export class DistinctBody {
  @Uuid() oneId!: string;
  @Uuid() otherId!: string;
  @Str({ max: 200, optional: true, description: '为什么不是同一家' }) note?: string;
}

export class MergePair {
  @Uuid({ description: '保留的单位' }) winnerId!: string;
  @Uuid({ description: '并入的单位' }) loserId!: string;
}

export class MergeBody extends MergePair {
  @Int({ min: 1 }) winnerVersion!: number;
  @Int({ min: 1 }) loserVersion!: number;
}

export class MergePreviewView {
  @ApiProperty({ type: UnitBrief }) winner!: UnitBrief;
  @ApiProperty({ type: UnitBrief }) loser!: UnitBrief;
  @ApiProperty({ type: [CountOf], description: '会移过去的' }) moves!: CountOf[];
  @ApiProperty({ type: [String], description: '要先解决的；有一条就不能合并' }) blocks!: string[];
  @ApiProperty({ type: [String], description: '合并时会这样处理' }) notes!: string[];
}
