import { SheetRefusal } from '../refusal.js';
import { textCell } from './cell-text.js';
import type { RawRow } from './worksheet.js';

/** UTF-8 with or without mark, GB18030 as Chinese Excel saves it, or the UTF-16 of its 「Unicode 文本」. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decoded(bytes, 'utf-16le') ?? unreadable();
  return decoded(bytes, 'utf-8') ?? decoded(bytes, 'gb18030') ?? unreadable();
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function unreadable(): never {
  throw new SheetRefusal('SHEET_UNREADABLE', '文字编码认不出来。请在 Excel 或 WPS 里另存为 .xlsx，再上传。');
}

/** Records by RFC 4180. A record's number is its place in the file, which is the row that Excel shows it in. */
export function* csvRows(text: string): Generator<RawRow> {
  const separator = separatorOf(text);
  let fields: string[] = [];
  let row = 1;
  let at = 0;
  while (at < text.length) {
    const field = text[at] === '"' ? quoted(text, at, separator) : bare(text, at, separator);
    fields.push(field.value);
    at = field.end;
    if (text[at] === separator) {
      at++;
      if (at < text.length) continue;
      fields.push('');
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    at++;
    const filled = rowOf(row++, fields);
    if (filled.cells.size > 0) yield filled;
    fields = [];
  }
}

function separatorOf(text: string): string {
  const first =
    text
      .slice(0, 10_000)
      .trimStart()
      .split(/[\r\n]/, 1)[0] ?? '';
  const count = (mark: string) => first.split(mark).length;
  return [',', '\t', ';'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

function bare(text: string, from: number, separator: string) {
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++;
  return { value: text.slice(from, end), end };
}

function quoted(text: string, from: number, separator: string) {
  let value = '';
  let start = from + 1;
  for (;;) {
    const quote = text.indexOf('"', start);
    if (quote < 0) throw new SheetRefusal('SHEET_UNREADABLE', '有一个引号没有成对。请另存为 .xlsx，再上传。');
    value += text.slice(start, quote);
    if (text[quote + 1] !== '"') {
      const rest = bare(text, quote + 1, separator);
      return { value: value + rest.value, end: rest.end };
    }
    value += '"';
    start = quote + 2;
  }
}

/** `="001"` is how other systems keep leading zeros in a CSV. */
function rowOf(row: number, fields: readonly string[]): RawRow {
  const cells = new Map(
    fields.flatMap((field, i) => {
      const value = /^="([^"]*)"$/.exec(field)?.[1] ?? field;
      return value.trim() === '' ? [] : [[i, textCell(value)] as const];
    }),
  );
  return { row, cells };
}
