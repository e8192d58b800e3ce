import { type CaseDetail } from '@qiancheng/api-client/student';

/** What somebody gives to show that it is they: as the school's parameter asks. In memory only, until the act. */
export interface ProofInput {
  password: string;
  codeId: string;
  code: string;
  /** the code that the bound WeChat has confirmed; empty: none yet */
  wechatTicket: string;
}

export function emptyProof(): ProofInput {
  return { password: '', codeId: '', code: '', wechatTicket: '' };
}

export function proofBody(reauth: CaseDetail['reauth'], proof: ProofInput): Partial<ProofInput> {
  if (reauth === 'password') return { password: proof.password };
  if (reauth === 'sms') return { codeId: proof.codeId, code: proof.code.trim() };
  if (reauth === 'wechat') return { wechatTicket: proof.wechatTicket };
  return {};
}

/** What is still to be filled in, or null. */
export function proofMissing(reauth: CaseDetail['reauth'], proof: ProofInput): string | null {
  if (reauth === 'password' && !proof.password) return '请输入登录密码';
  if (reauth === 'sms' && !proof.codeId) return '请先获取验证码';
  if (reauth === 'sms' && !proof.code.trim()) return '请填收到的验证码';
  if (reauth === 'wechat' && !proof.wechatTicket) return '请先用微信确认';
  return null;
}

/** The proof was looked at and refused: it is given again, and nothing else. */
export const PROOF_REFUSED: readonly string[] = ['WRONG_PASSWORD', 'CODE_WRONG', 'CODE_EXPIRED', 'TICKET_EXPIRED'];

/** What was refused is given anew; that a message was sent is not forgotten. */
export function again(proof: ProofInput): ProofInput {
  return { ...proof, password: '', code: '', wechatTicket: '' };
}

export const PROOF_WORDS: Record<CaseDetail['reauth'], string> = {
  none: '',
  password: '登录密码确认',
  sms: '验证码确认',
  wechat: '微信确认',
};
