import type { Tx } from '../../../platform/database/index.js';
import type { CountOf } from '../http/platform-units.dto.js';
import type { LockedUnit } from './unit-brief.js';

type Pair = readonly [winner: string, loser: string];

/** What stands in the way of a merge, each with what to do first. Empty: it can be done. */
export async function mergeObstacles(tx: Tx, winner: LockedUnit, loser: LockedUnit): Promise<string[]> {
  const own = standings(winner, loser);
  if (own.length > 0) return own;
  const pair: Pair = [winner.id, loser.id];
  return [...(await agreements(tx, pair)), ...(await settlements(tx, pair)), ...(await certifications(tx, pair))];
}

function standings(winner: LockedUnit, loser: LockedUnit): string[] {
  if (winner.id === loser.id) return ['选的是同一家单位。'];
  if (winner.status === 'merged') return [`“${winner.name}”已经并入别的单位。请选保留的那一家。`];
  if (loser.status === 'merged') return [`“${loser.name}”已经并入别的单位，不用再合并。`];
  if (winner.status === 'cancelled') return [`“${winner.name}”已注销，不能保留它。请换过来合并，或先撤销注销。`];
  if (winner.status === 'rejected') return [`“${winner.name}”认证没有通过，不能保留它。请换过来合并。`];
  if (loser.status === 'verified' && winner.status !== 'verified') {
    return [`“${loser.name}”已经认证，“${winner.name}”还没有。请保留已认证的那一家。`];
  }
  return [];
}

async function agreements(tx: Tx, pair: Pair): Promise<string[]> {
  const rows = await tx.query<{ name: string; students: number }>(
    `select s.name, c.students from directory_case_clashes($1, $2) c join school s on s.id = c.school_id order by s.code`,
    pair,
  );
  return rows.map(
    ({ name, students }) =>
      `${name}：有 ${students} 名学生同时收到两家单位的邀约或草稿。请单位先撤回其中一份，再来合并。`,
  );
}

async function settlements(tx: Tx, pair: Pair): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(
    `select s.name from employer_school w join employer_school l on l.school_id = w.school_id and l.employer_id = $2
       join school s on s.id = w.school_id
      where w.employer_id = $1 and 'suspended' in (w.status, l.status) and 'approved' in (w.status, l.status) order by s.code`,
    pair,
  );
  return rows.map(({ name }) => `${name}：两家单位一家已入驻、一家被暂停。请学校先处理成一样。`);
}

async function certifications(tx: Tx, pair: Pair): Promise<string[]> {
  const { open, takeovers } = await tx.one<{ open: number; takeovers: number }>(
    `select (count(distinct employer_id) filter (where kind <> 'takeover'))::int as open,
            ((count(*) filter (where kind = 'takeover')) - count(distinct applicant_id) filter (where kind = 'takeover'))::int as takeovers
       from employer_certification where employer_id in ($1, $2) and status in ('draft', 'submitted', 'returned')`,
    pair,
  );
  const found: string[] = [];
  if (open > 1) found.push('两家单位都有没审完的认证申请。请先审完其中一份。');
  if (takeovers > 0) found.push('同一个人向两家单位都申请了成为管理员。请先审完其中一份。');
  return found;
}

/** How many rows of each kind would move. */
export async function mergeCounts(tx: Tx, pair: Pair): Promise<CountOf[]> {
  const row = await tx.one<Record<string, number>>(
    `select (select count(*)::int from employer_member where employer_id = $2) as "成员",
            (select count(*)::int from employer_school where employer_id = $2) as "入驻的学校",
            (select coalesce(sum(total), 0)::int from directory_case_counts(array[$2::uuid])) as "协议",
            (select count(*)::int from employer_certification where employer_id = $2) as "认证申请",
            (select count(*)::int from member_invitation where employer_id = $2) as "成员邀请",
            directory_library_count($2) as "学校单位库里的记录",
            (select count(*)::int from employer_alias where employer_id = $2) as "别名",
            (select count(*)::int from employer where parent_id = $2 and id <> $1) as "分支机构"`,
    pair,
  );
  return Object.entries(row).map(([label, count]) => ({ label, count }));
}

/** What a merge decides by itself, so that nobody is surprised. */
export async function mergeNotes(tx: Tx, winner: LockedUnit, loser: LockedUnit): Promise<string[]> {
  const notes: string[] = [];
  if (loser.name !== winner.name) notes.push(`“${loser.name}”会成为别名，搜它也能找到“${winner.name}”。`);
  if (loser.creditCode && !winner.creditCode) notes.push(`“${winner.name}”没有信用代码，会用 ${loser.creditCode}。`);
  else if (loser.creditCode) notes.push(`信用代码 ${loser.creditCode} 会留作别名，认证资料以保留的单位为准。`);
  const { people, schools } = await tx.one<{ people: number; schools: number }>(
    `select (select count(*)::int from employer_member a join employer_member b using (account_id) where a.employer_id = $1 and b.employer_id = $2) as people,
            (select count(*)::int from employer_school a join employer_school b using (school_id) where a.employer_id = $1 and b.employer_id = $2) as schools`,
    [winner.id, loser.id],
  );
  if (people > 0) notes.push(`${people} 名成员两边都有，按在用的那一边算。`);
  if (schools > 0) notes.push(`${schools} 所学校两边都申请过，按已入驻的那一边算。`);
  notes.push('已签协议的内容和校验值不变，协议上写的单位名称也不变。');
  return notes;
}
