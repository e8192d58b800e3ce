import { componentSize, rescaleOutline } from './rescale.js';
import type { Sfnt } from './sfnt.js';

export interface SubsetGlyph {
  codePoint: number;
  font: Sfnt;
  glyph: number;
}

interface Slot {
  font: Sfnt;
  glyph: number;
}

/**
 * A small TrueType font of just these characters, taken from one or more fonts of the same design grid.
 * Every code point gets an outline of its own, even where the source shares one: text copied from the PDF then gives
 * back exactly the character that was written.
 */
export function buildSubset(family: string, glyphs: readonly SubsetGlyph[]): Buffer {
  const first = glyphs[0]?.font;
  if (!first) throw new Error('a subset needs at least one glyph');
  const slots: Slot[] = [{ font: first, glyph: 0 }];
  const cmap: [number, number][] = [];
  for (const { codePoint, font, glyph } of [...glyphs].sort((a, b) => a.codePoint - b.codePoint)) {
    if (font.unitsPerEm !== first.unitsPerEm) throw new Error('fonts of one subset must share their grid');
    cmap.push([codePoint, slots.length]);
    slots.push({ font, glyph });
  }
  const outlines: Buffer[] = [];
  // parts of composite glyphs are appended while we walk
  for (let i = 0; i < slots.length; i += 1) outlines.push(copyOutline(slots[i] as Slot, slots));

  const fonts = [...new Set(slots.map((slot) => slot.font))];
  const { glyf, loca } = joinOutlines(outlines);
  return writeSfnt([
    ['OS/2', scaled(first, 'OS/2', OS2_LENGTHS)],
    ['cmap', cmapTable(cmap)],
    ['glyf', glyf],
    ['head', headTable(first)],
    ['hhea', hheaTable(first, slots.length)],
    ['hmtx', hmtxTable(slots)],
    ['loca', loca],
    ['maxp', maxpTable(fonts, slots.length)],
    ['name', nameTable(family)],
    ['post', postTable()],
  ]);
}

const MORE_COMPONENTS = 0x0020;
const HAS_INSTRUCTIONS = 0x0100;

/** The design grid of what we write, see rescale.ts; fonts that are on such a grid already keep their own. */
function gridOf(font: Sfnt): number {
  return Number.isInteger(Math.log2(font.unitsPerEm)) ? font.unitsPerEm : 1024;
}

const factorOf = (font: Sfnt): number => gridOf(font) / font.unitsPerEm;

/** Outlines already moved to the grid; a school's documents use the same few thousand characters again and again. */
const outlineCache = new WeakMap<Sfnt, Map<number, Buffer>>();

function outlineOn(font: Sfnt, glyph: number): Buffer {
  let known = outlineCache.get(font);
  if (!known) outlineCache.set(font, (known = new Map()));
  let outline = known.get(glyph);
  if (!outline) {
    const factor = factorOf(font);
    outline = factor === 1 ? font.outline(glyph) : rescaleOutline(font.outline(glyph), factor);
    known.set(glyph, outline);
  }
  return outline;
}

function copyOutline({ font, glyph }: Slot, slots: Slot[]): Buffer {
  const source = outlineOn(font, glyph);
  if (source.length === 0) return source;
  const contours = source.readInt16BE(0);
  return contours >= 0 ? withoutInstructions(source, contours) : copyComposite(source, font, slots);
}

/** Hints are for screens of long ago, and would run without the tables they refer to. */
function withoutInstructions(source: Buffer, contours: number): Buffer {
  const at = 10 + contours * 2;
  const length = source.readUInt16BE(at);
  if (length === 0) return source;
  const head = Buffer.from(source.subarray(0, at + 2));
  head.writeUInt16BE(0, at);
  return Buffer.concat([head, source.subarray(at + 2 + length)]);
}

function copyComposite(source: Buffer, font: Sfnt, slots: Slot[]): Buffer {
  const copy = Buffer.from(source);
  let at = 10;
  let flags: number;
  do {
    flags = copy.readUInt16BE(at);
    copy.writeUInt16BE(flags & ~HAS_INSTRUCTIONS, at);
    const part = copy.readUInt16BE(at + 2);
    let slot = slots.findIndex((known, index) => index > 0 && known.font === font && known.glyph === part);
    if (slot < 0) slot = slots.push({ font, glyph: part }) - 1;
    copy.writeUInt16BE(slot, at + 2);
    at += componentSize(flags);
  } while (flags & MORE_COMPONENTS);
  return copy.subarray(0, at);
}

function joinOutlines(outlines: Buffer[]): { glyf: Buffer; loca: Buffer } {
  const loca = Buffer.alloc((outlines.length + 1) * 4);
  const parts: Buffer[] = [];
  let offset = 0;
  outlines.forEach((outline, index) => {
    loca.writeUInt32BE(offset, index * 4);
    const padding = (4 - (outline.length % 4)) % 4;
    parts.push(outline, ZEROS.subarray(0, padding));
    offset += outline.length + padding;
  });
  loca.writeUInt32BE(offset, outlines.length * 4);
  return { glyf: Buffer.concat(parts), loca };
}

const ZEROS = Buffer.alloc(4);

/** Places of lengths in design units; all are signed except two, which are small. */
const HEAD_LENGTHS = [36, 38, 40, 42];
const HHEA_LENGTHS = [4, 6, 8, 10, 12, 14, 16];
const OS2_LENGTHS = [2, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 68, 70, 72, 74, 76, 86, 88];

