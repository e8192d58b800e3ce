import { ApiProperty } from '@nestjs/swagger';
import { Int, Strs, Uuids } from '../../../platform/http/index.js';
import { SELECT_MAX } from '../list/source-filter.dto.js';

export class LookupBody {
  @Int({ min: 2000, max: 2100, description: '届别' }) cohort!: number;
  @Strs({ min: 1, max: SELECT_MAX, text: { max: 60 }, description: '学号、姓名或身份证号，一项一个' })
  tokens!: string[];
}

export class LookupMatch {
  @ApiProperty({ type: 'integer', description: '第几项，从 0 起' }) at!: number;
  @ApiProperty({ format: 'uuid' }) id!: string;
}

export class LookupCandidate {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() studentNo!: string;
  @ApiProperty() name!: string;
  @ApiProperty() collegeName!: string;
  @ApiProperty() majorName!: string;
  @ApiProperty() className!: string;
}

export class LookupAmbiguous {
  @ApiProperty({ type: 'integer', description: '第几项，从 0 起' }) at!: number;
  @ApiProperty({ type: [LookupCandidate] }) candidates!: LookupCandidate[];
}

export class LookupResult {
  @ApiProperty({ type: [LookupMatch] }) matched!: LookupMatch[];
  @ApiProperty({ type: 'integer', isArray: true, description: '没找到的项，不在职责范围内的也算' }) missing!: number[];
  @ApiProperty({ type: [LookupAmbiguous], description: '不止一人' }) ambiguous!: LookupAmbiguous[];
}

export class PastedListBody {
  @Int({ min: 2000, max: 2100, description: '届别' }) cohort!: number;
  @Uuids({ min: 1, max: 10_000 }) ids!: string[];
}

export class PastedListView {
  @ApiProperty({ format: 'uuid', description: '放进条件 listId' }) id!: string;
  @ApiProperty({ type: 'integer' }) count!: number;
}
