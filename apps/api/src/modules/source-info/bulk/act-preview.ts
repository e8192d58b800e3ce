import { Injectable } from '@nestjs/common';
import { sourceField, type SourceKey } from '@qiancheng/shared';
import { holdsFor } from '../../../platform/access/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { PLAIN_COLUMNS, type PlainKey } from '../records/source-columns.js';
import { shownText } from '../review/source-texts.js';
import { type ActGround, misfit } from './act-fits.js';
import type { ActRow } from './act-rows.js';
import type { ActChange, ActMajor, ActMisfit, SourceActPreview } from './acts.dto.js';
import type { SourceOrder } from './source-acts.js';

const NAMES = 5;
const SAME = '已经是这些值。';

/** What an order would do, before it is given. */
@Injectable()
export class ActPreview {
  async of(
    tx: Tx,
    ctx: RequestContext,
    order: SourceOrder,
    rows: readonly ActRow[],
    ground: ActGround,
    dropped: number,
  ): Promise<SourceActPreview> {
    const misfits = new Map<string, string[]>();
    const refuse = (reason: string, row: ActRow): void => {
      misfits.set(reason, [...(misfits.get(reason) ?? []), row.name]);
    };
    let fitting: ActRow[] = [];
    for (const row of rows) {
      const reason = misfit(ctx, row, order, ground);
      if (reason === null) fitting.push(row);
      else refuse(reason, row);
    }
    const set = order.options.set ?? {};
    if (order.act === 'edit' && Object.keys(set).length > 0) {
      const others = await changing(tx, fitting, set);
      for (const row of fitting) if (!others.has(row.id)) refuse(SAME, row);
      fitting = fitting.filter(({ id }) => others.has(id));
    }
    return {
      total: rows.length + dropped,
      eligible: fitting.length,
      differing: fitting.filter(({ differs }) => (differs?.length ?? 0) > 0).length,
      dropped,
      misfits: [...misfits].map(groupOf).sort((a, b) => b.count - a.count),
      changes: order.act === 'edit' ? await changesOf(tx, fitting, set) : [],
      majors: order.act === 'move' ? majorsOf(ctx, rows, ground) : [],
    };
  }
}

const groupOf = ([reason, names]: [string, string[]]): ActMisfit => ({
  reason,
  count: names.length,
  names: names.slice(0, NAMES),
});

type Values = Partial<Record<SourceKey, string>>;
const keysOf = (set: Values): PlainKey[] => Object.keys(set) as PlainKey[];
/** Numbers as they are written: 4.0 years are 4. */
const textOf = (key: PlainKey): string =>
  key === 'lengthYears' ? `trim_scale(s.length_years)::text` : `coalesce(s.${PLAIN_COLUMNS[key]}::text, '')`;

/** Those of whom at least one value would be another. */
async function changing(tx: Tx, rows: readonly ActRow[], set: Values): Promise<Set<string>> {
  const params: unknown[] = [tx.schoolId, rows.map(({ id }) => id)];
  const other = keysOf(set).map((key) => `${textOf(key)} <> $${params.push(set[key])}`);
  const found = await tx.query<{ id: string }>(
    `select s.id from student s where s.school_id = $1 and s.id = any($2::uuid[]) and (${other.join(' or ')})`,
    params,
  );
  return new Set(found.map(({ id }) => id));
}

async function changesOf(tx: Tx, rows: readonly ActRow[], set: Values): Promise<ActChange[]> {
  const ids = rows.map(({ id }) => id);
  const changes: ActChange[] = [];
  for (const key of keysOf(set)) {
    const from = await tx.query<{ value: string; count: number }>(
      `select ${textOf(key)} as value, count(*)::int as count from student s
        where s.school_id = $1 and s.id = any($2::uuid[]) group by 1 order by 2 desc, 1`,
      [tx.schoolId, ids],
    );
    changes.push({
      key,
      label: sourceField(key).label,
      to: shownText(key, set[key] ?? ''),
      from: from
        .filter(({ value }) => value !== set[key])
        .map(({ value, count }) => ({ text: shownText(key, value), count })),
    });
  }
  return changes;
}

/** The majors of those who are meant, each with the classes that they could go to. */
function majorsOf(ctx: RequestContext, rows: readonly ActRow[], { classes }: ActGround): ActMajor[] {
  const mine = [...classes.values()].filter((one) =>
    holdsFor(ctx, 'source.move', { collegeId: one.collegeId, classId: one.id }),
  );
  const majors = new Map<string, ActMajor>();
  for (const { majorId, majorName } of rows) {
    const known = majors.get(majorId);
    if (known) known.count += 1;
    else {
      const fit = mine.filter((one) => one.majorId === majorId).map(({ id, name }) => ({ id, name }));
      majors.set(majorId, { id: majorId, name: majorName, count: 1, classes: fit });
    }
  }
  return [...majors.values()].sort((a, b) => b.count - a.count);
}
