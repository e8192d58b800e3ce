import type { OwnSettlement } from '@qiancheng/api-client/employer';
import { formatDay } from '@qiancheng/web-core';
import type { IconName, Tone } from '@qiancheng/web-ui';
import { SCHOOL_TONES } from '../registration/status.js';

/** Where it stands, since when, and what comes next. */
export function standingWords({ status, since, term }: OwnSettlement, now: Date): string {
  const day = formatDay(since, now);
  switch (status) {
    case 'waiting':
      return `${day} 申请。平台通过后自动转给学校。`;
    case 'pending':
      if (!term) return `${day} 申请，等学校审核。`;
      return term.state === 'late'
        ? `${day} 申请。学校的审核期限已过，可以打电话问问。`
        : `${day} 申请，学校在 ${formatDay(term.at, now)} 前审完。`;
    case 'returned':
      return `${day} 退回。按学校的话改好，可以再申请。`;
    case 'approved':
      return `${day} 起入驻，可以邀请这所学校的学生。`;
    case 'rejected':
      return `${day} 没有通过。改好可以再申请。`;
    case 'suspended':
      return `${day} 起暂停，不能进入这所学校的工作台，已有的协议不受影响。有疑问请联系学校。`;
    case 'withdrawn':
      return `${day} 撤回。需要时可以再申请。`;
  }
}

export function standingLook({ status }: { status: string }): { tone: Tone; icon: IconName } {
  return SCHOOL_TONES[status] ?? { tone: 'plain', icon: 'undo' };
}
