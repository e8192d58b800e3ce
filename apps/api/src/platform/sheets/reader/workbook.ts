import path from 'node:path/posix';
import type { Entry } from 'yauzl';
import type { Archive } from '../archive.js';
import { SheetRefusal } from '../refusal.js';
import { GENERAL, numberFormat, type NumberFormat } from './number-format.js';
import { readWholeXml } from './xml.js';

export interface WorkbookSheet {
  name: string;
  entry: Entry;
}

export interface Workbook {
  archive: Archive;
  date1904: boolean;
  /** The visible ones, as the tabs stand. */
  sheets: WorkbookSheet[];
  strings: string[];
  /** By the number of a cell's style. */
  formats: NumberFormat[];
}

interface Relation {
  type: string;
  target: string;
}

export async function openWorkbook(archive: Archive): Promise<Workbook> {
  await refuseMacros(archive);
  const root = await relations(archive, '');
  const main = [...root.values()].find((relation) => relation.type === 'officeDocument');
  if (!main) throw new SheetRefusal('SHEET_UNREADABLE');
  const related = await relations(archive, main.target);
  const { date1904, sheets } = await sheetsOf(archive, main.target, related);
  const part = (type: string) => [...related.values()].find((relation) => relation.type === type)?.target;
  const formats = await formatsOf(archive, part('styles'));
  return { archive, date1904, sheets, strings: await stringsOf(archive, part('sharedStrings')), formats };
}

/** A program may go by any name; its content type gives it away. */
async function refuseMacros(archive: Archive): Promise<void> {
  await readWholeXml(archive, entryOf(archive, '[Content_Types].xml'), {
    open(_name, attributes) {
      if (/macroEnabled|vbaProject|macrosheet/i.test(attributes.ContentType ?? '')) {
        throw new SheetRefusal('SHEET_HOSTILE', '表格里有宏。请另存为不带宏的 .xlsx，再上传。');
      }
    },
  });
}

/** The relations of a part, by id, their targets as names in the archive. */
async function relations(archive: Archive, part: string): Promise<Map<string, Relation>> {
  const folder = part === '' ? '' : path.dirname(part);
  const found = new Map<string, Relation>();
  await readWholeXml(archive, entryOf(archive, path.join(folder, '_rels', `${path.basename(part)}.rels`)), {
    open(name, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) {
      if (name !== 'Relationship') return;
      if (mode === 'External')
        throw new SheetRefusal('SHEET_HOSTILE', '表格引用了别的文件。请把数据复制到模板里，再上传。');
      const place = path.join(target.startsWith('/') ? '' : folder, target).replace(/^\//, '');
      found.set(id, { type: type.slice(type.lastIndexOf('/') + 1), target: place });
    },
  });
  return found;
}

function entryOf(archive: Archive, name: string): Entry {
  const entry = archive.entries.get(name);
  if (!entry) throw new SheetRefusal('SHEET_UNREADABLE');
  return entry;
}

async function sheetsOf(archive: Archive, part: string, related: Map<string, Relation>) {
  const sheets: WorkbookSheet[] = [];
  let date1904 = false;
  await readWholeXml(archive, entryOf(archive, part), {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = attributes.date1904 === '1' || attributes.date1904 === 'true';
      if (name !== 'sheet' || (attributes.state ?? 'visible') !== 'visible') return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      const relation = related.get(id);
      if (relation?.type !== 'worksheet') return;
      sheets.push({ name: attributes.name ?? '', entry: entryOf(archive, relation.target) });
    },
  });
  return { date1904, sheets };
}

async function stringsOf(archive: Archive, part: string | undefined): Promise<string[]> {
  const strings: string[] = [];
  if (part === undefined) return strings;
  let text = '';
  let inText = false;
  let phonetic = false;
  await readWholeXml(archive, entryOf(archive, part), {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') phonetic = true;
      inText = name === 't' && !phonetic;
    },
    text(piece) {
      if (inText) text += piece;
    },
    close(name) {
      if (name === 't') inText = false;
      if (name === 'rPh') phonetic = false;
      if (name === 'si') strings.push(text);
    },
  });
  return strings;
}

async function formatsOf(archive: Archive, part: string | undefined): Promise<NumberFormat[]> {
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  if (part === undefined) return formats;
  let inCells = false;
  await readWholeXml(archive, entryOf(archive, part), {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name !== 'xf' || !inCells) return;
      const id = Number(attributes.numFmtId ?? 0);
      formats.push(id === 0 ? GENERAL : numberFormat(id, codes.get(id)));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats;
}
