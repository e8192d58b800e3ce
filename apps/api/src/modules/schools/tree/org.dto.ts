import { ApiProperty } from '@nestjs/swagger';
import { STUDY_LEVEL_CODES, UNIT_CODE, UNIT_CODE_TEXT, UNIT_LIMITS } from '@qiancheng/shared';
import { Bool, Enum, Int, Num, Str, Uuid, Uuids } from '../../../platform/http/index.js';

const text = { type: String, nullable: true } as const;
const integer = { type: 'integer' } as const;

export class TreeCollege {
  @ApiProperty() id!: string;
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
  @ApiProperty(text) contact!: string | null;
  @ApiProperty(text) phone!: string | null;
  @ApiProperty({ description: 'false 为已停用' }) active!: boolean;
  @ApiProperty(integer) version!: number;
}

export class TreeMajor {
  @ApiProperty() id!: string;
  @ApiProperty() collegeId!: string;
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
  @ApiProperty() levelCode!: string;
  @ApiProperty({ description: '学制，年，可以是 2.5' }) lengthYears!: number;
  @ApiProperty() active!: boolean;
  @ApiProperty(integer) version!: number;
}

export class TreeClass {
  @ApiProperty() id!: string;
  @ApiProperty() majorId!: string;
  @ApiProperty(text) code!: string | null;
  @ApiProperty() name!: string;
  @ApiProperty(integer) cohort!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'null：和专业一样' }) lengthYears!: number | null;
  @ApiProperty() active!: boolean;
  @ApiProperty({ ...integer, description: '毕业生数' }) students!: number;
  @ApiProperty({ type: [String], description: '辅导员账号' }) counsellorIds!: string[];
  @ApiProperty(integer) version!: number;
}

export class TreeCounsellor {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() login!: string;
  @ApiProperty({ description: 'false 为账号已停用' }) active!: boolean;
  @ApiProperty({ ...integer, description: '带的班级数' }) classes!: number;
  @ApiProperty({ description: '按班级带学生；false 是带整个学院或全校，班级不在这里设' }) byClass!: boolean;
}

export class OrgTree {
  @ApiProperty({ type: [TreeCollege] }) colleges!: TreeCollege[];
  @ApiProperty({ type: [TreeMajor] }) majors!: TreeMajor[];
  @ApiProperty({ type: [TreeClass], description: '只含所选届别' }) classes!: TreeClass[];
  @ApiProperty({ type: [TreeCounsellor] }) counsellors!: TreeCounsellor[];
}

export class OrgTreeQuery {
  @Int({ min: 2000, max: 2100 })
  cohort!: number;
}

export class UnitSaved {
  @ApiProperty() id!: string;
  @ApiProperty(integer) version!: number;
}

const Code = (options: { nullable?: boolean } = {}): PropertyDecorator =>
  Str({ min: 1, max: UNIT_LIMITS.code, pattern: UNIT_CODE, patternText: UNIT_CODE_TEXT, ...options });
const Name = (): PropertyDecorator => Str({ min: 1, max: UNIT_LIMITS.name });
const Years = (options: { nullable?: boolean } = {}): PropertyDecorator =>
  Num({ min: UNIT_LIMITS.minYears, max: UNIT_LIMITS.maxYears, ...options });

export class CollegeBody {
  @Code() code!: string;
  @Name() name!: string;
  @Str({ nullable: true, max: 30 }) contact!: string | null;
  @Str({ nullable: true, max: 30, description: '办公电话' }) phone!: string | null;
}

export class CollegeEditBody extends CollegeBody {
  @Int({ min: 1 }) version!: number;
}

export class MajorBody {
  @Code() code!: string;
  @Name() name!: string;
  @Enum(STUDY_LEVEL_CODES) levelCode!: string;
  @Years() lengthYears!: number;
}

export class NewMajorBody extends MajorBody {
  @Uuid() collegeId!: string;
}

export class MajorEditBody extends MajorBody {
  @Int({ min: 1 }) version!: number;
}

export class ClassBody {
  @Code({ nullable: true }) code!: string | null;
  @Name() name!: string;
  @Uuid() majorId!: string;
  @Int({ min: 2000, max: 2100 }) cohort!: number;
  @Years({ nullable: true }) lengthYears!: number | null;
}

export class ClassEditBody extends ClassBody {
  @Int({ min: 1 }) version!: number;
}

export class UnitActiveBody {
  @Int({ min: 1 }) version!: number;
  @Bool() active!: boolean;
}

export class UnitVersionBody {
  @Int({ min: 1 }) version!: number;
}

export class UnitOrderBody {
  @Uuids({ max: 500, description: '全部，按新的顺序' }) order!: string[];
}

export class ClassCounsellorsBody {
  @Int({ min: 1 }) version!: number;
  @Uuids({ max: UNIT_LIMITS.counsellors }) accountIds!: string[];
}
