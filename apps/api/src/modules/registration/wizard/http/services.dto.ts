import { ApiProperty } from '@nestjs/swagger';
import { SERVICE_CODES, type ServiceCode } from '@qiancheng/shared';
import { Enum, Json } from '../../../../platform/http/index.js';

const ANSWERS_MAX = 4_000;

export class AskedServiceBody {
  @Enum(SERVICE_CODES) code!: ServiceCode;
  @Json({ maxBytes: ANSWERS_MAX, description: '这项服务要的几项资料，按 key' }) answers!: Record<string, string>;
}

export class AskedServiceView {
  @ApiProperty({ enum: SERVICE_CODES }) code!: ServiceCode;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) answers!: Record<string, string>;
}
