import { ApiProperty } from '@nestjs/swagger';
import { Bool, Str, Uuid } from '../../../../platform/http/index.js';
import { PASSWORD_MAX } from '../../http/session.dto.js';

const CODE_MAX = 40;
/** As long as WeChat, or its stand-in, makes them. */
const WECHAT_CODE_MAX = 500;

export const SCREEN_STATES = ['waiting', 'scanned', 'needs_binding', 'confirmed', 'refused', 'expired'] as const;
export type ScreenState = (typeof SCREEN_STATES)[number];
export const PHONE_STATES = ['scanned', 'needs_binding', 'confirmed', 'refused', 'used', 'expired'] as const;
export type PhoneState = (typeof PHONE_STATES)[number];

export class ShownTicketView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '二维码的内容' }) url!: string;
  @ApiProperty({ type: String, format: 'date-time' }) expiresAt!: Date;
  @ApiProperty({ type: 'integer', description: '多少秒后过期' }) secondsLeft!: number;
}

/** Where to go on afterwards: a page of this portal, never of another site. */
export const ownPage = { max: 500, pattern: /^\/(?!\/)/, patternText: '应为本站的地址。' };

export class WechatHereBody {
  @Str({ ...ownPage, optional: true, description: '登录以后去哪里' }) to?: string;
}

export class AuthorizeView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '接着去微信的这个地址' }) authorizeUrl!: string;
  @ApiProperty({ description: '这个地址只能在微信里打开' }) inWechatOnly!: boolean;
  @ApiProperty({ type: String, format: 'date-time' }) expiresAt!: Date;
}

export class ScannedByView {
  @ApiProperty({ type: String, nullable: true, description: '账号的姓名，隐去一部分；null 为还没有绑定账号' })
  name!: string | null;
  @ApiProperty({ description: '微信名，可能是空的' }) nickname!: string;
}

export class WatchedTicketView {
  @ApiProperty({ enum: SCREEN_STATES }) status!: ScreenState;
  @ApiProperty({ type: String, format: 'date-time' }) expiresAt!: Date;
  @ApiProperty({ type: ScannedByView, nullable: true }) who!: ScannedByView | null;
}

export class WechatAnswerBody {
  @Str({ max: WECHAT_CODE_MAX }) code!: string;
  @Str({ max: 200 }) state!: string;
}

export class TicketAccountView {
  @ApiProperty() name!: string;
  @ApiProperty() login!: string;
  @ApiProperty({ type: String, nullable: true }) school!: string | null;
}

export class TicketScreenView {
  @ApiProperty({ description: '浏览器和系统' }) device!: string;
  @ApiProperty({ type: String, nullable: true }) ip!: string | null;
  @ApiProperty({ description: '和这部手机在同一个网络地址' }) sameNetwork!: boolean;
  @ApiProperty({ type: String, format: 'date-time' }) openedAt!: Date;
}

/** What the phone is asked to decide. */
export class PhoneTicketView {
  @ApiProperty({ enum: ['login', 'bind', 'act'] }) purpose!: 'login' | 'bind' | 'act';
  @ApiProperty({ type: String, nullable: true, description: '确认以后办什么，仅 act' }) act!: string | null;
  @ApiProperty({ enum: PHONE_STATES }) status!: PhoneState;
  @ApiProperty({ description: '在微信里打开的登录：手机就是屏幕' }) sameDevice!: boolean;
  @ApiProperty({ type: TicketAccountView, nullable: true }) account!: TicketAccountView | null;
  @ApiProperty({ type: TicketScreenView }) screen!: TicketScreenView;
  @ApiProperty({ description: '没有绑定时，可以用账号登记的手机来绑定' }) codeAvailable!: boolean;
  @ApiProperty({ type: String, format: 'date-time' }) expiresAt!: Date;
}

export class WechatCodeBody {
  @Str({
    optional: true,
    pattern: /^\d{5}$/,
    patternText: '学校代码是 5 位数字。',
    description: '老师和学生必填',
  })
  schoolCode?: string;
  @Str({ max: 30, description: '账号登记的手机号码' }) phone!: string;
  @Str({ optional: true, max: 100, description: '一个手机号码有几个账号时，是哪一个' }) account?: string;
}

export class FirstBindingBody {
  @Uuid() codeId!: string;
  @Str({ max: CODE_MAX, description: '收到的 6 位验证码' }) code!: string;
}

export class WechatBindingView {
  @ApiProperty({ description: '微信名，可能是空的' }) nickname!: string;
  @ApiProperty({ type: String, format: 'date-time' }) boundAt!: Date;
}

export class OwnWechatView {
  @ApiProperty({ description: '微信已经接通' }) available!: boolean;
  @ApiProperty({ description: '只能在微信里打开；演示环境用任何浏览器都可以' }) inWechatOnly!: boolean;
  @ApiProperty({ type: WechatBindingView, nullable: true }) binding!: WechatBindingView | null;
}

export class BeginWechatBody {
  @Str({ max: PASSWORD_MAX, trim: false }) password!: string;
  @Bool({ description: '就在这部手机的微信里绑定，不用扫码' }) here!: boolean;
}

export class BegunWechatView extends ShownTicketView {
  @ApiProperty({ type: String, nullable: true, description: '就在这部手机上办时，接着去微信的这个地址' })
  authorizeUrl!: string | null;
}

export class UnbindWechatBody {
  @Str({ max: PASSWORD_MAX, trim: false }) password!: string;
}
