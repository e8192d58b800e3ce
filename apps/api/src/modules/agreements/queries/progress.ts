import {
  openSlots,
  REVIEW_ROLE_LABELS,
  SLOT_LABELS,
  slotsInOrder,
  type SchoolPolicy,
  type SigningSnapshot,
  type SigningState,
  type Slot,
} from '@qiancheng/shared';
import type { CaseRow } from '../case-row.js';
import type { ProgressStatus, ProgressStepView } from '../http/dto/case-detail.dto.js';

/** What the record says of one step that was taken. */
export interface EventRow {
  seq: number;
  action: string;
  from_state: SigningState | null;
  to_state: SigningState;
  review_level: number;
  at: string;
  actor_kind: string;
  actor_name: string;
  actor_role: string | null;
  reason_code: string | null;
  reason_text: string | null;
  note: string | null;
  data: Record<string, unknown>;
}

export interface SlotRow {
  slot: Slot;
  done_at: string;
  method: string;
  by_name: string;
}

interface Place {
  state: SigningState;
  reviewLevel: number;
}

const OPEN: readonly SigningState[] = ['DRAFT_EMP', 'INVITED', 'REVIEW', 'SIGNING', 'FILING', 'SIGNED'];
const METHOD_WORDS: Record<string, string> = {
  handwriting: '手写',
  typed: '键入签名',
  paper_seal: '核对纸质件后登记',
};
const FACTOR_WORDS: Record<string, string> = {
  password: '登录密码确认',
  sms: '短信验证码确认',
  mail: '邮件验证码确认',
  wechat: '微信确认',
};

/** Where the case stands, or where it stood when it came to an end or was held. */
function placeOf(row: CaseRow, events: readonly EventRow[]): Place & { ended: boolean } {
  if (OPEN.includes(row.state)) return { state: row.state, reviewLevel: row.review_level, ended: false };
  if (row.state === 'SUSPENDED' && row.suspended_from) return { ...row.suspended_from, ended: false };
  const last = events.findLast((event) => event.to_state === row.state && event.from_state !== row.state);
  if (last?.from_state)
    return { state: last.from_state, reviewLevel: last.review_level, ended: row.state !== 'TERMINATED' };
  return { state: row.signed_at ? 'SIGNED' : 'INVITED', reviewLevel: 0, ended: true };
}

/** Keys of the steps whose turn it is. */
function currentKeys(place: Place, policy: SchoolPolicy, slots: SigningSnapshot['slots']): string[] {
  switch (place.state) {
    case 'DRAFT_EMP':
      return ['invite'];
    case 'INVITED':
      return ['accept'];
    case 'REVIEW':
      return [`review:${place.reviewLevel}`];
    case 'SIGNING':
      return openSlots(policy, slots).map((slot) => `slot:${slot}`);
    case 'FILING':
      return ['filing'];
    default:
      return [];
  }
}

/** The steps of this school's process, in its order. */
function stepsOf(row: CaseRow, policy: SchoolPolicy): { key: string; label: string }[] {
  return [
    { key: 'invite', label: '单位邀请' },
    { key: 'accept', label: '学生应约' },
    ...policy.review.levels[row.flow].map((role, index) => ({
      key: `review:${index + 1}`,
      label: `${REVIEW_ROLE_LABELS[role]}审核`,
    })),
    ...slotsInOrder(policy).map((slot) => ({ key: `slot:${slot}`, label: SLOT_LABELS[slot] })),
    ...(policy.sign.filing ? [{ key: 'filing', label: '备案' }] : []),
    { key: 'signed', label: '签约完成' },
  ];
}

type Taken = Pick<ProgressStepView, 'at' | 'byName' | 'note'>;

/** The acts that still count: what a later return or claw back undid is left out. */
function takenSteps(events: readonly EventRow[], slots: readonly SlotRow[], signedAt: Date | null): Map<string, Taken> {
  const taken = new Map<string, Taken>();
  const put = (key: string, event: EventRow, note: string | null = event.note): void => {
    taken.set(key, { at: event.at, byName: event.actor_name, note });
  };
  for (const event of events) {
    if (event.action === 'send') {
      taken.clear();
      put('invite', event);
    }
    if (event.action === 'accept') put('accept', event, factorWords(event));
    if (event.action === 'pass') put(`review:${event.review_level}`, event);
    if (event.action === 'file') put('filing', event);
    if (event.action === 'claw_back') {
      for (const key of [...taken.keys()]) {
        if (key.startsWith('review:') && Number(key.slice(7)) >= event.review_level) taken.delete(key);
      }
    }
  }
  for (const { slot, done_at: at, method, by_name: byName } of slots) {
    taken.set(`slot:${slot}`, { at, byName, note: METHOD_WORDS[method] ?? null });
  }
  if (signedAt) taken.set('signed', { at: signedAt.toISOString(), byName: null, note: null });
  return taken;
}

function factorWords(event: EventRow): string | null {
  const evidence = event.data['evidence'] as { factor?: string } | undefined;
  return evidence?.factor ? (FACTOR_WORDS[evidence.factor] ?? null) : null;
}

/** The route of one case: every step of the school's process, who took it and when, and whose turn it is. */
export function progressOf(
  row: CaseRow,
  policy: SchoolPolicy,
  snapshot: SigningSnapshot,
  events: readonly EventRow[],
  slots: readonly SlotRow[],
): ProgressStepView[] {
  const place = placeOf(row, events);
  const steps = stepsOf(row, policy);
  const taken = takenSteps(events, slots, row.signed_at);
  const current = currentKeys(place, policy, snapshot.slots);
  const firstOpen = place.state === 'SIGNED' ? steps.length : steps.findIndex((step) => step.key === current[0]);
  return steps.map(({ key, label }, index): ProgressStepView => {
    const status = statusOf(key, index, {
      current,
      firstOpen,
      ended: place.ended,
      taken: taken.has(key),
      state: place.state,
    });
    const told = status === 'done' ? taken.get(key) : undefined;
    return { key, label, status, at: told?.at ?? null, byName: told?.byName ?? null, note: told?.note ?? null };
  });
}

function statusOf(
  key: string,
  index: number,
  at: { current: string[]; firstOpen: number; ended: boolean; taken: boolean; state: SigningState },
): ProgressStatus {
  if (at.current.includes(key)) return at.ended ? 'failed' : 'now';
  if (at.firstOpen === -1) return at.taken ? 'done' : 'todo';
  if (at.state === 'SIGNING' && key.startsWith('slot:')) return at.taken ? 'done' : 'todo';
  return index < at.firstOpen ? 'done' : 'todo';
}
