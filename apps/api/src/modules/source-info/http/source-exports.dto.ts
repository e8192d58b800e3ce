import { ApiProperty } from '@nestjs/swagger';
import { SOURCE_EXPORT_KEYS, type SourceExportColumn } from '@qiancheng/shared';
import { Bool, Enums, Obj, PageOf, Str } from '../../../platform/http/index.js';
import { JobView } from '../../../platform/jobs/index.js';
import { SealedFileView } from '../../people/index.js';
import { SourceSelection } from '../list/source-filter.dto.js';

export class SourceExportBody {
  @Obj(() => SourceSelection, { description: '选中的学生，或全部符合条件的' }) selection!: SourceSelection;
  @Enums([...SOURCE_EXPORT_KEYS], { min: 1, max: 100, description: '要导出的列，按这个次序' })
  columns!: SourceExportColumn[];

  @Str({ min: 2, max: 200, description: '用途：记在操作记录里，导出不隐去的内容时学生也看得到' })
  purpose!: string;

  @Bool({ optional: true, description: '不隐去个人信息，需要权限；否则只有掩码' }) clear?: boolean;
}

export class SourceExportView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() purpose!: string;
  @ApiProperty({ enum: [...SOURCE_EXPORT_KEYS], isArray: true }) columns!: SourceExportColumn[];
  @ApiProperty() clear!: boolean;
  @ApiProperty({ type: 'integer', description: '文件里的人数；没做好时是预计的' }) count!: number;
  @ApiProperty({ type: JobView, nullable: true, description: '做好以后为 null' }) job!: JobView | null;
  @ApiProperty({ type: SealedFileView, nullable: true }) file!: SealedFileView | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finishedAt!: string | null;
}

export class SourceExportPage extends PageOf(SourceExportView) {}
