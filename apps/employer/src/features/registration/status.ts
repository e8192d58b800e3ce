import type { ApplicationView, SettlementLine } from '@qiancheng/api-client/employer';
import { formatDay, formatDayTime } from '@qiancheng/web-core';
import type { RouteStep, Tone, IconName } from '@qiancheng/web-ui';

/** How an application is told: a heading, a sentence, the route it has come, a word in a tag. */
export interface StatusWords {
  title: string;
  text: string;
  tag: { tone: Tone; icon: IconName; label: string };
}

const passed = (school: SettlementLine): boolean => school.status === 'approved';
const names = (schools: readonly SettlementLine[]): string => schools.map((one) => one.schoolName).join('、');

export function wordsOf(application: ApplicationView, now: Date): StatusWords {
  const { kind, status, submittedAt, dueAt, findings, schools, decidedAt } = application;
  const takeover = kind === 'takeover';
  switch (status) {
    case 'submitted': {
      const late = dueAt !== null && new Date(dueAt) < now;
      const until = late
        ? '已经过了期限，可以催一下。'
        : `平台一般 1 – 3 个工作日审完，${formatDay(dueAt, now)} 前有结果。`;
      return {
        title: '等平台审核',
        text: `${formatDayTime(submittedAt, now)} 提交。${until}`,
        tag: { tone: 'info', icon: 'clock', label: '审核中' },
      };
    }
    case 'returned':
      return {
        title: findings.length > 0 ? `平台退回，差 ${findings.length} 样` : '平台退回',
        text: '补好就能重新提交，不用从头再来。',
        tag: { tone: 'warn', icon: 'undo', label: '等你补充' },
      };
    case 'rejected':
      return {
        title: takeover ? '没有同意更换管理员' : '登记没有通过',
        text: `${formatDay(decidedAt, now)} 审核。原因在下面，有疑问请联系平台。`,
        tag: { tone: 'seal', icon: 'x-c', label: '没有通过' },
      };
    case 'withdrawn':
      return {
        title: '申请已撤回',
        text: '资料都还在，改好可以重新提交。',
        tag: { tone: 'plain', icon: 'undo', label: '已撤回' },
      };
    default:
      return takeover ? tookOver(application, now) : certified(schools, now);
  }
}

function tookOver({ decidedAt }: ApplicationView, now: Date): StatusWords {
  return {
    title: '你是管理员了',
    text: `${formatDay(decidedAt, now)} 平台通过。`,
    tag: { tone: 'ok', icon: 'check-c', label: '已通过' },
  };
}

function certified(schools: readonly SettlementLine[], now: Date): StatusWords {
  const open = schools.filter(passed);
  const waiting = schools.filter(({ status }) => status === 'pending');
  const returned = schools.filter(({ status }) => status === 'returned');
  const first = open.length > 0 ? `${names(open)}已通过，可以先在那里招聘。` : '';
  if (waiting.length > 0) {
    return {
      title: '平台已通过，等学校审核',
      text: `学校一般 1 – 3 个工作日审完。${first}`,
      tag: { tone: 'info', icon: 'clock', label: '学校审核中' },
    };
  }
  if (returned.length > 0) {
    return {
      title: '学校退回，等你补充',
      text: `${names(returned)}退回了申请，请按学校的话补充后再交。${first}`,
      tag: { tone: 'warn', icon: 'undo', label: '等你补充' },
    };
  }
  if (open.length > 0) {
    const last = open.map((school) => school.decidedAt).filter((at) => at !== null);
    return {
      title: '可以邀请学生了',
      text: `${names(open)}${last.length > 0 ? ` ${formatDay(last.sort().at(-1), now)}` : ''} 通过审核。`,
      tag: { tone: 'ok', icon: 'check-c', label: '已通过' },
    };
  }
  return {
    title: '平台已通过',
    text: '单位已经认证。还没有学校通过入驻，申请一所就能开始。',
    tag: { tone: 'ok', icon: 'check-c', label: '平台已通过' },
  };
}

