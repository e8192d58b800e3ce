import { type Html, markup, trusted } from '../../../platform/pdf/markup.js';
import type { StrokePoint, Strokes } from './sheet.js';

const PEN = 5.5;
const THINNEST = 0.55;
/** Units of the pad between two points: finer than any printer shows at the printed size. */
const STEP = 2;

/**
 * The signature as vector ink: smoothed through the points that were drawn, thinner where the pen moved fast, cropped
 * to the ink and fitted into the box.
 */
export function signatureSvg(signature: Strokes, widthMm: number, heightMm: number): Html {
  const strokes = signature.strokes.map(thin).filter((stroke) => stroke.length > 0);
  const points = strokes.flat();
  if (points.length === 0) return markup``;
  const pad = PEN;
  const left = Math.min(...bounds(points, 'x')) - pad;
  const top = Math.min(...bounds(points, 'y')) - pad;
  const width = Math.max(...bounds(points, 'x')) + pad - left;
  const height = Math.max(...bounds(points, 'y')) + pad - top;
  return markup`<svg class="ink" role="img" aria-label="毕业生签名" width="${widthMm}mm" height="${heightMm}mm" viewBox="${num(left)} ${num(top)} ${num(width)} ${num(height)}" preserveAspectRatio="xMidYMid meet">${strokes.map(strokePath)}</svg>`;
}

function bounds(points: readonly StrokePoint[], axis: 'x' | 'y'): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const point of points) {
    low = Math.min(low, point[axis]);
    high = Math.max(high, point[axis]);
  }
  return [low, high];
}

/** Points that are no numbers or lie on top of each other add nothing but bytes. */
function thin(stroke: readonly StrokePoint[]): StrokePoint[] {
  const kept: StrokePoint[] = [];
  for (const { x, y } of stroke) {
    const last = kept.at(-1);
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    if (!last || Math.hypot(x - last.x, y - last.y) >= STEP) kept.push({ x, y });
  }
  return kept;
}

function strokePath(stroke: StrokePoint[]): Html {
  const [first, second] = stroke as [StrokePoint, StrokePoint?];
  if (!second) return markup`<circle cx="${num(first.x)}" cy="${num(first.y)}" r="${num(PEN / 2)}"/>`;
  const spans = stroke.slice(1).map((point, index) => spanAt(stroke, index, point));
  // neighbours of the same width are drawn as one line
  const paths: { width: number; d: string }[] = [];
  for (const span of spans) {
    const last = paths.at(-1);
    if (last?.width === span.width) last.d += span.curve;
    else paths.push({ width: span.width, d: `M${span.from}${span.curve}` });
  }
  return markup`${paths.map(({ width, d }) => markup`<path d="${trusted(d)}" stroke-width="${width}"/>`)}`;
}

interface Span {
  from: string;
  curve: string;
  width: number;
}

/** From the middle of one step to the middle of the next, bent by the point between them. */
function spanAt(stroke: readonly StrokePoint[], index: number, point: StrokePoint): Span {
  const previous = stroke[index] as StrokePoint;
  const from = index === 0 ? previous : middle(stroke[index - 1] as StrokePoint, previous);
  const last = index === stroke.length - 2;
  const to = middle(previous, point);
  const curve = `Q${pair(previous)} ${pair(to)}${last ? `L${pair(point)}` : ''}`;
  const speed = Math.hypot(point.x - previous.x, point.y - previous.y);
  const share = Math.max(THINNEST, 1 - Math.max(0, speed - 4) / 40);
  return { from: pair(from), curve, width: Math.round(PEN * share * 2) / 2 };
}

const middle = (a: StrokePoint, b: StrokePoint): StrokePoint => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const num = (value: number): string => String(Math.round(value * 10) / 10);
const pair = ({ x, y }: StrokePoint): string => `${num(x)} ${num(y)}`;