function scaled(font: Sfnt, tag: string, lengths: readonly number[]): Buffer {
  const table = Buffer.from(font.table(tag));
  const factor = factorOf(font);
  for (const at of lengths) {
    if (at + 2 <= table.length) table.writeInt16BE(Math.round(table.readInt16BE(at) * factor), at);
  }
  return table;
}

function headTable(font: Sfnt): Buffer {
  const head = scaled(font, 'head', HEAD_LENGTHS);
  head.writeUInt32BE(0, 8);
  head.writeUInt16BE(gridOf(font), 18);
  head.writeInt16BE(1, 50);
  return head;
}

function hheaTable(font: Sfnt, count: number): Buffer {
  const hhea = scaled(font, 'hhea', HHEA_LENGTHS);
  hhea.writeUInt16BE(count, 34);
  return hhea;
}

function hmtxTable(slots: Slot[]): Buffer {
  const hmtx = Buffer.alloc(slots.length * 4);
  slots.forEach(({ font, glyph }, index) => {
    const { advance, bearing } = font.metrics(glyph);
    const factor = factorOf(font);
    hmtx.writeUInt16BE(Math.round(advance * factor), index * 4);
    hmtx.writeInt16BE(Math.round(bearing * factor), index * 4 + 2);
  });
  return hmtx;
}

/** The limits of every source, so that none of their outlines exceeds them; nothing of the hinting machine. */
function maxpTable(fonts: Sfnt[], count: number): Buffer {
  const maxp = Buffer.alloc(32);
  maxp.writeUInt32BE(0x00010000, 0);
  maxp.writeUInt16BE(count, 4);
  for (const at of [6, 8, 10, 12, 28, 30]) {
    maxp.writeUInt16BE(Math.max(...fonts.map((font) => font.table('maxp').readUInt16BE(at))), at);
  }
  maxp.writeUInt16BE(2, 14);
  return maxp;
}

function cmapTable(map: [number, number][]): Buffer {
  const groups: [number, number, number][] = [];
  for (const [code, glyph] of map) {
    const last = groups.at(-1);
    if (last && code === last[1] + 1 && glyph === last[2] + code - last[0]) last[1] = code;
    else groups.push([code, code, glyph]);
  }
  const table = Buffer.alloc(12 + 16 + groups.length * 12);
  table.writeUInt16BE(1, 2);
  table.writeUInt16BE(3, 4);
  table.writeUInt16BE(10, 6);
  table.writeUInt32BE(12, 8);
  table.writeUInt16BE(12, 12);
  table.writeUInt32BE(16 + groups.length * 12, 16);
  table.writeUInt32BE(groups.length, 24);
  groups.forEach(([from, to, glyph], index) => {
    const at = 28 + index * 12;
    table.writeUInt32BE(from, at);
    table.writeUInt32BE(to, at + 4);
    table.writeUInt32BE(glyph, at + 8);
  });
  return table;
}

/** The family under a name of our own, as the fonts' licences ask of changed versions. */
function nameTable(family: string): Buffer {
  const ascii = family.replace(/[^A-Za-z0-9]/g, '');
  const records: [number, string][] = [
    [1, family],
    [2, 'Regular'],
    [3, ascii],
    [4, family],
    [6, ascii],
  ];
  const texts = records.map(([, text]) => Buffer.from(text, 'utf16le').swap16());
  const head = Buffer.alloc(6 + records.length * 12);
  head.writeUInt16BE(records.length, 2);
  head.writeUInt16BE(head.length, 4);
  let offset = 0;
  records.forEach(([id], index) => {
    const length = (texts[index] as Buffer).length;
    [3, 1, 0x409, id, length, offset].forEach((value, i) => head.writeUInt16BE(value, 6 + index * 12 + i * 2));
    offset += length;
  });
  return Buffer.concat([head, ...texts]);
}

function postTable(): Buffer {
  const post = Buffer.alloc(32);
  post.writeUInt32BE(0x00030000, 0);
  return post;
}

function writeSfnt(tables: [string, Buffer][]): Buffer {
  const power = 2 ** Math.floor(Math.log2(tables.length));
  const head = Buffer.alloc(12 + tables.length * 16);
  head.writeUInt32BE(0x00010000, 0);
  head.writeUInt16BE(tables.length, 4);
  head.writeUInt16BE(power * 16, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE((tables.length - power) * 16, 10);
  const parts: Buffer[] = [head];
  let offset = head.length;
  tables.forEach(([tag, bytes], index) => {
    const at = 12 + index * 16;
    head.write(tag, at, 'latin1');
    head.writeUInt32BE(checksum(bytes), at + 4);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(bytes.length, at + 12);
    const padding = (4 - (bytes.length % 4)) % 4;
    parts.push(bytes, ZEROS.subarray(0, padding));
    offset += bytes.length + padding;
  });
  const font = Buffer.concat(parts);
  const headAt = font.readUInt32BE(12 + tables.findIndex(([tag]) => tag === 'head') * 16 + 8);
  font.writeUInt32BE((0xb1b0afba - checksum(font)) >>> 0, headAt + 8);
  return font;
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  const whole = bytes.length - (bytes.length % 4);
  for (let at = 0; at < whole; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  if (whole < bytes.length) {
    const tail = Buffer.alloc(4);
    bytes.copy(tail, 0, whole);
    sum = (sum + tail.readUInt32BE(0)) >>> 0;
  }
  return sum;
}
