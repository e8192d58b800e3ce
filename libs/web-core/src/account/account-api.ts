import type {
  EnrolmentView,
  HistoryPage,
  IssuedCodeView,
  OwnAccountView,
  OwnSessionView,
  RecoveryCodesView,
  ResetBegunView,
  ResetTokenView,
  SessionView,
} from '@qiancheng/api-client/employer';
import type { GeneratedPasswordView } from '@qiancheng/api-client/teacher';
import { request } from '../api/transport.js';

export type Channel = 'sms' | 'mail';
export type Factor = 'totp' | 'sms' | 'mail' | 'recovery_code';

export interface TypedCode {
  codeId: string;
  code: string;
}

/** Whose password was forgotten. `contact` is asked of staff, `channel` may be chosen by the others. */
export interface Forgotten {
  account: string;
  schoolCode?: string;
  contact?: string;
  channel?: Channel;
}

const post = <T>(path: string, body: unknown = {}): Promise<T> => request<T>('POST', path, { body });

/** Log-in and one's own account: the same addresses for every audience. */
export const accountApi = {
  sendFactorCode: (channel: Channel) => post<IssuedCodeView>('session/factor-codes', { channel }),
  passFactor: (body: { factor: Factor; code: string; codeId?: string }) => post<SessionView>('session/factor', body),
  sendSetupCode: (channel: Channel, target: string) => post<IssuedCodeView>('session/setup/codes', { channel, target }),
  bindSetupContact: (typed: TypedCode) => post<SessionView>('session/setup/contact', typed),
  setFirstPassword: (password: string) => post<SessionView>('session/setup/password', { password }),

  beginReset: (whose: Forgotten, captcha: string | undefined) =>
    post<ResetBegunView>('password-resets', { ...whose, ...(captcha ? { captcha } : {}) }),
  proveReset: (whose: Forgotten, resetId: string, code: string) =>
    post<ResetTokenView & Partial<GeneratedPasswordView>>('password-resets/code', {
      account: whose.account,
      ...(whose.schoolCode ? { schoolCode: whose.schoolCode } : {}),
      resetId,
      code,
    }),
  resetPassword: (token: string, password: string) => post<undefined>('password-resets/password', { token, password }),

  read: () => request<OwnAccountView>('GET', 'account'),
  changePassword: (body: { oldPassword: string; password: string }) => post<undefined>('account/password', body),
  sendContactCode: (channel: Channel, target: string) =>
    post<IssuedCodeView>('account/contact-codes', { channel, target }),
  changeContact: (body: TypedCode & { password: string }) => post<undefined>('account/contact', body),
  sessions: () => request<OwnSessionView[]>('GET', 'account/sessions'),
  endSession: (id: string) => request<undefined>('DELETE', `account/sessions/${id}`),
  endOtherSessions: () => post<undefined>('account/sessions/end-others'),
  beginAuthenticator: (password?: string) =>
    post<EnrolmentView>('account/authenticator', password === undefined ? {} : { password }),
  confirmAuthenticator: (code: string) => post<RecoveryCodesView>('account/authenticator/confirm', { code }),
  removeAuthenticator: (password: string) => post<undefined>('account/authenticator/remove', { password }),
  renewRecoveryCodes: (password: string) => post<RecoveryCodesView>('account/recovery-codes', { password }),
  history: (page: number) => request<HistoryPage>('GET', `account/history?page=${page}&pageSize=20`),
};
