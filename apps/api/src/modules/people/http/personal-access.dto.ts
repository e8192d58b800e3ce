import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../../platform/http/index.js';
import { ACCESS_KIND_LABELS, type AccessKind } from '../privacy/personal-fields.js';

export class PersonalAccessView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: Object.keys(ACCESS_KIND_LABELS) }) kind!: AccessKind;
  @ApiProperty() kindLabel!: string;
  @ApiProperty({ type: [String], description: '看到的是哪几项' }) fields!: string[];
  @ApiProperty() byName!: string;
  @ApiProperty() byRole!: string;
  @ApiProperty({ description: '按本人写的原文' }) reason!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

export class PersonalAccessPage extends PageOf(PersonalAccessView) {}
