import { ApiProperty } from '@nestjs/swagger';
import { CERTIFICATE_KINDS } from '@qiancheng/shared';
import { Bool, Uuid } from '../../../../platform/http/index.js';

export class FileView {
  @ApiProperty({ enum: CERTIFICATE_KINDS }) kind!: string;
  @ApiProperty({ format: 'uuid', description: '换一次文件就是另一个' }) fileId!: string;
  @ApiProperty() name!: string;
  @ApiProperty() mime!: string;
  @ApiProperty({ type: 'integer' }) size!: number;
  @ApiProperty({ type: 'integer', nullable: true }) pages!: number | null;
}

export class ShowQuery {
  @Bool({ optional: true, description: '在页面里显示，而不是存成文件' }) inline?: boolean;
  @Uuid({ optional: true, description: '哪一份：换过文件，地址也换，页面才会重新取' }) v?: string;
}
