import { crc32 } from 'node:zlib';
import { SaxesParser } from 'saxes';
import type { Entry } from 'yauzl';
import type { Archive } from '../archive.js';
import { SheetRefusal } from '../refusal.js';

/** One tag or text; names without their namespace prefix. */
export interface XmlHandler {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Longest word that is looked for in the raw text, less one: what may hang over from one chunk to the next. */
const OVERLAP = '<![CDATA['.length - 1;

/**
 * Feeds one part of the archive to the handler and yields after each chunk, so that the caller can pass on what has
 * come together. Document types are refused: no workbook has one, and entities are declared there.
 */
export async function* readXml(archive: Archive, entry: Entry, handler: XmlHandler): AsyncGenerator<void> {
  let depth = 0;
  let started = false;
  // without a handler for errors the parser throws them
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    depth++;
    started = true;
    handler.open?.(local(name), attributes);
  });
  if (handler.text) parser.on('text', handler.text.bind(handler));
  parser.on('closetag', ({ name }) => {
    depth--;
    handler.close?.(local(name));
  });
  try {
    for await (const text of textOf(archive, entry)) {
      parser.write(text);
      yield;
    }
  } catch (cause) {
    if (cause instanceof SheetRefusal) throw cause;
    throw new SheetRefusal('SHEET_UNREADABLE', undefined, cause);
  }
  if (!started || depth !== 0) throw new SheetRefusal('SHEET_UNREADABLE');
}

export async function readWholeXml(archive: Archive, entry: Entry, handler: XmlHandler): Promise<void> {
  const chunks = readXml(archive, entry, handler);
  while (!(await chunks.next()).done);
}

function local(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** The part's text, decoded over chunk borders, which the parser itself would break Chinese characters at. */
async function* textOf(archive: Archive, entry: Entry): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const stream = await archive.zip.openReadStreamPromise(entry);
  let checksum = 0;
  let tail = '';
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    checksum = crc32(chunk, checksum);
    const text = decoder.decode(chunk, { stream: true });
    const seen = tail + text;
    if (seen.includes('<!DOCTYPE')) throw new SheetRefusal('SHEET_HOSTILE');
    // the parser drops these sections silently; a cell must not read as empty
    if (seen.includes('<![CDATA[')) throw new SheetRefusal('SHEET_UNREADABLE');
    tail = seen.slice(-OVERLAP);
    yield text;
  }
  yield decoder.decode();
  if (checksum !== entry.crc32) throw new SheetRefusal('SHEET_UNREADABLE', '文件已经损坏。请重新保存后再上传。');
}
