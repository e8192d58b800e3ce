import { normaliseName } from '../validators/names.js';
import { compactCode, toHalfWidth } from '../validators/text.js';

export type PastedKind = 'id_no' | 'number' | 'name';

/** One line of a pasted column, as it is looked for. */
export interface PastedToken {
  kind: PastedKind;
  text: string;
}

const INVISIBLE = /[\p{Cc}\u200b-\u200d\u2060\ufeff]/gu;
/** Nearly every line: nothing to clean, and no ID number. */
const PLAIN_NUMBER = /^\d{1,16}$/;
/** Excel puts a text in quotes where a cell holds a line break or a quote, and an apostrophe before a number kept as text. */
const WRAPPED = /^["']+|["']+$/g;

/**
 * What somebody means by a line: an ID number, a student number or a name. Both sides clean in the same way, so that a line
 * which the page calls a duplicate is one for the server, too. null: the line says nothing.
 */
export function pastedToken(line: string): PastedToken | null {
  if (PLAIN_NUMBER.test(line)) return { kind: 'number', text: line };
  const plain = toHalfWidth(line.normalize('NFC')).replace(INVISIBLE, '').trim().replace(WRAPPED, '').trim();
  const code = plain.replace(/\s/g, '').toUpperCase();
  if (code === '') return null;
  if (/^\d{17}[\dX]$/.test(code)) return { kind: 'id_no', text: code };
  if (/^[A-Z0-9_-]*\d[A-Z0-9_-]*$/.test(code)) return { kind: 'number', text: plain.replace(/\s/g, '') };
  return { kind: 'name', text: normaliseName(plain) };
}

const ID_NO = /^\d{17}[\dX]$/;
const MOBILE = /^1\d{10}$/;
const compact = (text: string): string => compactCode(text).replaceAll('-', '');

/** Somebody's ID number or phone, whole, without blanks and dashes: may be asked for, and is never written down. */
export function personalNumber(text: string): { kind: 'id_no' | 'phone'; code: string } | null {
  const code = compact(text);
  if (ID_NO.test(code)) return { kind: 'id_no', code };
  return MOBILE.test(code) ? { kind: 'phone', code } : null;
}

/** An ID number that is still being written: place and day of birth stand in it by now. */
export function isPartOfIdNo(text: string): boolean {
  return /^\d{14,17}$/.test(compact(text));
}

export interface PastedLine extends PastedToken {
  /** From 1, as the gutter counts. */
  line: number;
}

export interface PastedColumn {
  /** Each thing once, where it stood first. */
  lines: PastedLine[];
  /** Lines that repeat an earlier one: their number, and the number of that one. */
  repeated: { line: number; of: number }[];
  /** Lines with something on them. */
  filled: number;
}

/** A column from Excel; only its first cell counts where a row has several. */
export function pastedColumn(text: string): PastedColumn {
  const column: PastedColumn = { lines: [], repeated: [], filled: 0 };
  const seen = new Map<string, number>();
  text.split(/\r\n|\r|\n/).forEach((row, index) => {
    const token = pastedToken(row.split('\t').find((cell) => cell.trim() !== '') ?? '');
    if (!token) return;
    const line = index + 1;
    const key = token.text.toLowerCase();
    const first = seen.get(key);
    column.filled += 1;
    if (first === undefined) {
      seen.set(key, line);
      column.lines.push({ ...token, line });
    } else column.repeated.push({ line, of: first });
  });
  return column;
}
