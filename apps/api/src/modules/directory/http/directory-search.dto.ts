import { ApiProperty } from '@nestjs/swagger';
import { Str } from '../../../platform/http/index.js';

const text = { type: String, nullable: true } as const;

export class DirectoryQuery {
  @Str({ max: 100, description: '名称、简称、别名、拼音或信用代码，可以只写一部分' })
  q!: string;
}

class UnitHit {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() natureCode!: string;
  @ApiProperty() industryCode!: string;
  @ApiProperty() regionCode!: string;
  @ApiProperty({ ...text, description: '按别名找到时，是哪个别名' }) alias!: string | null;
}

/** A unit that is settled at the student's school. */
export class StudentDirectoryHit extends UnitHit {
  @ApiProperty({ ...text, description: '单位经办人的姓名，写在单位名称前面' }) hrName!: string | null;
  @ApiProperty({ description: '在本校单位库里，可以直接选用' }) settled!: boolean;
}

export class DirectoryHit extends UnitHit {
  @ApiProperty(text) creditCode!: string | null;
}

export class StaffDirectoryHit extends DirectoryHit {
  @ApiProperty() status!: string;
  @ApiProperty({ description: '已入驻本校' }) settled!: boolean;
}

export class StudentDirectoryHits {
  @ApiProperty({ type: [StudentDirectoryHit], description: '最多 20 家' }) items!: StudentDirectoryHit[];
}

export class DirectoryHits {
  @ApiProperty({ type: [DirectoryHit], description: '最多 20 家' }) items!: DirectoryHit[];
}

export class StaffDirectoryHits {
  @ApiProperty({ type: [StaffDirectoryHit], description: '最多 20 家' }) items!: StaffDirectoryHit[];
}
