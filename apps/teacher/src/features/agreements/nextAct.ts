import type { ActionView, CaseDetail } from '@qiancheng/api-client/teacher';

/** What an agreement waits for, told from the server's own list of actions and steps. Nothing is decided here. */

export const actionsOf = (detail: CaseDetail, action: string): ActionView[] =>
  detail.availableActions.filter((item) => item.action === action);
export const actionOf = (detail: CaseDetail, action: string): ActionView | null => actionsOf(detail, action)[0] ?? null;

/** Seals that staff record, the one that can be recorded now first. */
export function sealActions(detail: CaseDetail): ActionView[] {
  const seals = actionsOf(detail, 'slot_done').filter((item) => item.slot !== 'student');
  return seals.sort((a, b) => Number(b.allowed) - Number(a.allowed));
}

export interface NextAct {
  title: string;
  text: string;
  /** it is this account's turn */
  mine: boolean;
  seal: ActionView | null;
}

const RESTING: Record<string, string> = {
  SUSPENDED: '协议暂停办理，等就业中心核实。核实以后从停下的那一步接着办。',
  DECLINED: '学生没有接受这份邀约。',
  WITHDRAWN: '单位撤回了这份邀约。',
  EXPIRED: '学生没有在期限内答复。',
  RETURNED_CLOSED: '审核没有通过，原因在下面的经过里。',
  VOIDED: '这份协议不再有效，已印的协议书扫码会显示“已作废”。',
  SUPERSEDED: '这一版已经被新版取代。',
  TERMINATED: '双方已经解约。',
};

export function nextActOf(detail: CaseDetail): NextAct {
  const [seal = null] = sealActions(detail);
  const open = detail.slots.filter((slot) => !slot.done);
  if (seal?.allowed) {
    const last = open.length === 1 && open[0]?.slot === seal.slot;
    const after = open.find((slot) => slot.slot !== seal.slot);
    return {
      title: `等您${seal.label}`,
      text: last
        ? '纸质协议书核对、盖章以后在这里标记。这是最后一处，标记以后协议随即生效。'
        : `纸质协议书核对、盖章以后在这里标记。接着是${after?.label ?? '下一步'}。`,
      mine: true,
      seal,
    };
  }
  if (detail.state === 'SIGNED')
    return { title: '签约完成', text: '三方都已签章，协议生效。', mine: false, seal: null };
  const resting = RESTING[detail.state];
  if (resting) return { title: detail.stateLabel, text: resting, mine: false, seal: null };
  const now = detail.progress.find((step) => step.status === 'now');
  return {
    title: now ? `现在等${now.label}` : detail.stateLabel,
    text: now?.note ?? '这一步不由您办理，轮到您时会出现在待办里。',
    mine: false,
    seal,
  };
}
