import { buffer } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';
import { SheetStream } from './sheet-stream.js';
import { REASON_HEADER, type SheetIssue, type SheetRow, type SheetSpec, titleOf } from './spec.js';

/** What a dry run found. */
export interface SheetReport<K extends string = string> {
  total: number;
  /** Rows without an error; warnings do not count. */
  valid: number;
  issues: SheetIssue<K>[];
}

/** Counts as the rows go by; no row is kept. */
export class SheetReporter<K extends string> {
  private total = 0;
  private valid = 0;
  private readonly issues: SheetIssue<K>[] = [];

  /** True when the row has no error. */
  add(issues: readonly SheetIssue<K>[]): boolean {
    const fine = issues.every((issue) => issue.severity !== 'error');
    this.total++;
    if (fine) this.valid++;
    for (const issue of issues) this.issues.push(issue);
    return fine;
  }

  report(): SheetReport<K> {
    return { total: this.total, valid: this.valid, issues: this.issues };
  }
}

const FILLS = { error: 'FFFFC7CE', warning: 'FFFFEB9C' } as const;

/** The uploaded rows again with what is wrong marked, to be mended and uploaded again. */
export async function writeReport<K extends string>(
  spec: SheetSpec<K>,
  rows: Iterable<SheetRow<K>> | AsyncIterable<SheetRow<K>>,
  issues: readonly SheetIssue<K>[],
): Promise<Buffer> {
  const byRow = Map.groupBy(issues, (issue) => issue.row);
  const target = new PassThrough();
  const [bytes] = await Promise.all([buffer(target), writeMarked(spec, rows, byRow, target)]);
  return bytes;
}

async function writeMarked<K extends string>(
  spec: SheetSpec<K>,
  rows: Iterable<SheetRow<K>> | AsyncIterable<SheetRow<K>>,
  byRow: ReadonlyMap<number, SheetIssue<K>[]>,
  target: PassThrough,
): Promise<void> {
  const columns = spec.columns.map((column) => ({ title: titleOf(column), width: column.width }));
  const sheet = await SheetStream.open(target, spec.name, [...columns, { title: REASON_HEADER, width: 48 }]);
  await sheet.write(rows, ({ row, values }) => {
    const found = byRow.get(row) ?? [];
    const reasons = found.map(({ header, reason }) => (header === '' ? reason : `${header}：${reason}`));
    const marks = spec.columns.map(({ key }) => markOf(found.filter((issue) => issue.key === key)));
    return { texts: [...spec.columns.map(({ key }) => values[key]), reasons.join('；')], marks };
  });
}

function markOf(issues: readonly SheetIssue[]) {
  if (issues.length === 0) return undefined;
  const worst = issues.some((issue) => issue.severity === 'error') ? 'error' : 'warning';
  return { fill: FILLS[worst], note: issues.map((issue) => issue.reason).join('\n') };
}
