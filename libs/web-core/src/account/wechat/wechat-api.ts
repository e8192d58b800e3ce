import type {
  AuthorizeView,
  BegunWechatView,
  IssuedCodeView,
  OwnWechatView,
  PhoneTicketView,
  SessionView,
  ShownTicketView,
  WatchedTicketView,
  WechatCodeBody,
} from '@qiancheng/api-client/employer';
import { request } from '../../api/transport.js';
import type { TypedCode } from '../account-api.js';

const TICKETS = 'session/wechat-tickets';
const post = <T>(path: string, body: unknown = {}): Promise<T> => request<T>('POST', path, { body });

/** WeChat: the same addresses for every audience that has it. */
export const wechatApi = {
  open: () => post<ShownTicketView>(TICKETS),
  loginHere: (to: string) => post<AuthorizeView>(`${TICKETS}/here`, { to }),
  watch: (id: string) => request<WatchedTicketView>('GET', `${TICKETS}/${id}`),
  redeem: (id: string) => post<SessionView>(`${TICKETS}/${id}/redeem`),
  finish: (id: string) => post<undefined>(`${TICKETS}/${id}/finish`),

  visit: (id: string) => post<AuthorizeView>(`${TICKETS}/${id}/visits`),
  identify: (id: string, body: { code: string; state: string }) =>
    post<PhoneTicketView>(`${TICKETS}/${id}/identity`, body),
  phone: (id: string) => request<PhoneTicketView>('GET', `${TICKETS}/${id}/phone`),
  sendCode: (id: string, body: WechatCodeBody) => post<IssuedCodeView>(`${TICKETS}/${id}/codes`, body),
  bind: (id: string, body: TypedCode) => post<PhoneTicketView>(`${TICKETS}/${id}/binding`, body),
  confirm: (id: string) => post<PhoneTicketView>(`${TICKETS}/${id}/confirm`),
  refuse: (id: string) => post<PhoneTicketView>(`${TICKETS}/${id}/refuse`),

  own: () => request<OwnWechatView>('GET', 'account/wechat'),
  begin: (body: { password: string; here: boolean }) => post<BegunWechatView>('account/wechat/tickets', body),
  unbind: (password: string) => post<undefined>('account/wechat/unbind', { password }),
};

/** WeChat's own browser. */
export function inWechat(): boolean {
  return /MicroMessenger/i.test(navigator.userAgent);
}

/** Nobody scans the screen that he holds. */
export function isHandheld(): boolean {
  return matchMedia('(max-width: 639px)').matches;
}
