import type { CaseSummary, StudentOverview } from '@qiancheng/api-client/student';
import { formatDay, formatDeadline } from '@qiancheng/web-core';
import type { RouteStep } from '@qiancheng/web-ui';
import type { RouteLocationRaw } from 'vue-router';
import { day, dayTime, type Sentence } from '../../shared/text.js';

/** The first page in words: the heading is the state, the sentence says until when, the button is the next thing to do. */
export interface Standing {
  title: string;
  say: Sentence;
  /** `next`: it waits for me, so the button is filled */
  action: { label: string; to: RouteLocationRaw; next: boolean } | null;
}

const toAgreement: RouteLocationRaw = { name: 'agreement' };

/** Before anybody may invite: mine to fill in, mine to mend, or the school's to review. */
function verify({ sourceState, sourceStateLabel }: StudentOverview): Standing {
  const to: RouteLocationRaw = { name: 'source' };
  if (sourceState === 'not_started') {
    return {
      title: '先核验生源信息',
      say: ['学籍里的核对一遍，其余的补全。审核通过后，单位才能邀请你签约。'],
      action: { label: '核验生源信息', to, next: true },
    };
  }
  if (sourceState === 'returned') {
    return {
      title: '生源信息被退回',
      say: ['按老师写的改好，再提交。审核通过后，单位才能邀请你签约。'],
      action: { label: '修改生源信息', to, next: true },
    };
  }
  return {
    title: '生源信息在审核',
    say: [`现在是「${sourceStateLabel}」，不用你办。审核通过后，单位才能邀请你签约。`],
    action: { label: '看生源信息', to, next: false },
  };
}

function invited({ invitations }: StudentOverview, now: Date): Standing {
  const { open, items } = invitations;
  const deadlines = items.flatMap((item) => (item.locked || !item.deadlineAt ? [] : [item.deadlineAt])).sort();
  const first = deadlines[0];
  const only = open === 1 ? items.find((item) => !item.locked) : undefined;
  const which = open > 1 ? '最早的一份 ' : '';
  return {
    title: `${open} 份邀约等你答复`,
    say: first
      ? [which, dayTime(first, now), ` 截止，${formatDeadline(first, now).left}。过期就自动失效。`]
      : ['看清条款再答复，过期就自动失效。'],
    action: only
      ? { label: '查看并答复', to: { name: 'invitation', params: { id: only.id } }, next: true }
      : {
          label: `比较这 ${open} 份`,
          to: {
            name: 'compare',
            query: {
              ids: items
                .filter((item) => !item.locked)
                .map((item) => item.id)
                .join(','),
            },
          },
          next: true,
        },
  };
}

/** How many seals are there: 1 / 4 */
const sealed = (current: CaseSummary): string => current.progress.find((step) => step.key === 'seal')?.note ?? '';

function withCase(overview: StudentOverview, current: CaseSummary, now: Date): Standing {
  const employer = current.employerName;
  const until: Sentence = current.deadlineAt ? [day(current.deadlineAt, now), ' 前要全部签完。'] : [];
  switch (overview.state) {
    case 'sign':
      return {
        title: '轮到你签名',
        say: [
          `与${employer}的协议审核通过，等你签名。`,
          ...(current.deadlineAt ? [day(current.deadlineAt, now), ' 前签完。'] : []),
        ],
        action: { label: '阅读并签名', to: { name: 'sign', params: { id: current.id } }, next: true },
      };
    case 'sealing':
      return {
        title: '等各方盖章',
        say: [
          `与${employer}的协议在签章中${sealed(current) ? `，完成 ${sealed(current)}` : ''}，现在不用你办。`,
          ...until,
        ],
        action: { label: '看协议进度', to: toAgreement, next: false },
      };
    case 'signed':
      return {
        title: '三方都已签完',
        say: [
          ...(current.signedAt ? [day(current.signedAt, now), ' 起生效。'] : []),
          ...(current.startDate ? ['请在 ', day(current.startDate, now), ` 前到${employer}报到。`] : []),
        ],
        action: { label: '查看协议书', to: toAgreement, next: true },
      };
    default:
      // Frozen, or in a state of a process that this page does not know: the state's own name is never wrong.
      if (current.state !== 'REVIEW') {
        return {
          title: current.stateLabel,
          say: [`与${employer}的协议，现在不用你办。`],
          action: { label: '看协议进度', to: toAgreement, next: false },
        };
      }
      return {
        title: '等学校审核',
        say: [
          ...(current.acceptedAt ? [day(current.acceptedAt, now), ' '] : ['']),
          `你接受了${employer}的邀约。审核通过后，通知你来签名。`,
        ],
        action: { label: '看协议进度', to: toAgreement, next: false },
      };
  }
}

export function standingOf(overview: StudentOverview, now: Date): Standing {
  if (overview.state === 'verify') {
    return verify(overview);
  }
  if (overview.state === 'invited') return invited(overview, now);
  if (overview.state !== 'waiting' && overview.case) return withCase(overview, overview.case, now);
  return {
    title: '还没有待答复的邀约',
    say: ['单位在网签里搜你的姓名或学号，就能发邀约。一收到，这里和消息里都会告诉你。'],
    action: null,
  };
}

const TODO = '未开始';

/** The four steps that every graduate goes through; each has a second line with a date or a number. */
export function stepsOf(overview: StudentOverview, now: Date): RouteStep[] {
  const { state, invitations } = overview;
  const current = state === 'verify' || state === 'waiting' || state === 'invited' ? null : overview.case;
  const at = { verify: 0, waiting: 1, invited: 1, review: 2, sign: 2, sealing: 3, signed: 4 }[state];
  const doneNote = [
    '已通过',
    current?.acceptedAt ? `${formatDay(current.acceptedAt, now)} 应约` : '已应约',
    '已签名',
    current?.signedAt ? `${formatDay(current.signedAt, now)} 生效` : '已生效',
  ];
  const nowNote = [
    overview.sourceStateLabel,
    state === 'invited' ? `${invitations.open} 份待答复` : '等单位邀请',
    state === 'sign' ? '等你签名' : (current?.stateLabel ?? ''),
    current && sealed(current) ? `签章 ${sealed(current)}` : '等盖章',
  ];
  return ['生源信息', '答复邀约', '审核签名', '三方签完'].map((label, index) => ({
    key: label,
    label,
    status: index < at ? 'done' : index === at ? 'now' : 'todo',
    note: (index < at ? doneNote[index] : index === at ? nowNote[index] : TODO) ?? null,
  }));
}
