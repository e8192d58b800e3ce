import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { LIMITS } from '@qiancheng/shared';
import { ArrayMaxSize, IsArray } from 'class-validator';
import { Enum } from '../../../../platform/http/index.js';

export class StrokePoint {
  @ApiProperty() x!: number;
  @ApiProperty() y!: number;
  @ApiProperty({ description: '落笔后的毫秒数' }) t!: number;
  @ApiProperty({ type: Number, required: false, description: '压力 0–1' }) p?: number;
}

/** A signature in its own coordinate space, so that turning the phone loses nothing. */
@ApiExtraModels(StrokePoint)
export class StrokesBody {
  @Enum([LIMITS.signature.width]) width!: number;
  @Enum([LIMITS.signature.height]) height!: number;

  /** The points are checked by domain/strokes.ts: a validator for each of thousands would cost more than the signing. */
  @ApiProperty({
    type: 'array',
    maxItems: LIMITS.signature.maxStrokes,
    items: { type: 'array', items: { $ref: getSchemaPath(StrokePoint) } },
  })
  @IsArray()
  @ArrayMaxSize(LIMITS.signature.maxStrokes)
  @IsArray({ each: true })
  strokes!: StrokePoint[][];
}
