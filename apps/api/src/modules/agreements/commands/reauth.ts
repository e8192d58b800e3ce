import type { SchoolPolicy, SigningAction } from '@qiancheng/shared';

/** What the person proved with in this request. */
export type Reauth = 'none' | 'password' | 'sms' | 'mail' | 'wechat';

/** What came with the request to prove it. */
export interface Proof {
  password?: string | null;
  codeId?: string | null;
  code?: string | null;
  wechatTicket?: string | null;
}

/** What a WeChat confirms: this act of this case, nothing else. */
export function wechatKey(action: SigningAction, caseId: string): string {
  return `${action}:${caseId}`;
}

/** Does it satisfy the school? Nothing weaker is taken where a channel is not connected. */
export function reauthOk(policy: SchoolPolicy, given: Reauth): boolean {
  switch (policy.sign.reauth) {
    case 'none':
      return true;
    case 'sms':
      return given === 'sms' || given === 'mail';
    case 'password':
    case 'wechat':
      return given === policy.sign.reauth;
  }
}
