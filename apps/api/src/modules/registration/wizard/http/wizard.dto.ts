import { ApiProperty } from '@nestjs/swagger';
import { CERTIFICATE_KINDS, type CertificateKind, LIMITS } from '@qiancheng/shared';
import { Enum, Int, List, Obj, Str, Uuid } from '../../../../platform/http/index.js';
import { CertificationDataBody, CertificationDataView } from '../../certification/http/data.dto.js';
import { FileView } from '../../certification/http/papers.dto.js';
import { PATHS, STANDINGS } from '../../kit/unit-standing.js';
import { AskedServiceBody, AskedServiceView } from './services.dto.js';

const CAPTCHA_MAX = 2_000;
const LOGIN = /^[A-Za-z][A-Za-z0-9._-]{3,29}$/;
const PASSWORD_MAX = 200;

export class LookUpBody {
  @Str({ max: 40, description: '统一社会信用代码' }) creditCode!: string;
  @Str({ max: CAPTCHA_MAX, description: '人机验证的答案' }) captcha!: string;
}

/** What the platform knows of a unit. Nothing about people. */
export class LookUpView {
  @ApiProperty() creditCode!: string;
  @ApiProperty({
    enum: STANDINGS,
    description:
      'unknown 平台里没有；claimable 有，还没有人登记；administered 已有管理员；certified 已认证但没有管理员；gone 已注销或并入别的单位',
  })
  standing!: string;
  @ApiProperty({ type: String, nullable: true, description: '平台里的名称' }) name!: string | null;
  @ApiProperty({ enum: PATHS, isArray: true, description: '可以走哪条路' }) paths!: string[];
}

export class StartBody {
  @Str({ max: LIMITS.nameText }) name!: string;
  @Str({ max: 40 }) creditCode!: string;
  @Enum(PATHS) path!: 'register' | 'join' | 'takeover';
  @Int({ optional: true, min: 1, description: '改已有的草稿时，它的版本；不写就从头开始' }) version?: number;
}

export class VisitorStartBody extends StartBody {
  @Str({ max: CAPTCHA_MAX, description: '人机验证的答案' }) captcha!: string;
}

export class SaveContactBody {
  @Int({ min: 1 }) version!: number;
  @Str({ min: 0, max: 30 }) login!: string;
  @Str({ min: 0, max: LIMITS.nameText }) person!: string;
}

export class SendCodeBody {
  @Enum(['sms', 'mail']) channel!: 'sms' | 'mail';
  @Str({ max: 254, description: '手机号或邮箱' }) target!: string;
}

export class SentCode {
  @ApiProperty({ format: 'uuid' }) codeId!: string;
  @ApiProperty() toMasked!: string;
  @ApiProperty({ format: 'date-time' }) expiresAt!: string;
  @ApiProperty({ type: 'integer', description: '多少秒后可以再要一个' }) retryAfter!: number;
}

export class ProveContactBody {
  @Enum(['sms', 'mail']) channel!: 'sms' | 'mail';
  @Uuid() codeId!: string;
  @Str({ max: 12 }) code!: string;
}

export class OpenAccountBody {
  @Int({ min: 1 }) version!: number;
  @Str({ max: 30, pattern: LOGIN, patternText: '登录名以字母开头，4 到 30 位字母、数字或 . _ -。' }) login!: string;
  @Str({ max: LIMITS.nameText }) person!: string;
  @Str({ max: PASSWORD_MAX, trim: false }) password!: string;
  @Str({ max: 20, description: '同意的告知书的版本' }) noticeVersion!: string;
}

export class SchoolAskedBody {
  @Str({ pattern: /^\d{5}$/, patternText: '学校代码是 5 位数字。' }) schoolCode!: string;
  @List(() => AskedServiceBody, { max: 10 }) services!: AskedServiceBody[];
}

export class SaveRegistrationBody {
  @Int({ min: 1 }) version!: number;
  @Obj(() => CertificationDataBody) data!: CertificationDataBody;
  @List(() => SchoolAskedBody, { max: LIMITS.settlementsAtOnce }) schools!: SchoolAskedBody[];
  @Str({ min: 0, max: LIMITS.noteText, description: '给本单位管理员的话' }) message!: string;
}

export class RegistrationVersionBody {
  @Int({ min: 1 }) version!: number;
}

export class CertificateParam {
  @Enum(CERTIFICATE_KINDS) kind!: CertificateKind;
}

export class SchoolAskedView {
  @ApiProperty() schoolCode!: string;
  @ApiProperty() schoolName!: string;
  @ApiProperty({ type: [AskedServiceView] }) services!: AskedServiceView[];
}

/** Contact data of a visitor who has no account yet. */
export class DraftContact {
  @ApiProperty() login!: string;
  @ApiProperty() person!: string;
  @ApiProperty({ type: String, nullable: true, description: '验证过的手机号，隐去中间' }) phoneMasked!: string | null;
  @ApiProperty({ type: String, nullable: true, description: '验证过的邮箱' }) email!: string | null;
}

export class OpenChannels {
  @ApiProperty() sms!: boolean;
  @ApiProperty() mail!: boolean;
}

export class DraftView {
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ enum: PATHS }) path!: string;
  @ApiProperty() name!: string;
  @ApiProperty() creditCode!: string;
  @ApiProperty({ enum: STANDINGS, description: '这家单位现在的情况，可能和开始登记时不同' }) standing!: string;
  @ApiProperty({ type: DraftContact, nullable: true, description: 'null：账号已经开好' }) contact!: DraftContact | null;
  @ApiProperty({ type: OpenChannels }) channels!: OpenChannels;
  @ApiProperty({ type: CertificationDataView }) data!: CertificationDataView;
  @ApiProperty({ type: [SchoolAskedView] }) schools!: SchoolAskedView[];
  @ApiProperty() message!: string;
  @ApiProperty({ type: [FileView] }) files!: FileView[];
  @ApiProperty({ format: 'date-time' }) savedAt!: string;
}

/** Nothing has been started: the draft is null. */
export class DraftAnswer {
  @ApiProperty({ type: DraftView, nullable: true }) draft!: DraftView | null;
}

export class SubmittedView {
  @ApiProperty({ enum: PATHS }) path!: string;
  @ApiProperty({ format: 'uuid' }) employerId!: string;
}

export class OpenSchoolQuery {
  @Str({ optional: true, max: 50, description: '名称的一部分，或学校代码' }) q?: string;
}

export class OpenSchoolView {
  @ApiProperty() schoolCode!: string;
  @ApiProperty() schoolName!: string;
  @ApiProperty() centerName!: string;
  @ApiProperty({ type: String, nullable: true }) centerPhone!: string | null;
  @ApiProperty({ type: [Number], description: '在办的届别' }) cohorts!: number[];
}

export class OpenSchoolList {
  @ApiProperty({ type: [OpenSchoolView] }) items!: OpenSchoolView[];
}