/** Submitted, platform, schools, open: what is done, whose turn it is, what comes. */
export function routeOf(application: ApplicationView, now: Date): RouteStep[] {
  const { kind, status, submittedAt, submittedBy, schools } = application;
  const sent: RouteStep = {
    key: 'sent',
    label: kind === 'takeover' ? '提交申请' : '提交登记',
    status: 'done',
    note: `${formatDayTime(submittedAt, now)}，${submittedBy}`,
  };
  const platform = platformStep(application, now);
  if (kind === 'takeover') {
    const done = status === 'approved';
    return [sent, platform, { key: 'open', label: '成为管理员', status: done ? 'done' : 'todo', note: null }];
  }
  const asked = schools.filter((school) => !['withdrawn', 'rejected'].includes(school.status));
  const open = schools.filter(passed);
  return [
    sent,
    platform,
    schoolStep(status === 'approved', asked, open, now),
    {
      key: 'open',
      label: '可以邀请学生',
      status: open.length > 0 && status === 'approved' ? 'done' : 'todo',
      note: open.length > 0 ? names(open) : '在此之前看不到任何学生信息',
    },
  ];
}

function platformStep({ status, ahead, decidedAt, findings, kind }: ApplicationView, now: Date): RouteStep {
  const at = formatDayTime(decidedAt, now);
  switch (status) {
    case 'approved':
      return { key: 'platform', label: '平台审核通过', status: 'done', note: at };
    case 'returned':
      return { key: 'platform', label: '平台审核，已退回', status: 'failed', note: `${at}，差 ${findings.length} 样` };
    case 'rejected':
      return { key: 'platform', label: '平台审核，没有通过', status: 'failed', note: at };
    case 'withdrawn':
      return { key: 'platform', label: '平台审核', status: 'todo', note: '已撤回，没有在审' };
    default: {
      const what = kind === 'takeover' ? '核对授权书' : '核对名称、信用代码、执照、授权书';
      return { key: 'platform', label: '平台审核', status: 'now', note: `${what}。${queue(ahead)}` };
    }
  }
}

const queue = (ahead: number | null): string => (ahead ? `前面还有 ${ahead} 家` : '下一家就是');

function schoolStep(
  certifiedAlready: boolean,
  asked: readonly SettlementLine[],
  open: readonly SettlementLine[],
  now: Date,
): RouteStep {
  if (!certifiedAlready) {
    return { key: 'school', label: '学校审核', status: 'todo', note: `平台通过后自动转给 ${asked.length} 所学校` };
  }
  const waiting = asked.filter(({ status }) => status === 'pending');
  if (waiting.length === 0 && open.length > 0) {
    return { key: 'school', label: '学校审核通过', status: 'done', note: names(open) };
  }
  const parts = waiting.map(({ schoolName, dueAt }) => `${schoolName} ${formatDay(dueAt, now)} 前`);
  const done = open.length > 0 ? [`${names(open)}已通过`] : [];
  return {
    key: 'school',
    label: '学校审核',
    status: waiting.length > 0 ? 'now' : 'todo',
    note: [...parts, ...done].join('，') || '还没有在审的申请',
  };
}

export const SCHOOL_TONES: Readonly<Record<string, { tone: Tone; icon: IconName }>> = {
  waiting: { tone: 'plain', icon: 'clock' },
  pending: { tone: 'info', icon: 'clock' },
  returned: { tone: 'warn', icon: 'undo' },
  approved: { tone: 'ok', icon: 'check-c' },
  rejected: { tone: 'seal', icon: 'x-c' },
  suspended: { tone: 'seal', icon: 'lock' },
};

export function schoolTag({ status, statusLabel, workday }: SettlementLine): {
  tone: Tone;
  icon: IconName;
  label: string;
} {
  const look = SCHOOL_TONES[status] ?? { tone: 'plain', icon: 'undo' };
  return { ...look, label: workday !== null && workday > 1 ? `审核中，第 ${workday} 个工作日` : statusLabel };
}
