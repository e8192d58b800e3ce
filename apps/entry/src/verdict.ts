import type { VerificationView } from '@qiancheng/api-client/public';
import { checkAgreementNo } from '@qiancheng/shared';
import { formatDate, formatDateTime } from '@qiancheng/web-core';

export interface Verdict {
  title: string;
  text: string;
  mark: 'ok' | 'warn' | 'bad' | 'wait' | 'none';
  hint: string;
}

/** The answer in one word, and one sentence on what it means for the person who holds the paper. */
export function verdictOf(found: VerificationView, asked: string): Verdict {
  const checked = `查询时间 ${formatDateTime(found.checkedAt)}`;
  switch (found.result) {
    case 'valid':
      return { title: '有效', text: '三方都已签章，没有作废，也没有更新的版本。', mark: 'ok', hint: checked };
    case 'superseded': {
      const next = found.currentRevision ? `第 ${found.currentRevision} 版` : '新版本';
      const when = found.stateSince ? `在 ${formatDate(found.stateSince)} ` : '';
      return {
        title: '已被新版本取代',
        text: `这是第 ${found.revision ?? 1} 版。${next}${when}取代了它，请向对方索取${next}。`,
        mark: 'warn',
        hint: checked,
      };
    }
    case 'void':
      return {
        title: '已作废',
        text: `${found.stateSince ? `${formatDate(found.stateSince)} 起` : '现在'}不再有效。纸质件上的签字、盖章也随之失效。`,
        mark: 'bad',
        hint: checked,
      };
    case 'in_progress':
      return {
        title: '还没有签完',
        text: `现在是「${found.stateLabel ?? '办理中'}」。三方签章齐全之前，这份协议不能当作已生效的凭证。`,
        mark: 'wait',
        hint: checked,
      };
    default: {
      const form = checkAgreementNo(asked);
      return {
        title: '没有查到',
        text: form.ok ? (found.reason ?? '没有这个编号的协议。') : form.reason,
        mark: 'none',
        hint: '可能的原因：把 0 看成 O，把 1 看成 I；或这份协议不是在这里签的。',
      };
    }
  }
}
