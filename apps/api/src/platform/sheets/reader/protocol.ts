import type { SheetFormat } from '../format.js';
import type { SheetLimits } from '../limits.js';
import type { RefusalCode } from '../refusal.js';
import type { SheetRow, SheetSpec } from '../spec.js';

/** What the two processes say. The bytes of the file go through standard input. */
export type ToChild = { type: 'read'; spec: SheetSpec; format: SheetFormat; limits: SheetLimits } | { type: 'next' };

export interface SheetHead {
  sheet: string;
  headerRow: number;
  /** Keys whose column is in the file. */
  columns: string[];
  /** Titles that the specification does not know. */
  unknownColumns: string[];
}

export type FromChild =
  | { type: 'head'; head: SheetHead }
  | { type: 'rows'; rows: SheetRow[] }
  | { type: 'end' }
  | { type: 'refused'; code: RefusalCode; detail?: string }
  | { type: 'broken'; message: string };
