import { ApiProperty } from '@nestjs/swagger';
import { LIMITS } from '@qiancheng/shared';
import { Int, Num, Str, Strs } from '../../../../platform/http/index.js';
import { CertificationDataView } from '../../certification/http/data.dto.js';
import { FileView } from '../../certification/http/papers.dto.js';
import { CertificationView } from '../../certification/http/status.dto.js';

const CODE_MAX = 40;

/** What an administrator changes at once. */
export class SaveProfileBody {
  @Int({ min: 1 }) version!: number;
  @Str({ max: CODE_MAX }) natureCode!: string;
  @Str({ max: CODE_MAX }) industryCode!: string;
  @Str({ max: CODE_MAX }) sizeCode!: string;
  @Num({ nullable: true, description: '万元' }) registeredCapital!: number | null;
  @Strs({ max: 10, text: { max: CODE_MAX } }) tags!: string[];
  @Str({ max: 50 }) landline!: string;
  @Str({ max: 254 }) unitEmail!: string;
  @Str({ max: 254 }) recruitEmail!: string;
  @Str({ max: 10 }) postcode!: string;
  @Str({ min: 0, max: LIMITS.supplementText }) intro!: string;
}

export class LogoView {
  @ApiProperty({ format: 'uuid', description: '换一次就是另一个' }) fileId!: string;
  @ApiProperty({ type: 'integer' }) size!: number;
}

export class CompanyProfile {
  @ApiProperty({ format: 'uuid' }) employerId!: string;
  @ApiProperty() status!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ type: CertificationDataView, description: '现在有效的资料' }) data!: CertificationDataView;
  @ApiProperty() intro!: string;
  @ApiProperty({ type: LogoView, nullable: true }) logo!: LogoView | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) certifiedAt!: string | null;
  @ApiProperty({ description: '你能不能改' }) writable!: boolean;
  @ApiProperty({ type: [FileView], description: '现在有效的证件；只有管理员看得到' }) papers!: FileView[];
  @ApiProperty({ type: CertificationView, nullable: true, description: '最近一次变更认证；只有管理员看得到' })
  change!: CertificationView | null;
}
