/**
 * Moves an outline to another design grid. The registry fonts are drawn on 1000 units; on a grid that is a power of two
 * the browser's font scaler works without rounding, so that a printed line becomes one string in the PDF instead of a
 * placement for every character: a third of the file, and of the time to write it.
 */
export function rescaleOutline(source: Buffer, factor: number): Buffer {
  if (source.length === 0) return source;
  const contours = source.readInt16BE(0);
  return contours >= 0 ? rescaleSimple(source, contours, factor) : rescaleComposite(source, factor);
}

interface Points {
  on: boolean[];
  x: number[];
  y: number[];
  overlaps: boolean;
}

const ON_CURVE = 0x01;
const X_SHORT = 0x02;
const Y_SHORT = 0x04;
const REPEAT = 0x08;
const X_SAME = 0x10;
const Y_SAME = 0x20;
const OVERLAP = 0x40;

function rescaleSimple(source: Buffer, contours: number, factor: number): Buffer {
  if (contours === 0) return Buffer.alloc(0);
  const count = source.readUInt16BE(10 + (contours - 1) * 2) + 1;
  const points = readPoints(source, 10 + contours * 2, count);
  points.x = points.x.map((value) => Math.round(value * factor));
  points.y = points.y.map((value) => Math.round(value * factor));
  const head = Buffer.alloc(12 + contours * 2);
  head.writeInt16BE(contours, 0);
  writeBounds(head, points);
  // the ends of the contours stay; hints are left out
  source.copy(head, 10, 10, 10 + contours * 2);
  return Buffer.concat([head, ...writePoints(points)]);
}

function readPoints(source: Buffer, start: number, count: number): Points {
  let at = start + 2 + source.readUInt16BE(start);
  const flags: number[] = [];
  while (flags.length < count) {
    const flag = source[at++] as number;
    flags.push(flag);
    if (flag & REPEAT) for (let times = source[at++] as number; times > 0; times -= 1) flags.push(flag);
  }
  const axis = (short: number, same: number): number[] => {
    let value = 0;
    return flags.map((flag) => {
      if (flag & short) {
        const delta = source[at++] as number;
        value += flag & same ? delta : -delta;
      } else if (!(flag & same)) {
        value += source.readInt16BE(at);
        at += 2;
      }
      return value;
    });
  };
  const x = axis(X_SHORT, X_SAME);
  const y = axis(Y_SHORT, Y_SAME);
  return { on: flags.map((flag) => (flag & ON_CURVE) !== 0), x, y, overlaps: ((flags[0] ?? 0) & OVERLAP) !== 0 };
}

function writeBounds(head: Buffer, { x, y }: Points): void {
  head.writeInt16BE(Math.min(...x), 2);
  head.writeInt16BE(Math.min(...y), 4);
  head.writeInt16BE(Math.max(...x), 6);
  head.writeInt16BE(Math.max(...y), 8);
}

function writePoints({ on, x, y, overlaps }: Points): [Buffer, Buffer, Buffer] {
  const flags: number[] = [];
  const xs: number[] = [];
  const ys: number[] = [];
  const step = (delta: number, out: number[], short: number, same: number): number => {
    if (delta === 0) return same;
    if (Math.abs(delta) < 256) {
      out.push(Math.abs(delta));
      return delta > 0 ? short | same : short;
    }
    out.push((delta >> 8) & 0xff, delta & 0xff);
    return 0;
  };
  for (let i = 0; i < on.length; i += 1) {
    const dx = (x[i] as number) - (x[i - 1] ?? 0);
    const dy = (y[i] as number) - (y[i - 1] ?? 0);
    const flag = (on[i] ? ON_CURVE : 0) | (i === 0 && overlaps ? OVERLAP : 0);
    flags.push(flag | step(dx, xs, X_SHORT, X_SAME) | step(dy, ys, Y_SHORT, Y_SAME));
  }
  return [Buffer.from(flags), Buffer.from(xs), Buffer.from(ys)];
}

const ARGS_ARE_WORDS = 0x0001;
const ARGS_ARE_OFFSETS = 0x0002;
const MORE_COMPONENTS = 0x0020;

function rescaleComposite(source: Buffer, factor: number): Buffer {
  const copy = Buffer.from(source);
  for (let at = 2; at < 10; at += 2) copy.writeInt16BE(Math.round(copy.readInt16BE(at) * factor), at);
  for (let at = 10; ; at += componentSize(copy.readUInt16BE(at))) {
    const flags = copy.readUInt16BE(at);
    if (flags & ARGS_ARE_OFFSETS) rescaleOffsets(copy, at + 4, (flags & ARGS_ARE_WORDS) !== 0, factor);
    if (!(flags & MORE_COMPONENTS)) return copy;
  }
}

function rescaleOffsets(copy: Buffer, at: number, words: boolean, factor: number): void {
  for (const i of [0, 1]) {
    if (words) copy.writeInt16BE(Math.round(copy.readInt16BE(at + i * 2) * factor), at + i * 2);
    else copy.writeInt8(Math.max(-128, Math.min(127, Math.round(copy.readInt8(at + i) * factor))), at + i);
  }
}

/** Bytes of one part of a composite outline: flags, glyph, two arguments, and a matrix of one, two or four numbers. */
export function componentSize(flags: number): number {
  const matrix = flags & 0x0008 ? 2 : flags & 0x0040 ? 4 : flags & 0x0080 ? 8 : 0;
  return (flags & ARGS_ARE_WORDS ? 8 : 6) + matrix;
}
