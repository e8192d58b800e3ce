/**
 * A handwritten signature as data. Strokes live in their own space of 600 × 300, never in screen pixels: turning the
 * phone, zooming or another screen changes only the window onto them. On a tall screen the writer may leave the space
 * upwards or downwards; `fitToSpace` brings the whole signature back into it before it is sent.
 */
export interface StrokePoint {
  x: number;
  y: number;
  /** milliseconds since the first point of the signature */
  t: number;
  /** pressure 0…1, only from pens */
  p?: number;
}

export type Stroke = StrokePoint[];

export const SIGNATURE_SPACE = { width: 600, height: 300 } as const;

export interface SignatureStrokes {
  width: typeof SIGNATURE_SPACE.width;
  height: typeof SIGNATURE_SPACE.height;
  strokes: Stroke[];
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Closer samples say nothing about the line, but would make the record many times larger. */
const MIN_STEP = 1.2;
/** A second, third … finger or an endless scribble must not grow the record without limit. */
const MAX_POINTS = 6000;
const MAX_STROKES = 150;
const EDGE = 8;

export function boundsOf(strokes: readonly Stroke[]): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const stroke of strokes) {
    for (const { x, y } of stroke) {
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x);
      bottom = Math.max(bottom, y);
    }
  }
  return left === Infinity ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

export function countPoints(strokes: readonly Stroke[]): number {
  return strokes.reduce((sum, stroke) => sum + stroke.length, 0);
}

/** A sample of the pen, already in signature space; `at` is any clock in milliseconds. */
export interface PenSample {
  x: number;
  y: number;
  at: number;
  p?: number;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/**
 * Collects strokes. Immutable outside: each change answers a new list, so that a component may keep it in a shallow ref
 * and hand it on while writing continues.
 */
export class StrokeRecorder {
  private finished: Stroke[];
  private current: Stroke | null = null;
  private startedAt: number | null = null;

  constructor(strokes: readonly Stroke[] = []) {
    this.finished = [...strokes];
  }

  get strokes(): Stroke[] {
    return this.current ? [...this.finished, this.current] : [...this.finished];
  }

  get writing(): boolean {
    return this.current !== null;
  }

  begin(sample: PenSample): void {
    this.end();
    // After strokes that were handed in, time goes on from the last of them: order must stay readable from `t`.
    const last = this.finished.at(-1)?.at(-1)?.t;
    this.startedAt ??= sample.at - (last === undefined ? 0 : last + 1);
    if (this.finished.length >= MAX_STROKES || countPoints(this.finished) >= MAX_POINTS) return;
    this.current = [this.point(sample)];
  }

  extend(sample: PenSample): boolean {
    const last = this.current?.at(-1);
    if (!this.current || !last) return false;
    if (Math.hypot(sample.x - last.x, sample.y - last.y) < MIN_STEP) return false;
    if (countPoints(this.finished) + this.current.length >= MAX_POINTS) return false;
    this.current = [...this.current, this.point(sample)];
    return true;
  }

  end(): void {
    if (this.current) this.finished = [...this.finished, this.current];
    this.current = null;
  }

  /** Takes back the last stroke, or the one being written. */
  undo(): void {
    if (this.current) this.current = null;
    else this.finished = this.finished.slice(0, -1);
    if (!this.finished.length) this.startedAt = null;
  }

  clear(): void {
    this.finished = [];
    this.current = null;
    this.startedAt = null;
  }

  private point({ x, y, at, p }: PenSample): StrokePoint {
    const point: StrokePoint = { x: tenth(x), y: tenth(y), t: Math.max(0, Math.round(at - (this.startedAt ?? at))) };
    if (p !== undefined) point.p = Math.round(p * 100) / 100;
    return point;
  }
}

/** SVG path of one stroke: curves through the middles of its samples, a dot for a tap. */
export function pathOf(stroke: Stroke): string {
  const [first, ...rest] = stroke;
  if (!first) return '';
  if (!rest.length) return `M${first.x} ${first.y}h.1`;
  let path = `M${first.x} ${first.y}`;
  for (let i = 0; i < rest.length - 1; i += 1) {
    const here = rest[i] as StrokePoint;
    const next = rest[i + 1] as StrokePoint;
    path += `Q${here.x} ${here.y} ${tenth((here.x + next.x) / 2)} ${tenth((here.y + next.y) / 2)}`;
  }
  const last = rest.at(-1) as StrokePoint;
  return `${path}L${last.x} ${last.y}`;
}

/** The record to send: inside the space, moved and made smaller only as far as needed, never stretched. */
export function fitToSpace(strokes: readonly Stroke[]): SignatureStrokes {
  const { width, height } = SIGNATURE_SPACE;
  const bounds = boundsOf(strokes);
  const inside =
    !bounds ||
    (bounds.x >= 0 && bounds.y >= 0 && bounds.x + bounds.width <= width && bounds.y + bounds.height <= height);
  if (inside) return { width, height, strokes: strokes.map((stroke) => stroke.map((point) => ({ ...point }))) };
  const scale = Math.min(1, (width - 2 * EDGE) / bounds.width, (height - 2 * EDGE) / bounds.height);
  const place = (start: number, size: number, room: number): number => {
    const centred = start + (size - size * scale) / 2;
    return Math.min(Math.max(centred, EDGE), room - EDGE - size * scale);
  };
  const left = place(bounds.x, bounds.width, width);
  const top = place(bounds.y, bounds.height, height);
  const move = (point: StrokePoint): StrokePoint => ({
    ...point,
    x: tenth(left + (point.x - bounds.x) * scale),
    y: tenth(top + (point.y - bounds.y) * scale),
  });
  return { width, height, strokes: strokes.map((stroke) => stroke.map(move)) };
}
