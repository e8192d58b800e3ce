import { REASONS } from '@qiancheng/shared';
import { Enum, Str, Uuids } from '../../../platform/http/index.js';

export const PRINT_VARIANTS = ['duplex', 'simplex'] as const;

/** Longer lists are refused by a sentence of their own. */
const LIST_MAX = 5000;

export class PrintBody {
  @Uuids({ min: 1, max: LIST_MAX, description: '协议，按打印的先后；一次最多 500 份' })
  caseIds!: string[];

  @Enum(PRINT_VARIANTS, { description: 'duplex 双面打印机；simplex 先印全部正面，翻纸后印背面' })
  variant!: 'duplex' | 'simplex';

  @Str({
    optional: true,
    nullable: true,
    max: 40,
    description: `本方规定的份数已经打印过时要填：${REASONS.reprint.map((reason) => reason.code).join('、')}`,
  })
  reasonCode?: string | null;

  @Str({ optional: true, nullable: true, max: 500 })
  reasonText?: string | null;
}
