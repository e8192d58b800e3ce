import {
  EMPLOYER_EVENT_SENTENCES,
  type EmployerEventAction,
  MEMBER_REASONS,
  type ReviewReason,
  reviewSentence,
  reviewSubjectLabel,
  SETTLEMENT_REASONS,
} from '@qiancheng/shared';
import type { QueryResultRow } from 'pg';
import type { Tx } from '../../../platform/database/index.js';
import type { UnitEventView } from './http/review.dto.js';

interface Row extends QueryResultRow {
  id: string;
  action: EmployerEventAction;
  at: Date;
  actor_name: string;
  actor_kind: UnitEventView['actorKind'];
  school_name: string | null;
  member_name: string | null;
  reasons: ReviewReason[];
  note: string;
}

const MOST = 200;

/** What happened to a unit, newest first, as far as `where` lets the reader see. */
export async function unitHistory(tx: Tx, where: string, params: unknown[], limit = MOST): Promise<UnitEventView[]> {
  const rows = await tx.query<Row>(
    `select v.id, v.action, v.at, v.actor_name, v.actor_kind, s.name as school_name, m.name as member_name, v.reasons, v.note
       from employer_event v left join school s on s.id = v.school_id left join account m on m.id = v.member_id
      where ${where} order by v.at desc, v.id desc limit ${limit}`,
    params,
  );
  return rows.map((row) => ({
    id: row.id,
    action: row.action,
    label: EMPLOYER_EVENT_SENTENCES[row.action],
    at: row.at.toISOString(),
    actorName: row.actor_name,
    actorKind: row.actor_kind,
    schoolName: row.school_name,
    memberName: row.member_name,
    reasons: row.reasons.map((reason) => spoken(row.action, reason)),
    note: row.note,
  }));
}

/** A reason word for word; which list its code is from follows from what happened. */
function spoken(action: EmployerEventAction, reason: ReviewReason): string {
  if (action.startsWith('settlement.')) return codedSentence(SETTLEMENT_REASONS, reason);
  if (action.startsWith('member.')) return codedSentence(MEMBER_REASONS, reason);
  const sentence = reviewSentence(reason);
  return reason.field === 'whole' ? sentence : `${reviewSubjectLabel(reason.field)}：${sentence}`;
}

export function codedSentence(
  list: readonly { code: string; label: string }[],
  { code, text }: Pick<ReviewReason, 'code' | 'text'>,
): string {
  const label = list.find((item) => item.code === code)?.label ?? code;
  const words = text.trim();
  if (code === 'other') return words || label;
  return words ? `${label}：${words}` : label;
}
