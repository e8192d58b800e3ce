import { formatDateTime } from '@qiancheng/shared';

export const RECORD_GROUPS = {
  login: '登录',
  password: '密码',
  contact: '手机、邮箱、第二步',
  wechat: '微信',
  open: '开通和资料',
  rights: '角色',
  state: '停用和解锁',
} as const;
export type RecordGroup = keyof typeof RECORD_GROUPS;

export interface RecordBody {
  action: string;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  result?: unknown;
}

type Sentence = (body: RecordBody) => string;

const METHODS: Record<string, string> = { password: '密码', wechat: '微信', registration: '登记' };
const FACTORS: Record<string, string> = { sms: '短信', mail: '邮件', totp: '验证器', recovery: '备用码' };
const ENDINGS: Record<string, string> = {
  refresh_reused: '登录凭证被重复使用',
  reauth_failed: '连续输错确认密码',
  password_reset: '密码被重置',
  password_changed: '改了密码',
  account_disabled: '账号停用',
  ended_by_staff: '管理员让它退出',
  factors_cleared: '第二步验证被清除',
};
const FIELDS: Record<string, string> = { name: '姓名', phone: '手机', email: '邮箱' };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function changes({ before, after }: RecordBody): string {
  const parts = Object.keys(after ?? {}).map(
    (field) => `${FIELDS[field] ?? field}：${text(before?.[field]) || '无'} → ${text(after?.[field]) || '无'}`,
  );
  return `修改了资料（${parts.join('；')}）`;
}

function grantWords(side: Record<string, unknown> | null | undefined): string {
  const grants = Array.isArray(side?.['grants']) ? (side['grants'] as { words?: unknown }[]) : [];
  return grants.map((grant) => text(grant.words)).join('、') || '没有角色';
}

function login({ after }: RecordBody): string {
  const method = METHODS[text(after?.['method'])];
  const factor = FACTORS[text(after?.['factor'])];
  const ways = [method, factor].filter(Boolean).join('加');
  const unfinished =
    after?.['stage'] === 'second_factor' ? '，还差第二步' : after?.['stage'] === 'setup' ? '，要先设密码' : '';
  return `登录${ways ? `（${ways}）` : ''}${unfinished}`;
}

function failed({ after }: RecordBody): string {
  if (after?.['active'] === false) return '登录被拒：账号已停用';
  const remaining = after?.['remaining'];
  return typeof remaining === 'number' ? `登录失败，还可以试 ${remaining} 次` : '登录失败';
}

function locked({ after }: RecordBody): string {
  const until = text(after?.['until']);
  return until ? `连续输错，锁定到 ${formatDateTime(new Date(until))}` : '连续输错，账号锁定';
}

function revoked({ after }: RecordBody): string {
  const why = ENDINGS[text(after?.['reason'])];
  return why ? `登录被结束：${why}` : '登录被结束';
}

/** Every act on an account, in words. What is not here yet is shown by its name: a record must never be hidden. */
const ACTS: Record<string, { group: RecordGroup; say: Sentence }> = {
  'session.login': { group: 'login', say: login },
  'session.logout': { group: 'login', say: () => '退出登录' },
  'session.revoked': { group: 'login', say: revoked },
  'session.login_failed': { group: 'login', say: failed },
  'session.locked': { group: 'login', say: locked },
  'session.reauth_failed': { group: 'login', say: () => '确认密码输错' },
  'session.factor_failed': { group: 'login', say: () => '第二步验证没有通过' },
  'account.created': { group: 'open', say: ({ after }) => `开通账号 ${text(after?.['login'])}` },
  'account.edited': { group: 'open', say: changes },
  'account.grants_changed': {
    group: 'rights',
    say: ({ before, after }) => `角色从“${grantWords(before)}”改为“${grantWords(after)}”`,
  },
  'account.disabled': { group: 'state', say: () => '停用账号' },
  'account.enabled': { group: 'state', say: () => '启用账号' },
  'account.unlocked': { group: 'state', say: () => '解除锁定' },
  'account.sessions_ended': {
    group: 'state',
    say: ({ after }) => `退出全部登录${typeof after?.['sessions'] === 'number' ? `（${after['sessions']} 处）` : ''}`,
  },
  'account.password_reset': { group: 'password', say: () => '重置为初始密码' },
  'account.password_set': { group: 'password', say: () => '设了新密码' },
  'account.password_recovered': { group: 'password', say: () => '用验证码找回密码' },
  'account.contact_bound': { group: 'contact', say: () => '绑定了手机或邮箱' },
  'account.contact_changed': { group: 'contact', say: () => '换了手机或邮箱' },
  'account.factors_cleared': { group: 'contact', say: () => '清除第二步验证' },
  'account.totp_enrolled': { group: 'contact', say: () => '绑定了验证器' },
  'account.totp_removed': { group: 'contact', say: () => '解除了验证器' },
  'account.recovery_codes_renewed': { group: 'contact', say: () => '换了备用码' },
  'account.wechat_bound': { group: 'wechat', say: () => '绑定了微信' },
  'account.wechat_unbound': { group: 'wechat', say: () => '解除微信绑定' },
};

export function actionsOf(groups: readonly RecordGroup[]): string[] {
  return Object.keys(ACTS).filter((action) => groups.includes(ACTS[action]?.group ?? 'open'));
}

export function told(body: RecordBody): { group: RecordGroup; sentence: string; reason: string | null } {
  const act = ACTS[body.action];
  // where the reason of an ending is a code, the sentence has said it
  const reason = body.action.startsWith('account.') ? text(body.after?.['reason']) || null : null;
  if (!act) return { group: 'open', sentence: `其他操作（${body.action}）`, reason };
  return { group: act.group, sentence: act.say(body), reason };
}
