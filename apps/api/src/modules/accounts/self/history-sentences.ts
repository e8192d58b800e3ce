import { deviceWords } from './device-words.js';

/** One link of the account's own audit chain, as far as its holder is told. */
export interface HistoryLink {
  action: string;
  byOther: boolean;
  actorName: string;
  device: string | null;
  after: Record<string, unknown>;
}

type Sentence = (link: HistoryLink) => string;

const METHODS: Record<string, string> = { password: '账号密码', wechat: '微信扫码', registration: '登记单位' };
const FACTORS: Record<string, string> = {
  sms: '短信验证码',
  mail: '邮件验证码',
  totp: '身份验证器',
  recovery_code: '恢复码',
};
const ENDINGS: Record<string, string> = {
  refresh_reused: '登录凭证被重复使用，已退出登录，以防被人冒用',
  reauth_failed: '确认本人时密码连续输错，已退出登录',
  factor_failed: '第二步验证连续输错，已退出登录',
  ended_by_holder: '退出了一处登录',
};
const TURNED_AWAY: Record<string, string> = {
  SCHOOL_CLOSED: '学校已停用，登录被拒绝',
  ACCOUNT_DISABLED: '账号已停用，登录被拒绝',
  PASSWORD_EXPIRED: '初始密码已过期，登录被拒绝',
  SECOND_STEP_REQUIRED: '没有可用的第二步验证，登录被拒绝',
};

const who = ({ byOther, actorName }: HistoryLink): string => (byOther ? actorName : '你');
const why = ({ after }: HistoryLink): string => (after['reason'] ? `，原因：${String(after['reason'])}` : '');
const channelWord = ({ after }: HistoryLink): string => (after['channel'] === 'mail' ? '邮箱' : '手机');

/** Every act that the holder is told of. An act that is not here stays between the other parties. */
const SENTENCES: Record<string, Sentence> = {
  'account.created': (link) => (link.byOther ? `${link.actorName}开通了账号` : '账号开通'),
  'session.login': ({ after, device }) => {
    const factor = FACTORS[String(after['factor'])];
    const way = [METHODS[String(after['method'])] ?? '账号密码', factor].filter(Boolean).join(' + ');
    return `登录：${way}，${deviceWords(device)}`;
  },
  'session.logout': ({ device }) => `退出登录，${deviceWords(device)}`,
  'session.login_failed': ({ after, device }) =>
    TURNED_AWAY[String(after['why'])] ?? `密码不对，登录被拒绝，${deviceWords(device)}`,
  'session.locked': ({ device }) => `密码连续输错，账号暂时锁定，${deviceWords(device)}`,
  'session.reauth_failed': () => '确认本人时密码不对',
  'session.factor_failed': ({ device }) => `第二步验证码不对，${deviceWords(device)}`,
  'session.revoked': ({ after }) => ENDINGS[String(after['reason'])] ?? '退出了登录',
  'account.password_set': () => '设置了新密码',
  'account.password_recovered': ({ device }) => `用“忘记密码”找回了密码，${deviceWords(device)}`,
  'account.password_reset': (link) => `${who(link)}把密码重置为初始密码${why(link)}`,
  'account.disabled': (link) => `${who(link)}停用了账号${why(link)}`,
  'account.enabled': (link) => `${who(link)}恢复了账号${why(link)}`,
  'account.unlocked': (link) => `${who(link)}解除了登录锁定${why(link)}`,
  'account.sessions_ended': (link) => `${who(link)}让所有登录退出${why(link)}`,
  'account.factors_cleared': (link) => `${who(link)}清除了第二步验证的绑定${why(link)}`,
  'account.contact_bound': (link) => `绑定了${channelWord(link)} ${String(link.after['target'])}`,
  'account.contact_changed': (link) => `${channelWord(link)}换成 ${String(link.after['target'])}`,
  'account.totp_enrolled': () => '绑定了身份验证器',
  'account.totp_removed': () => '解绑了身份验证器',
  'account.wechat_bound': ({ after }) => `绑定了微信${after['nickname'] ? `“${String(after['nickname'])}”` : ''}`,
  'account.wechat_unbound': (link) => `${who(link)}解绑了微信${why(link)}`,
  'account.wechat_mismatch': () => '确认本人时，扫码的不是绑定的微信',
  'account.wechat_refused': () => '在手机上拒绝了一次微信扫码',
  'account.recovery_codes_renewed': () => '重新生成了恢复码',
};

export const TOLD_ACTIONS = Object.keys(SENTENCES);
/** Other ends of sessions follow from acts that are told themselves, or from a log-in that went on. */
export const TOLD_ENDINGS = Object.keys(ENDINGS);

export function sentenceOf(link: HistoryLink): string {
  return SENTENCES[link.action]?.(link) ?? '';
}
