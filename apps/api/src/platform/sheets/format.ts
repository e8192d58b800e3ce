import { SheetRefusal } from './refusal.js';

export type SheetFormat = 'xlsx' | 'csv';

const OLD_OR_LOCKED = '这是旧版 .xls 或加了密码的文件。请在 Excel 或 WPS 里去掉密码，另存为 .xlsx，再上传。';
const NOT_A_SHEET = '这不是表格文件。请上传 .xlsx 或 .csv。';

/** What the bytes are, not what the name says; a name that contradicts them is refused as well. */
export function sniffFormat(bytes: Uint8Array, fileName?: string): SheetFormat {
  const extension = fileName === undefined ? undefined : /\.([^.]*)$/.exec(fileName.trim())?.[1]?.toLowerCase();
  if (extension === 'xlsm' || extension === 'xltm' || extension === 'xlam' || extension === 'xlsb') {
    throw new SheetRefusal('SHEET_HOSTILE', '不接收可以带宏的文件。请另存为 .xlsx，再上传。');
  }
  const format = formatOf(bytes);
  if (fileName !== undefined && extension !== format) {
    throw new SheetRefusal('SHEET_UNREADABLE', '文件的扩展名和内容不符。请上传 .xlsx 或 .csv 文件。');
  }
  return format;
}

function formatOf(bytes: Uint8Array): SheetFormat {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return 'xlsx';
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw new SheetRefusal('SHEET_UNREADABLE', OLD_OR_LOCKED);
  if (bytes.length === 0) throw new SheetRefusal('SHEET_UNREADABLE', '文件是空的。请检查后再上传。');
  if (startsWith(bytes, [0xff, 0xfe])) return 'csv';
  const head = bytes.subarray(0, 4096);
  if (head.includes(0)) throw new SheetRefusal('SHEET_UNREADABLE', NOT_A_SHEET);
  const first = Buffer.from(head)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (first.startsWith('<')) {
    throw new SheetRefusal('SHEET_UNREADABLE', '这是网页格式的文件。请在 Excel 或 WPS 里打开，另存为 .xlsx，再上传。');
  }
  if (/^(%PDF-|\{\\rtf|Rar!|7z\xbc\xaf)/.test(first)) throw new SheetRefusal('SHEET_UNREADABLE', NOT_A_SHEET);
  return 'csv';
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}
