import { inflateSync } from 'node:zlib';

/**
 * Reads the parts of a TrueType font that making a subset needs. Fonts come as plain TrueType or as WOFF 1, whose
 * tables are the same bytes deflated one by one.
 */
export class Sfnt {
  readonly unitsPerEm: number;
  readonly glyphCount: number;
  /** Inflated when first asked for: most of a font's tables are for layouts that we do not use. */
  private readonly tables: Map<string, Buffer | (() => Buffer)>;
  private readonly cmap: Map<number, number>;
  private readonly longOffsets: boolean;
  private readonly metricCount: number;

  constructor(bytes: Buffer) {
    this.tables = bytes.readUInt32BE(0) === WOFF ? woffTables(bytes) : plainTables(bytes);
    const head = this.table('head');
    this.unitsPerEm = head.readUInt16BE(18);
    this.longOffsets = head.readInt16BE(50) === 1;
    this.glyphCount = this.table('maxp').readUInt16BE(4);
    this.metricCount = this.table('hhea').readUInt16BE(34);
    this.cmap = readCmap(this.table('cmap'));
  }

  table(tag: string): Buffer {
    const table = this.tables.get(tag);
    if (!table) throw new Error(`font has no table ${tag}`);
    if (Buffer.isBuffer(table)) return table;
    const inflated = table();
    this.tables.set(tag, inflated);
    return inflated;
  }

  codePoints(): IterableIterator<number> {
    return this.cmap.keys();
  }

  glyphOf(codePoint: number): number | undefined {
    return this.cmap.get(codePoint);
  }

  /** Advance width and left side bearing, as the four bytes of hmtx. */
  metrics(glyph: number): { advance: number; bearing: number } {
    const hmtx = this.table('hmtx');
    if (glyph < this.metricCount) {
      return { advance: hmtx.readUInt16BE(glyph * 4), bearing: hmtx.readInt16BE(glyph * 4 + 2) };
    }
    const bearingAt = this.metricCount * 4 + (glyph - this.metricCount) * 2;
    return { advance: hmtx.readUInt16BE((this.metricCount - 1) * 4), bearing: hmtx.readInt16BE(bearingAt) };
  }

  /** The outline's bytes; empty for a blank. */
  outline(glyph: number): Buffer {
    const loca = this.table('loca');
    const from = this.longOffsets ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2;
    const to = this.longOffsets ? loca.readUInt32BE(glyph * 4 + 4) : loca.readUInt16BE(glyph * 2 + 2) * 2;
    return this.table('glyf').subarray(from, to);
  }
}

const WOFF = 0x774f4646;

function plainTables(bytes: Buffer): Map<string, Buffer> {
  const tables = new Map<string, Buffer>();
  for (let i = 0; i < bytes.readUInt16BE(4); i += 1) {
    const at = 12 + i * 16;
    const offset = bytes.readUInt32BE(at + 8);
    tables.set(bytes.toString('latin1', at, at + 4), bytes.subarray(offset, offset + bytes.readUInt32BE(at + 12)));
  }
  return tables;
}

function woffTables(bytes: Buffer): Map<string, Buffer | (() => Buffer)> {
  const tables = new Map<string, Buffer | (() => Buffer)>();
  for (let i = 0; i < bytes.readUInt16BE(12); i += 1) {
    const at = 44 + i * 20;
    const offset = bytes.readUInt32BE(at + 4);
    const packed = bytes.readUInt32BE(at + 8);
    const part = bytes.subarray(offset, offset + packed);
    const stored = packed === bytes.readUInt32BE(at + 12);
    tables.set(bytes.toString('latin1', at, at + 4), stored ? part : () => inflateSync(part));
  }
  return tables;
}

/** Format 12 when there is one (it holds what lies outside the BMP), else format 4. */
function readCmap(cmap: Buffer): Map<number, number> {
  const map = new Map<number, number>();
  let segments: number | undefined;
  for (let i = 0; i < cmap.readUInt16BE(2); i += 1) {
    const at = cmap.readUInt32BE(4 + i * 8 + 4);
    const format = cmap.readUInt16BE(at);
    if (format === 12) {
      readGroups(cmap.subarray(at), map);
      return map;
    }
    if (format === 4) segments = at;
  }
  if (segments === undefined) throw new Error('font has no cmap of format 4 or 12');
  readSegments(cmap.subarray(segments), map);
  return map;
}

function readGroups(table: Buffer, map: Map<number, number>): void {
  for (let i = 0; i < table.readUInt32BE(12); i += 1) {
    const at = 16 + i * 12;
    const first = table.readUInt32BE(at);
    const glyph = table.readUInt32BE(at + 8);
    for (let code = first; code <= table.readUInt32BE(at + 4); code += 1) map.set(code, glyph + code - first);
  }
}

function readSegments(table: Buffer, map: Map<number, number>): void {
  const size = table.readUInt16BE(6);
  for (let i = 0; i < size; i += 2) {
    const last = table.readUInt16BE(14 + i);
    const first = table.readUInt16BE(16 + size + i);
    const delta = table.readInt16BE(16 + size * 2 + i);
    const rangeAt = 16 + size * 3 + i;
    const range = table.readUInt16BE(rangeAt);
    for (let code = first; code <= last && code !== 0xffff; code += 1) {
      const glyph = range === 0 ? code + delta : table.readUInt16BE(rangeAt + range + (code - first) * 2);
      if (glyph !== 0) map.set(code, (range === 0 ? glyph : glyph + delta) & 0xffff);
    }
  }
}
