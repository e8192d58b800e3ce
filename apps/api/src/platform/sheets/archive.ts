import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { SheetLimits } from './limits.js';
import { SheetRefusal } from './refusal.js';

/** Parts that no list of rows needs: programs, foreign workbooks, foreign data, packed objects. */
const FORBIDDEN: readonly [RegExp, string][] = [
  [/vbaproject|(^|\/)macrosheets\//i, '表格里有宏。请另存为不带宏的 .xlsx，再上传。'],
  [/(^|\/)externallinks\//i, '表格引用了别的工作簿。请把数据复制成数值粘贴到模板里，再上传。'],
  [/(^|\/)connections\.xml$|(^|\/)querytables\//i, '表格连着外部数据。请把数据复制成数值粘贴到模板里，再上传。'],
  [/(^|\/)(embeddings|activex)\//i, '表格里嵌有对象或控件。请把数据复制到模板里，再上传。'],
];
const STORED = 0;
const DEFLATED = 8;
/** Below this a part cannot hurt, however well it is packed. */
const RATIO_FROM_BYTES = 1024 * 1024;

export interface Archive {
  zip: ZipFile;
  entries: Map<string, Entry>;
}

/** Reads the directory of the zip and nothing else; refuses what must not be unpacked. */
export async function openArchive(bytes: Buffer, limits: SheetLimits): Promise<Archive> {
  const zip = await yauzl
    .fromBufferPromise(bytes, { lazyEntries: true, autoClose: false })
    .catch((cause: unknown) => Promise.reject(new SheetRefusal('SHEET_UNREADABLE', undefined, cause)));
  if (zip.entryCount > limits.maxEntries) throw new SheetRefusal('SHEET_HOSTILE');
  const entries = new Map<string, Entry>();
  const seen = new Set<string>();
  let packed = 0;
  let unpacked = 0;
  for (const entry of await listed(zip)) {
    checkEntry(entry, limits);
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
    const name = entry.fileName.toLowerCase();
    if (seen.has(name)) throw new SheetRefusal('SHEET_HOSTILE');
    seen.add(name);
    entries.set(entry.fileName, entry);
  }
  // parts that lie over one another count their bytes twice
  if (packed > bytes.length) throw new SheetRefusal('SHEET_HOSTILE');
  if (unpacked > limits.maxUnpackedBytes) {
    throw new SheetRefusal('SHEET_TOO_LARGE', '表格展开后太大。请删去空白行、图片和格式，或分成几个文件再上传。');
  }
  if (unpacked > RATIO_FROM_BYTES && unpacked > bytes.length * limits.maxRatio) throw new SheetRefusal('SHEET_HOSTILE');
  if (!seen.has('[content_types].xml')) {
    throw new SheetRefusal('SHEET_UNREADABLE', '这是压缩包，不是表格。请上传 .xlsx 或 .csv。');
  }
  return { zip, entries };
}

async function listed(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) entries.push(entry);
  } catch (cause) {
    // the library also refuses absolute names and names that climb
    throw new SheetRefusal('SHEET_HOSTILE', undefined, cause);
  }
  return entries;
}

function checkEntry(entry: Entry, limits: SheetLimits): void {
  if (entry.isEncrypted()) throw new SheetRefusal('SHEET_UNREADABLE', '表格加了密码。请去掉密码再上传。');
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw new SheetRefusal('SHEET_UNREADABLE');
  }
  const insane = entry.fileName.length > 255 || /[\p{Cc}:]/u.test(entry.fileName);
  if (insane) throw new SheetRefusal('SHEET_HOSTILE');
  for (const [name, detail] of FORBIDDEN) {
    if (name.test(entry.fileName)) throw new SheetRefusal('SHEET_HOSTILE', detail);
  }
  const bomb =
    entry.uncompressedSize > RATIO_FROM_BYTES && entry.uncompressedSize > entry.compressedSize * limits.maxRatio;
  if (bomb) throw new SheetRefusal('SHEET_HOSTILE');
}
