import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Bool, Enum, Int, Json, Obj, Str } from '../../../platform/http/index.js';
import { SOURCE_SORTS, type SourceSort } from '../list/list-order.js';
import { SourceViewFilter } from '../list/source-filter.dto.js';

export class SourceViewBody {
  @Str({ min: 1, max: 30 }) name!: string;
  @Obj(() => SourceViewFilter) filter!: SourceViewFilter;
  @Json({ nullable: true, optional: true, maxBytes: 16_384, description: '列的次序、宽度和显示' })
  columns?: Record<string, unknown> | null;

  @Enum([...SOURCE_SORTS], { optional: true }) sort?: SourceSort;
  @Bool({ optional: true, description: '有链接的老师可以打开' }) shared?: boolean;
}

export class SourceViewChange {
  @Int({ min: 1, description: '看到的版本；不同时 409 STALE_VERSION' }) version!: number;
  @Str({ optional: true, min: 1, max: 30 }) name?: string;
  @Obj(() => SourceViewFilter, { optional: true }) filter?: SourceViewFilter;
  @Json({ nullable: true, optional: true, maxBytes: 16_384 }) columns?: Record<string, unknown> | null;
  @Enum([...SOURCE_SORTS], { optional: true }) sort?: SourceSort;
  @Bool({ optional: true }) shared?: boolean;
}

@ApiSchema({ name: 'SourceSavedView' })
export class SourceViewView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: () => SourceViewFilter }) filter!: SourceViewFilter;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  columns!: Record<string, unknown> | null;

  @ApiProperty({ enum: [...SOURCE_SORTS, ''] }) sort!: SourceSort | '';
  @ApiProperty() shared!: boolean;
  @ApiProperty({ description: '是我自己存的' }) own!: boolean;
  @ApiProperty({ description: '存的人' }) ownerName!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
}

export class SourceViewList {
  @ApiProperty({ type: [SourceViewView] }) items!: SourceViewView[];
}
