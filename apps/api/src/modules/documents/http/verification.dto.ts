import { ApiProperty } from '@nestjs/swagger';
import { Int, Str } from '../../../platform/http/index.js';

export const VERIFICATION_RESULTS = ['valid', 'superseded', 'void', 'missing', 'in_progress'] as const;
export type VerificationResult = (typeof VERIFICATION_RESULTS)[number];

/** What the QR code carries. Only the number is needed; a wrong number is an answer, not an error. */
export class VerificationQuery {
  @Str({ max: 60, description: '协议编号；全角、小写、没有连字符也可以', example: '2027-10001-3-004318-6' })
  no!: string;

  @Int({ optional: true, min: 1, max: 9999, description: '版本' })
  r?: number;

  @Int({ optional: true, min: 1, max: 99, description: '第几份' })
  c?: number;

  @Int({ optional: true, min: 1, max: 99, description: '第几面' })
  f?: number;
}

export class FileQuery {
  @Str({
    max: 64,
    pattern: /^[0-9a-fA-F]{64}$/,
    patternText: '应为文件的 SHA-256，64 个十六进制字符。',
    description: '文件的 SHA-256，在本机计算',
  })
  sha256!: string;
}

const text = { type: String, nullable: true } as const;
const whole = { type: 'integer', nullable: true } as const;
const time = { type: String, format: 'date-time', nullable: true } as const;

export class VerificationView {
  @ApiProperty({ enum: VERIFICATION_RESULTS }) result!: VerificationResult;
  @ApiProperty(text) agreementNo!: string | null;
  @ApiProperty(text) stateLabel!: string | null;
  @ApiProperty({ ...time, description: '现在的状态从何时起；被取代时，从何时起被取代' }) stateSince!: string | null;
  @ApiProperty(time) signedAt!: string | null;
  @ApiProperty(whole) revision!: number | null;
  @ApiProperty(whole) currentRevision!: number | null;
  @ApiProperty({ ...whole, description: '二维码里的第几份' }) copy!: number | null;
  @ApiProperty({ ...whole, description: '二维码里的第几面' }) face!: number | null;
  @ApiProperty({ ...text, description: '隐去名字，只留姓' }) studentName!: string | null;
  @ApiProperty({ ...text, description: '隐去中间' }) employerName!: string | null;
  @ApiProperty(text) schoolName!: string | null;
  @ApiProperty({ ...text, description: '内容指纹，印在每一页的页脚' }) contentHash!: string | null;
  @ApiProperty({ type: [String], description: '这一版存档文件的 SHA-256' }) fileSha256s!: string[];
  @ApiProperty({ type: String, format: 'date-time' }) checkedAt!: string;
  @ApiProperty({ ...text, description: '没有查到时，为什么' }) reason!: string | null;
}
