/**
 * Every message that leaves the product. SMS texts stand here as they are registered with the provider, `${name}` for a
 * value; with the signature they stay within 70 characters, one text message, for values of usual length.
 */
export interface TemplateParams {
  /** `purpose` in words: 登录, 绑定手机号, 找回密码, 签署协议. */
  verification_code: { code: string; minutes: number; purpose: string };
  password_reset_done: { name: string; time: string };
  /** `owner` opened it: the school or the unit. `link` leads to where the password is set. */
  account_opened: { name: string; owner: string; login: string; link: string };
  /** To a proven phone or mail only, and sealed like every message. */
  initial_password: { login: string; code: string; days: number };
  /** `address` and `code` for whoever types, `link` for whoever taps: both lead to the same page. */
  member_invited: { inviter: string; employer: string; days: number; address: string; code: string; link: string };
  registration_result: { employer: string; passed: boolean; reason: string | null; link: string };
  settlement_result: { employer: string; school: string; passed: boolean; reason: string | null; link: string };
  notice: { title: string; body: string; time: string; link: string | null };
}

export type TemplateName = keyof TemplateParams;

export interface MailText {
  subject: string;
  paragraphs: string[];
  /** Stands large, by itself. */
  code?: string;
  link?: { words: string; href: string } | null;
}

export interface WechatText {
  /** Our names; the settings say what the account's template calls them. */
  fields: Record<string, string>;
  link: string | null;
}

export interface Template<P> {
  mail: (params: P) => MailText;
  sms: { text: string; values: (params: P) => Record<string, string> };
  /** Null: never sent to WeChat. */
  wechat: ((params: P) => WechatText) | null;
}

const result = (passed: boolean): string => (passed ? '已通过' : '未通过');
const because = (reason: string | null): string[] => (reason ? [`原因：${reason}`] : []);

export const TEMPLATES: { readonly [T in TemplateName]: Template<TemplateParams[T]> } = {
  verification_code: {
    mail: ({ code, minutes, purpose }) => ({
      subject: `验证码：${purpose}`,
      paragraphs: [
        `你正在${purpose}，验证码是：`,
        `${minutes} 分钟内有效，用过即失效。`,
        '不是你本人操作，请不要理会，也不要把验证码告诉任何人，包括自称老师或客服的人。',
      ],
      code,
    }),
    sms: {
      text: '验证码${code}，用于${purpose}，${minutes}分钟内有效。不要告诉任何人，不是你本人操作请忽略。',
      values: ({ code, minutes, purpose }) => ({ code, minutes: String(minutes), purpose }),
    },
    wechat: null,
  },
  password_reset_done: {
    mail: ({ name, time }) => ({
      subject: '你的密码已经重设',
      paragraphs: [
        `${name}，你好：`,
        `你的账号在 ${time} 重设了密码，其他地方的登录都已退出。`,
        '不是你本人操作，请立即用“忘记密码”再设一次，并告诉学校就业中心。',
      ],
    }),
    sms: {
      text: '你的账号在${time}重设了密码，其他地方的登录都已退出。不是你本人操作，请立即再设一次。',
      values: ({ time }) => ({ time }),
    },
    wechat: ({ name, time }) => ({
      fields: { title: '密码已经重设', body: `${name}的账号重设了密码，不是本人请再设一次`, time },
      link: null,
    }),
  },
  account_opened: {
    mail: ({ name, owner, login, link }) => ({
      subject: `${owner}为你开通了账号`,
      paragraphs: [
        `${name}，你好：`,
        `${owner}为你开通了就业协议网签的账号，登录名是 ${login}。请先设置密码，再登录。`,
      ],
      link: { words: '设置密码', href: link },
    }),
    sms: {
      text: '${owner}为你开通了就业协议网签的账号，登录名${login}。请打开网站，按提示设置密码。',
      values: ({ owner, login }) => ({ owner, login }),
    },
    wechat: null,
  },
  initial_password: {
    mail: ({ login, code, days }) => ({
      subject: '你的初始密码',
      paragraphs: [
        `管理员重置了账号 ${login} 的密码，新的初始密码是：`,
        `${days} 天内有效，登录时要改成自己的密码。`,
        '不是你请管理员重置的，请告诉本校就业中心。',
      ],
      code,
    }),
    sms: {
      text: '账号${login}的初始密码是${code}，${days}天内有效，登录时要改成自己的密码。',
      values: ({ login, code, days }) => ({ login, code, days: String(days) }),
    },
    wechat: null,
  },
  member_invited: {
    mail: ({ inviter, employer, days, address, code, link }) => ({
      subject: `${employer}邀请你加入`,
      paragraphs: [
        `${inviter}邀请你加入${employer}，一起办理毕业生的邀约和签约。`,
        `也可以打开 ${address}，输入邀请码 ${code}。`,
        `邀请 ${days} 天内有效。不认识对方，请不要理会。`,
      ],
      link: { words: '接受邀请', href: link },
    }),
    sms: {
      text: '${inviter}邀请你加入${employer}。打开${address}，输入${code}，${days}天内有效。',
      values: ({ inviter, employer, days, address, code }) => ({
        inviter,
        employer,
        days: String(days),
        address,
        code,
      }),
    },
    wechat: null,
  },
  registration_result: {
    mail: ({ employer, passed, reason, link }) => ({
      subject: `单位注册${result(passed)}`,
      paragraphs: [
        `${employer}的注册申请${result(passed)}。`,
        ...because(reason),
        passed ? '现在可以登录，向学校申请入驻，邀请毕业生签约。' : '请按原因改好后再提交。',
      ],
      link: { words: passed ? '去登录' : '去修改', href: link },
    }),
    sms: {
      text: '${employer}的注册申请${result}，请登录网站查看。',
      values: ({ employer, passed }) => ({ employer, result: result(passed) }),
    },
    wechat: ({ employer, passed, reason, link }) => ({
      fields: { title: `单位注册${result(passed)}`, body: reason ?? employer },
      link,
    }),
  },
  settlement_result: {
    mail: ({ employer, school, passed, reason, link }) => ({
      subject: `${school}入驻申请${result(passed)}`,
      paragraphs: [
        `${employer}入驻${school}的申请${result(passed)}。`,
        ...because(reason),
        passed ? `现在可以邀请${school}的毕业生签约。` : '请按原因改好后再申请。',
      ],
      link: { words: passed ? '去邀请毕业生' : '去修改', href: link },
    }),
    sms: {
      text: '${employer}入驻${school}的申请${result}，请登录网站查看。',
      values: ({ employer, school, passed }) => ({ employer, school, result: result(passed) }),
    },
    wechat: ({ school, passed, reason, employer, link }) => ({
      fields: { title: `${school}入驻${result(passed)}`, body: reason ?? employer },
      link,
    }),
  },
  notice: {
    mail: ({ title, body, link }) => ({
      subject: title,
      paragraphs: [body],
      link: link ? { words: '去看看', href: link } : null,
    }),
    sms: {
      text: '${title}：${body}请登录网站办理。',
      values: ({ title, body }) => ({ title, body }),
    },
    wechat: ({ title, body, time, link }) => ({ fields: { title, body, time }, link }),
  },
};

export const TEMPLATE_NAMES = Object.keys(TEMPLATES) as TemplateName[];
