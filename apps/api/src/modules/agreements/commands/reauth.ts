import type { SchoolPolicy } from '@qiancheng/shared';
import { AppError } from '../../../platform/http/index.js';

/** What the person proved with in this request. */
export type Reauth = 'none' | 'password' | 'sms' | 'mail';

/** What came with the request to prove it. */
export interface Proof {
  password?: string | null;
  codeId?: string | null;
  code?: string | null;
}

/**
 * Does it satisfy the school? A school that asks for a channel which is not connected gets a sentence, not a silent
 * fall-back to something weaker.
 */
export function reauthOk(policy: SchoolPolicy, given: Reauth): boolean {
  switch (policy.sign.reauth) {
    case 'none':
      return true;
    case 'password':
      return given === 'password';
    case 'sms':
      return given === 'sms' || given === 'mail';
    case 'wechat':
      throw new AppError('REAUTH_REQUIRED', {
        detail: '学校设定用微信确认本人，这个通道还没有接通，现在办不了。请联系学校就业中心改用短信验证码或登录密码。',
        extra: { channel: 'unavailable' },
      });
  }
}
