import { dayNumber } from '@qiancheng/web-core';

/** One cell of the comparison: what it says, and what it can be measured by. */
export interface Cell {
  text: string;
  /** for kind number */
  value?: number | null;
  /** for kind set: the parts that are there */
  parts?: readonly string[];
  /** something to think about; the school's words */
  caution?: string | null;
}

export type Kind = 'number' | 'date' | 'set' | 'text' | 'deadline';

export interface Difference {
  same: boolean;
  /** which mark stands before the words */
  mark: 'more' | 'less' | 'other' | null;
  words: string;
}

const SAME: Difference = { same: true, mark: null, words: '相同' };
const OTHER: Difference = { same: false, mark: 'other', words: '不同' };

function numbers(base: Cell, cell: Cell, unit: string): Difference {
  if (typeof base.value !== 'number' || typeof cell.value !== 'number') return OTHER;
  const gap = cell.value - base.value;
  // Halves of a month or cents must not turn into 0.30000000000000004.
  const amount = (Math.round(Math.abs(gap) * 100) / 100).toLocaleString('en-US');
  return { same: false, mark: gap > 0 ? 'more' : 'less', words: `${gap > 0 ? '多' : '少'} ${amount} ${unit}` };
}

function dates(base: Cell, cell: Cell): Difference {
  const gap = dayNumber(cell.text) - dayNumber(base.text);
  if (Number.isNaN(gap)) return OTHER;
  return { same: false, mark: 'other', words: `${gap > 0 ? '晚' : '早'} ${Math.abs(gap)} 天` };
}

function sets(base: Cell, cell: Cell): Difference {
  const more = (cell.parts ?? []).filter((part) => !base.parts?.includes(part));
  const less = (base.parts ?? []).filter((part) => !cell.parts?.includes(part));
  const words = [more.length ? `多${more.join('、')}` : '', less.length ? `少${less.join('、')}` : ''].filter(Boolean);
  return {
    same: false,
    mark: more.length && less.length ? 'other' : more.length ? 'more' : 'less',
    words: words.join('，'),
  };
}

/** How a cell differs from the base column, in words: 多 3,500 元, 晚 11 天, 少公积金, 不同, 相同. */
export function differenceOf(kind: Kind, base: Cell, cell: Cell, unit = ''): Difference {
  if (kind === 'set') {
    const equal =
      base.parts?.length === cell.parts?.length && base.parts?.every((part) => cell.parts?.includes(part)) !== false;
    return equal ? SAME : sets(base, cell);
  }
  if (base.text === cell.text) return SAME;
  if (kind === 'number') return numbers(base, cell, unit);
  if (kind === 'date') return dates(base, cell);
  return OTHER;
}
