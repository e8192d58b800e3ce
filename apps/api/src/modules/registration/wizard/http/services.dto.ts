import { ApiProperty } from '@nestjs/swagger';
import { RECRUITING_SERVICES } from '@qiancheng/shared';
import { Enum, Json } from '../../../../platform/http/index.js';

const CODES = RECRUITING_SERVICES.map((service) => service.code);
const ANSWERS_MAX = 4_000;

export class AskedServiceBody {
  @Enum(CODES) code!: string;
  @Json({ maxBytes: ANSWERS_MAX, description: '这项服务要的几项资料，按 key' }) answers!: Record<string, string>;
}

export class AskedServiceView {
  @ApiProperty({ enum: CODES }) code!: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) answers!: Record<string, string>;
}
