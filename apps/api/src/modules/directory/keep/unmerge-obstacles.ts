import type { Tx } from '../../../platform/database/index.js';
import type { Moved } from './attachments.js';
import type { LockedUnit } from './unit-brief.js';

interface Merge {
  winner: LockedUnit;
  moved: Moved;
  mergedAt: Date;
}

type Check = (tx: Tx, merge: Merge) => Promise<string | null> | string | null;

/** What was built on a merge since: as long as one of these is so, it stays. Each says what to do first, where one can. */
const CHECKS: readonly Check[] = [
  (_tx, { winner }) => (winner.status === 'merged' ? `“${winner.name}”后来又并入了别的单位。请先撤销那次合并。` : null),
  (_tx, { winner, moved }) =>
    winner.creditCode === moved.winnerAfter.creditCode ? null : '合并后单位的信用代码改过，不能撤销。',
  (_tx, { winner, moved }) =>
    winner.logoFileId === moved.winnerAfter.logoFileId || moved.winnerBefore.logoFileId === moved.winnerAfter.logoFileId
      ? null
      : '合并后单位换过标志，不能撤销。',
  async (tx, { winner, moved }) => {
    const raised = moved.raisedMembers.map(({ accountId, version }) => ({ id: accountId, version }));
    const changed = await changedCount(tx, 'employer_member', 'account_id', winner.id, [...moved.members, ...raised]);
    return changed > 0 ? `合并后有 ${changed} 名成员变动过（移出、退出或改了角色），不能撤销。` : null;
  },
  async (tx, { winner, moved }) => {
    const { count } = await tx.one<{ count: number }>(
      `select count(*)::int from jsonb_to_recordset($2::jsonb) as m ("schoolId" integer, version integer)
         left join employer_school x on x.employer_id = $1 and x.school_id = m."schoolId" and x.version = m.version where x.school_id is null`,
      [winner.id, JSON.stringify([...moved.settlements, ...moved.raisedSettlements])],
    );
    return count > 0 ? `合并后有 ${count} 所学校的入驻办理过，不能撤销。` : null;
  },
  async (tx, { winner, moved }) => {
    const changed = await changedCount(tx, 'employer_certification', 'id', winner.id, moved.certifications);
    return changed > 0 ? `合并后有 ${changed} 份认证申请办理过，不能撤销。` : null;
  },
  async (tx, { winner, moved }) => {
    const { count } = await tx.one<{ count: number }>(
      `select count(*)::int from jsonb_to_recordset($2::jsonb) as m (id uuid, "acceptedAt" timestamptz, "revokedAt" timestamptz)
         left join member_invitation i on i.id = m.id and i.employer_id = $1 and i.accepted_at is not distinct from m."acceptedAt"
          and i.revoked_at is not distinct from m."revokedAt" where i.id is null`,
      [winner.id, JSON.stringify(moved.invitations)],
    );
    return count > 0 ? '合并后有成员邀请被接受或撤销，不能撤销合并。' : null;
  },
  async (tx, { winner, moved }) => {
    const { count } = await tx.one<{ count: number }>('select directory_touched_cases($1, $2::jsonb) as count', [
      winner.id,
      JSON.stringify(moved.cases),
    ]);
    return count > 0 ? `合并后有 ${count} 份移过来的协议办理过，不能撤销。` : null;
  },
  async (tx, { winner, moved, mergedAt }) => {
    const { count } = await tx.one<{ count: number }>(
      'select directory_later_cases($1, $2, $3::uuid[], $4::integer[]) as count',
      [
        winner.id,
        mergedAt,
        peopleOf(moved),
        [...moved.settlements, ...moved.raisedSettlements].map(({ schoolId }) => schoolId),
      ],
    );
    return count > 0 ? `合并后又发了 ${count} 份邀约，靠的是合并来的成员或学校，不能撤销。` : null;
  },
  async (tx, { winner, moved, mergedAt }) => {
    const { count } = await tx.one<{ count: number }>(
      `select ((select count(*) from employer_school where employer_id = $1 and requested_by = any ($2::uuid[]) and requested_at > $3)
             + (select count(*) from employer_certification where employer_id = $1 and applicant_id = any ($2::uuid[]) and created_at > $3))::int as count`,
      [winner.id, peopleOf(moved), mergedAt],
    );
    return count > 0 ? '合并来的成员后来又替单位申请了入驻或认证，不能撤销。' : null;
  },
];

/** @returns why a merge can no longer be taken back, or null */
export async function laterDependence(tx: Tx, merge: Merge): Promise<string | null> {
  for (const check of CHECKS) {
    const reason = await check(tx, merge);
    if (reason) return reason;
  }
  return null;
}

const peopleOf = (moved: Moved): string[] => [
  ...moved.members.map(({ id }) => id),
  ...moved.raisedMembers.map(({ accountId }) => accountId),
];

async function changedCount(
  tx: Tx,
  table: string,
  key: string,
  unitId: string,
  rows: readonly { id: string; version: number }[],
): Promise<number> {
  const { count } = await tx.one<{ count: number }>(
    `select count(*)::int from jsonb_to_recordset($2::jsonb) as m (id uuid, version integer)
       left join ${table} t on t.employer_id = $1 and t.${key} = m.id and t.version = m.version where t.employer_id is null`,
    [unitId, JSON.stringify(rows)],
  );
  return count;
}
