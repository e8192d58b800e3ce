import { type FittedText, fitText, LINE_HEIGHT, longestWord, setText, VALUE_SIZES } from './fit.js';
import { MM_PER_PX } from './metrics.js';

/** Frame line of a block, 1.5 pt. */
export const FRAME = 0.53;

/** The grid that all blocks share: a side label, then three pairs of label and value. */
export const GRID = { width: 170, side: 7, label: 19, value: (170 - 2 * FRAME - 7) / 3 - 19 } as const;
const PADDING = 0.9;
/**
 * From comfortable to tight: the smallest size that long values may wrap at, the least height of a row (`tall` with a
 * label of two lines), the air around its lines. The last is for all values at their longest at once.
 */
const TIGHTNESS = [
  { floor: 11.5, row: 6.1, tall: 6.9, air: 1.2 },
  { floor: 11, row: 6.1, tall: 6.9, air: 1.2 },
  { floor: 10.5, row: 6, tall: 6.9, air: 1.2 },
  { floor: 10, row: 6, tall: 6.8, air: 1 },
  { floor: 9, row: 5.8, tall: 6.7, air: 1 },
  { floor: 8, row: 5.5, tall: 6.6, air: 0.8 },
  { floor: 7.5, row: 5.2, tall: 6.5, air: 0.7 },
  { floor: 7, row: 4.9, tall: 6.5, air: 0.7 },
  { floor: 6.5, row: 4.7, tall: 6.5, air: 0.7 },
] as const;
type Tightness = (typeof TIGHTNESS)[number];

export interface CellPlan {
  /** `employer.name`: a key of the sheet's fields. */
  path: string;
  label: string;
  /** Pairs of the grid that the cell takes. */
  span: 1 | 2 | 3;
}

export type RowPlan = readonly CellPlan[];

export interface BlockPlan {
  title: string;
  rows: readonly RowPlan[];
}

export interface SetCell extends CellPlan {
  text: FittedText;
}

export interface SetRow {
  heightMm: number;
  cells: SetCell[];
}

export interface SetBlock {
  title: string;
  rows: SetRow[];
}

export function valueWidth(span: number): number {
  return GRID.value * span + GRID.label * (span - 1);
}

/**
 * Sets all blocks of a page into a given height. Values are set as large as their row allows; when long ones need
 * more, rows grow into the page's spare room, and only when that is used up do the long values get smaller.
 */
export function setBlocks(
  plans: readonly BlockPlan[],
  fields: ReadonlyMap<string, string>,
  roomMm: number,
): SetBlock[] {
  let best: SetBlock[] = [];
  for (const tightness of TIGHTNESS) {
    best = plans.map(({ title, rows }) => ({ title, rows: rows.map((row) => setRow(row, fields, tightness)) }));
    if (heightOf(best) <= roomMm) return best;
  }
  // Only values longer than the form accepts come here; scripts of the tests prove that accepted ones never do.
  return best;
}

export function heightOf(blocks: readonly SetBlock[]): number {
  return blocks.reduce((sum, block) => sum + FRAME + block.rows.reduce((height, row) => height + row.heightMm, 0), 0);
}

/** In one piece a value is read, copied and searched best: it may be a little smaller for that. */
function oneLine(text: string, widthMm: number, floor: number): FittedText | null {
  const least = Math.min(floor, LATIN.test(text) ? 8.5 : 8);
  const sizes = VALUE_SIZES.filter((size) => size >= least);
  const heightMm = (VALUE_SIZES[0] as number) * MM_PER_PX * LINE_HEIGHT * 1.01;
  const fitted = fitText(text, { widthMm, heightMm, sizes });
  return fitted?.lines.length === 1 ? fitted : null;
}

/** An e-mail address or a code is cut only when it would have to be too small otherwise. */
function wrapped(text: string, widthMm: number, floor: number): FittedText {
  const size = VALUE_SIZES.find(
    (each) => each <= floor && each >= 8 && longestWord(text) <= widthMm / (each * MM_PER_PX),
  );
  return setText(text, widthMm, size ?? floor);
}

const LATIN = /^[\x20-\x7e]*$/;

function setRow(plan: RowPlan, fields: ReadonlyMap<string, string>, { floor, row, tall, air }: Tightness): SetRow {
  const cells = plan.map((cell): SetCell => {
    const text = fields.get(cell.path) ?? '';
    const widthMm = valueWidth(cell.span) - PADDING * 2;
    return { ...cell, text: oneLine(text, widthMm, floor) ?? wrapped(text, widthMm, floor) };
  });
  const least = plan.some((cell) => cell.label.includes('\n')) ? tall : row;
  const heightMm = Math.max(least, Math.max(...cells.map((cell) => cell.text.heightMm)) + air);
  return { heightMm, cells: cells.map((cell) => enlarge(cell, fields.get(cell.path) ?? '', heightMm - air)) };
}

/** A neighbour made the row taller: what had to wrap may use that. */
function enlarge(cell: SetCell, text: string, heightMm: number): SetCell {
  if (cell.text.lines.length === 1) return cell;
  const widthMm = valueWidth(cell.span) - PADDING * 2;
  return {
    ...cell,
    text: fitText(text, { widthMm, heightMm: heightMm + 0.001, sizes: VALUE_SIZES.slice(1) }) ?? cell.text,
  };
}
