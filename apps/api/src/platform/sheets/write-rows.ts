import type { Writable } from 'node:stream';
import type { SheetSpec } from './spec.js';
import { writeTextSheet } from './text-sheet.js';

export type ExportRow<K extends string> = Partial<Record<K, string | number | null>>;

/** Exports rows as they come, every cell as text; ends the stream. Nothing that a person typed can act as a formula. */
export async function writeRows<K extends string>(
  spec: SheetSpec<K>,
  rows: AsyncIterable<ExportRow<K>> | Iterable<ExportRow<K>>,
  target: Writable,
): Promise<void> {
  const columns = spec.columns.map(({ header, width }) => ({ title: header, width }));
  const keys = spec.columns.map(({ key }) => key);
  async function* texts(): AsyncGenerator<string[]> {
    for await (const row of rows) yield keys.map((key) => String(row[key] ?? ''));
  }
  await writeTextSheet(target, spec.name, columns, texts());
}
