import type { OpenedStaff, StaffDetail } from '@qiancheng/api-client/teacher';
import type { ActContext } from '@qiancheng/web-core';
import type { Tone } from '@qiancheng/web-ui';

/** Acts that ask for a reason and nothing else. */
export type PlainAct = 'disable' | 'enable' | 'unlock' | 'end_sessions' | 'clear_factors';

export interface Reasoned {
  version: number;
  reason: string;
}

/** What an account page can do: the teachers' own addresses, or the operators' ones. */
export interface AccountApi {
  get: (signal: AbortSignal) => Promise<StaffDetail>;
  edit: (
    context: ActContext,
    body: { version: number; name?: string; phone?: string | null; email?: string | null },
  ) => Promise<StaffDetail>;
  act: (context: ActContext, act: PlainAct, body: Reasoned) => Promise<StaffDetail>;
  reset: (context: ActContext, body: Reasoned & { delivery: 'show' | 'sms' }) => Promise<OpenedStaff>;
}

export const STATE_TONES: Record<string, Tone> = { active: 'ok', new: 'info', locked: 'warn', disabled: 'plain' };

export const FACTORS: Record<string, string> = { totp: '验证器', phone: '手机短信', mail: '邮箱', none: '还没有' };

export const ACT_WORDS: Record<string, { title: string; label: string; effect: string; kind: 'pen' | 'seal' }> = {
  disable: {
    title: '停用账号',
    label: '停用',
    effect: '马上退出所有登录，之后不能再登录。做过的记录都保留。',
    kind: 'seal',
  },
  enable: { title: '启用账号', label: '启用', effect: '可以用原来的密码登录，角色不变。', kind: 'pen' },
  unlock: { title: '解除锁定', label: '解锁', effect: '连续输错的次数清零，马上可以登录。', kind: 'pen' },
  end_sessions: {
    title: '退出所有登录',
    label: '退出',
    effect: '所有设备上的登录马上结束，需要重新登录。',
    kind: 'pen',
  },
  clear_factors: {
    title: '清除第二步验证',
    label: '清除',
    effect: '验证器、备用码和验证过的手机、邮箱都要重新绑定。请先核对是本人。',
    kind: 'seal',
  },
  reset: {
    title: '重置密码',
    label: '重置',
    effect: '原来的密码马上作废，所有登录退出。第一次登录要改成自己的密码。',
    kind: 'pen',
  },
  unbind: {
    title: '解除微信绑定',
    label: '解绑',
    effect: '微信不能再登录这个账号，所有登录退出。本人可以重新绑定。',
    kind: 'pen',
  },
  slips: {
    title: '打印激活单',
    label: '生成激活单',
    effect: '每人一个新的激活码，以前打印的马上作废。文件只有你能下载，24 小时后清掉。',
    kind: 'pen',
  },
};
