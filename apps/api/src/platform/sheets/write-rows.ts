import type { Writable } from 'node:stream';
import { SheetStream } from './sheet-stream.js';
import type { SheetSpec } from './spec.js';

export type ExportRow<K extends string> = Partial<Record<K, string | number | null>>;

/** Exports rows as they come, every cell as text; ends the stream. Nothing that a person typed can act as a formula. */
export async function writeRows<K extends string>(
  spec: SheetSpec<K>,
  rows: AsyncIterable<ExportRow<K>> | Iterable<ExportRow<K>>,
  target: Writable,
): Promise<void> {
  const columns = spec.columns.map(({ header, width }) => ({ title: header, width }));
  const sheet = await SheetStream.open(target, spec.name, columns);
  await sheet.write(rows, (row) => ({ texts: spec.columns.map(({ key }) => String(row[key] ?? '')) }));
}
