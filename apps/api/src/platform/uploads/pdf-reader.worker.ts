import { parentPort, workerData } from 'node:worker_threads';
import { inflateSync } from 'node:zlib';
import { PDF, PdfArray, PdfDict, PdfName, PdfNumber, type PdfObject, PdfRef, PdfStream } from '@libpdf/core';

/** What was found in the file: the first thing that is wrong with it, or how many pages it has. */
export type PdfFinding =
  { fault: 'damaged' | 'encrypted' | 'script' | 'attachment'; because: string } | { fault: null; pages: number };

type Resolve = (object: PdfObject | undefined) => PdfObject | undefined;
type Fault = { fault: 'script' | 'attachment'; because: string } | undefined;

const MAX_OBJECTS = 200_000;
/** Object and cross-reference streams hold names and numbers; those of a whole book fit in far less. */
const MAX_UNPACKED = 64 * 1024 * 1024;

/** Actions that run, start, send or fetch something. Going to a page and opening a web address are left. */
const ACTIONS = new Set([
  'JavaScript',
  'Launch',
  'GoToR',
  'GoToE',
  'SubmitForm',
  'ImportData',
  'ResetForm',
  'Hide',
  'Rendition',
  'Movie',
  'Sound',
  'RichMediaExecute',
  'GoTo3DView',
]);
const MEDIA = new Set(['FileAttachment', 'RichMedia', 'Movie', 'Sound', 'Screen', '3D']);

let unpacked = 0;
const decode = Object.getOwnPropertyDescriptor(PdfStream.prototype, 'getDecodedData')?.value as () => Uint8Array;

/** The library unpacks without a limit. It is bounded in this thread, which lives for one file. */
PdfStream.prototype.getDecodedData = function (this: PdfStream): Uint8Array {
  const filter = this.get('Filter');
  const only = filter instanceof PdfArray && filter.length === 1 ? filter.at(0) : filter;
  if (only !== undefined && !(only instanceof PdfName && only.value === 'FlateDecode')) {
    throw new Error('structure packed in an unusual way');
  }
  if (only) unpacked += inflateSync(this.data, { maxOutputLength: MAX_UNPACKED }).length;
  if (unpacked > MAX_UNPACKED) throw new Error('structure unpacks to too much');
  return decode.call(this);
};

async function read(bytes: Buffer): Promise<PdfFinding> {
  if (!endsAsPdf(bytes)) return damaged('something stands behind the end');
  const pdf = await PDF.load(bytes, { lenient: false });
  if (pdf.isEncrypted) return { fault: 'encrypted', because: '/Encrypt' };
  const { registry } = pdf.context;
  const trailer = pdf.context.info.trailer;
  const count = registry.nextObjectNumber;
  if (count > MAX_OBJECTS) return damaged('too many objects');
  const resolve: Resolve = (object) => (object instanceof PdfRef ? (registry.resolve(object) ?? undefined) : object);
  const found = faultIn(trailer, resolve);
  if (found) return found;
  for (let number = 1; number < count; number += 1) {
    const object = registry.resolve(PdfRef.of(number, 0));
    const fault = object ? faultIn(object, resolve) : undefined;
    if (fault) return fault;
  }
  return pagesOf(pdf, resolve);
}

/** Readers disagree on what stands behind the end, and other programs begin to read there. */
function endsAsPdf(bytes: Buffer): boolean {
  const end = bytes.lastIndexOf('%%EOF');
  return end > 0 && bytes.subarray(end + 5).every((byte) => byte <= 0x20);
}

/** The larger of what the tree holds and what it claims: viewers go by either. */
function pagesOf(pdf: PDF, resolve: Resolve): PdfFinding {
  const root = resolve(pdf.context.catalog.getDict().get('Pages'));
  const claimed = root instanceof PdfDict ? resolve(root.get('Count')) : undefined;
  const pages = Math.max(pdf.getPageCount(), claimed instanceof PdfNumber ? claimed.value : 0);
  return pages > 0 ? { fault: null, pages } : damaged('no pages');
}

/** Looks at every dictionary in the object; what it refers to is looked at by its own number. */
function faultIn(object: PdfObject, resolve: Resolve): Fault {
  const waiting = [object];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next instanceof PdfArray) for (const item of next) waiting.push(item);
    if (!(next instanceof PdfDict)) continue;
    const fault = faultOf(next, resolve);
    if (fault) return fault;
    for (const [, value] of next) waiting.push(value);
  }
  return undefined;
}

function faultOf(dict: PdfDict, resolve: Resolve): Fault {
  const name = (key: string): string => {
    const value = resolve(dict.get(key));
    return value instanceof PdfName ? value.value : '';
  };
  const script = (because: string): Fault => ({ fault: 'script', because });
  const attachment = (because: string): Fault => ({ fault: 'attachment', because });
  if (ACTIONS.has(name('S'))) return script(name('S'));
  if (dict.has('JavaScript')) return script('JavaScript');
  if (dict.has('XFA')) return script('XFA');
  if (startsByItself(resolve(dict.get('OpenAction')))) return script('OpenAction');
  const triggers = resolve(dict.get('AA'));
  if (triggers instanceof PdfDict) {
    for (const [, value] of triggers) if (startsByItself(resolve(value))) return script('AA');
  }
  if (dict.has('EmbeddedFiles') || name('Type') === 'EmbeddedFile') return attachment('EmbeddedFile');
  if (dict.has('EF') && (dict.has('F') || dict.has('UF') || name('Type') === 'Filespec')) return attachment('EF');
  if (MEDIA.has(name('Subtype')) && (dict.has('Rect') || name('Type') === 'Annot')) return attachment(name('Subtype'));
  return undefined;
}

/** Office programs open a document at its first page this way; anything more is not for a paper. */
function startsByItself(action: PdfObject | undefined): boolean {
  if (!(action instanceof PdfDict)) return false;
  const kind = action.get('S');
  return kind !== undefined && !(kind instanceof PdfName && kind.value === 'GoTo');
}

function damaged(because: string): PdfFinding {
  return { fault: 'damaged', because };
}

const bytes = Buffer.from(workerData as Uint8Array);
const finding = await read(bytes).catch((error: unknown): PdfFinding => {
  // An unknown kind of encryption is not read at all.
  if (bytes.includes('/Encrypt')) return { fault: 'encrypted', because: String(error) };
  return damaged(String(error));
});
parentPort?.postMessage(finding);
