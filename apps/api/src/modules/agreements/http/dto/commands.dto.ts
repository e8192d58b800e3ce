import { ApiProperty } from '@nestjs/swagger';
import { AGREEMENT_BLOCKS, LIMITS } from '@qiancheng/shared';
import { Bool, DateStr, Enum, Enums, Int, Obj, Str, Uuid } from '../../../../platform/http/index.js';
import { ownPage } from '../../../accounts/index.js';
import { lazy } from './lazy.js';
import { StrokesBody } from './strokes.dto.js';
import { AgreementValuesInput } from './values-input.dto.js';

/** Every command names the version that its author saw. */
export class VersionBody {
  @Int({ min: 1 }) version!: number;
}

export class CreateDraftBody {
  @Uuid() studentId!: string;
}

export class SaveDraftBody extends VersionBody {
  @Obj(lazy(() => AgreementValuesInput)) values!: AgreementValuesInput;

  @Enums(AGREEMENT_BLOCKS.map((block) => block.key), { description: '勾选了“我核对过”的块' })
  confirmed!: string[];
}

export class DeclineBody extends VersionBody {
  @Str({ max: 40, min: 0, description: '原因代码' }) reasonCode!: string;
  @Str({ max: LIMITS.reasonText, optional: true, nullable: true }) reasonText?: string | null;
}

export class FailBody extends DeclineBody {}

export class AcceptBody extends VersionBody {
  @Str({ max: 10, min: 0, description: '健康状况代码' }) healthCode!: string;
  @Str({ max: LIMITS.opinionText, min: 0, description: '本人应约意见' }) opinion!: string;
  @Str({ max: 60 }) consentVersion!: string;

  @Str({ max: 200, trim: false, optional: true, nullable: true, description: '第二因素：登录密码（按学校设置）' })
  password?: string | null;

  @Uuid({ optional: true, nullable: true, description: '第二因素：验证码的编号（按学校设置）' }) codeId?: string | null;
  @Str({ max: 40, optional: true, nullable: true, description: '收到的 6 位验证码' }) code?: string | null;
  @Uuid({ optional: true, nullable: true, description: '第二因素：已经确认的微信二维码（按学校设置）' })
  wechatTicket?: string | null;
}

export class ProofTicketBody {
  @Enum(['accept', 'sign'], { description: '确认以后办什么' }) act!: 'accept' | 'sign';
  @Bool({ description: '就在这部手机的微信里确认，不用扫码' }) here!: boolean;
  @Str({ ...ownPage, optional: true, description: '在手机上确认以后，回到哪一页' }) to?: string;
}

export class SignBody extends VersionBody {
  @Str({ max: 64, pattern: /^[0-9a-f]{64}$/, description: '阅读时看到的文件指纹' }) contentHash!: string;
  @Str({ max: 60 }) consentVersion!: string;
  @Enum(['handwriting', 'typed']) method!: 'handwriting' | 'typed';
  @Obj(lazy(() => StrokesBody), { optional: true, nullable: true }) strokes?: StrokesBody | null;
  @Str({ max: LIMITS.nameText, optional: true, nullable: true }) typedName?: string | null;
  @Str({ max: 200, trim: false, optional: true, nullable: true }) password?: string | null;
  @Uuid({ optional: true, nullable: true }) codeId?: string | null;
  @Str({ max: 40, optional: true, nullable: true }) code?: string | null;
  @Uuid({ optional: true, nullable: true }) wechatTicket?: string | null;
}

export class ReviewSchoolInput {
  @Str({ max: 60, min: 0 }) contact!: string;
  @Str({ max: 40, min: 0 }) phone!: string;
  @Str({ max: 10, min: 0 }) postcode!: string;
  @Str({ max: LIMITS.addressText, min: 0 }) mailingAddress!: string;
}

export class PassBody extends VersionBody {
  @Obj(lazy(() => ReviewSchoolInput)) school!: ReviewSchoolInput;
  @Str({ max: LIMITS.opinionText, optional: true, nullable: true, description: '审核意见，默认“同意”' })
  opinion?: string | null;
}

/** What the person who records a seal has checked on the paper. */
export const SEAL_CHECKS = ['number', 'student_signature', 'employer_seal', 'college_seal'] as const;
export type SealCheck = (typeof SEAL_CHECKS)[number];

export class MarkSlotBody extends VersionBody {
  @Enums(SEAL_CHECKS, { description: '已核对的项' }) checks!: SealCheck[];
  @DateStr({ description: '盖章日期' }) date!: string;
  @Int({ min: 1, max: 9, description: '盖了几份' }) copies!: number;
  @Str({ max: LIMITS.noteText, optional: true, nullable: true }) note?: string | null;
}

export class VoidBody extends VersionBody {
  @Str({ max: 40, min: 0 }) reasonCode!: string;
  @Str({ max: LIMITS.reasonText, min: 0 }) reasonText!: string;
  @Str({ max: 6, min: 0, description: '编号流水段的 6 位数字；还没有编号时留空' }) confirmDigits!: string;
  @Str({ max: 200, trim: false, min: 0 }) password!: string;
}

export const REVEAL_FIELDS = ['idNo', 'phone', 'address'] as const;
export type RevealField = (typeof REVEAL_FIELDS)[number];

export class RevealBody {
  @Enum(REVEAL_FIELDS) field!: RevealField;
  @Str({ min: 2, max: 200, description: '查看的原因，会留下记录' }) reason!: string;
}

export class RevealedValue {
  @ApiProperty() value!: string;
}
