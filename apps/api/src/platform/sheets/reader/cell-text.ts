import type { ColumnKind } from '../spec.js';
import { GENERAL, type NumberFormat } from './number-format.js';

/** A cell as the file has it. */
export interface RawCell {
  /** Type as in the file: s, str, inlineStr, b, e, d, n. */
  type: string;
  text: string;
  formula: boolean;
  format: NumberFormat;
}

export interface CellText {
  text: string;
  /** Why the text is not what the cell once said; people read it. */
  problem?: string;
}

const LOST_DIGITS = '长数字存成了数值，后几位已经丢失。请把这一列设成文本格式，重新填写';
const DAY_MS = 86_400_000;
/** 1954 to 2119: numbers in a column of dates that are days, not years or typing errors. */
const SERIAL_FROM = 20_000;
const SERIAL_TO = 80_000;

export function textCell(text: string): RawCell {
  return { type: 'str', text, formula: false, format: GENERAL };
}

export function cellText(cell: RawCell, kind: ColumnKind, date1904: boolean): CellText {
  const text = clean(cell.text);
  if (cell.type === 'e') return { text, problem: `公式出错：${text}` };
  if (cell.type === 'b') return { text: text === '1' ? 'TRUE' : 'FALSE' };
  if (cell.type === 'd') return { text: text.replace(/T00:00(:00(\.0+)?)?Z?$/, '').replace('T', ' ') };
  if (cell.type === 'n') {
    if (text !== '') return numberText(text, cell.format, kind, date1904);
    return cell.formula ? { text: '', problem: '公式没有算出结果。请复制成数值再上传' } : { text: '' };
  }
  return plainText(text, kind);
}

function plainText(text: string, kind: ColumnKind): CellText {
  if (/^\d(\.\d+)?E\+\d{2,}$/i.test(text)) return { text, problem: LOST_DIGITS };
  if (kind === 'text') return { text };
  const narrow = text.normalize('NFKC');
  return { text: kind === 'date' ? (dateOf(narrow) ?? text) : narrow };
}

/** ASCII without blanks, and Chinese: most cells are nothing else, and need no second look. */
const CLEAN = /^[!-~\u4e00-\u9fff]*$/;

/** Without control characters, invisible marks and halves of characters; blanks at both ends are gone. */
export function clean(raw: string): string {
  if (CLEAN.test(raw)) return raw;
  return raw
    .replace(/\r\n?/g, '\n')
    .replace(/[\u200b\u2060\ufeff]|(?![\n\t])\p{Cc}/gu, '')
    .toWellFormed()
    .trim();
}

function numberText(raw: string, format: NumberFormat, kind: ColumnKind, date1904: boolean): CellText {
  const value = Number(raw);
  if (!Number.isFinite(value)) return { text: raw, problem: '数值读不出来' };
  if (format.meaning !== 'number') return { text: serialText(value, format, kind, date1904) };
  if (Math.abs(value) >= 1e15) return { text: BigInt(Math.trunc(value)).toString(), problem: LOST_DIGITS };
  const text = plainNumber(value);
  if (kind !== 'date') return { text: /^\d+$/.test(text) ? text.padStart(format.digits, '0') : text };
  if (value >= SERIAL_FROM && value <= SERIAL_TO) return { text: dateOfSerial(value, date1904) };
  return { text: dateOf(text) ?? text };
}

/** At most the 15 digits that Excel keeps and shows, never an exponent. */
function plainNumber(value: number): string {
  const rounded = Number(value.toPrecision(15));
  const text = String(rounded);
  return text.includes('e') ? rounded.toFixed(20).replace(/\.?0+$/, '') : text;
}

function serialText(serial: number, format: NumberFormat, kind: ColumnKind, date1904: boolean): string {
  const minutes = Math.round((serial - Math.floor(serial)) * 1440);
  const time = `${pad(Math.floor(minutes / 60) % 24)}:${pad(minutes % 60)}`;
  if (format.meaning === 'time' && serial < 1) return time;
  const date = dateOfSerial(serial, date1904);
  return kind !== 'date' && format.meaning === 'date-time' && minutes > 0 ? `${date} ${time}` : date;
}

/** Excel counts days from 1900 and believes in a 29 February of that year. */
function dateOfSerial(serial: number, date1904: boolean): string {
  const days = Math.floor(serial);
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  const time = epoch + days * DAY_MS;
  return Math.abs(days) > 2_958_465 ? plainNumber(serial) : new Date(time).toISOString().slice(0, 10);
}

/** The ways people write a day; undefined when it is none. */
function dateOf(text: string): string | undefined {
  const found =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[\sT]+0?0:00(?::00)?)?$/.exec(text);
  if (!found) return undefined;
  const [year, month, day] = found.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && year >= 1900 && year < 2200 ? date.toISOString().slice(0, 10) : undefined;
}

function pad(n: number): string {
  return String(n).padStart(2, '0');
}
