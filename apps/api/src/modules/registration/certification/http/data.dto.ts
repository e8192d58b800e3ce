import { ApiProperty } from '@nestjs/swagger';
import { LIMITS } from '@qiancheng/shared';
import { Bool, Num, Str, Strs } from '../../../../platform/http/index.js';

const CODE_MAX = 40;

/** As far as it is filled in: what is missing is said when it is handed in. */
export class CertificationDataBody {
  @Str({ min: 0, max: LIMITS.nameText }) name!: string;
  @Str({ min: 0, max: CODE_MAX }) creditCode!: string;
  @Str({ min: 0, max: CODE_MAX }) natureCode!: string;
  @Str({ min: 0, max: CODE_MAX }) industryCode!: string;
  @Str({ min: 0, max: CODE_MAX }) sizeCode!: string;
  @Num({ nullable: true, description: '万元' }) registeredCapital!: number | null;
  @Strs({ max: 10, text: { max: CODE_MAX } }) tags!: string[];
  @Str({ min: 0, max: CODE_MAX }) regionCode!: string;
  @Str({ min: 0, max: LIMITS.addressText }) address!: string;
  @Str({ min: 0, max: 50 }) landline!: string;
  @Str({ min: 0, max: 254 }) unitEmail!: string;
  @Str({ min: 0, max: 254 }) recruitEmail!: string;
  @Str({ min: 0, max: 10 }) postcode!: string;
  @Bool() mergedLicence!: boolean;
}

export class CertificationDataView {
  @ApiProperty() name!: string;
  @ApiProperty() creditCode!: string;
  @ApiProperty() natureCode!: string;
  @ApiProperty() industryCode!: string;
  @ApiProperty() sizeCode!: string;
  @ApiProperty({ type: Number, nullable: true }) registeredCapital!: number | null;
  @ApiProperty({ type: [String] }) tags!: string[];
  @ApiProperty() regionCode!: string;
  @ApiProperty() address!: string;
  @ApiProperty() landline!: string;
  @ApiProperty() unitEmail!: string;
  @ApiProperty() recruitEmail!: string;
  @ApiProperty() postcode!: string;
  @ApiProperty() mergedLicence!: boolean;
}
