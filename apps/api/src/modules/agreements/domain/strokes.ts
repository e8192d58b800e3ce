import { LIMITS } from '@qiancheng/shared';
import { AppError } from '../../../platform/http/index.js';
import type { StrokePoint, StrokesBody } from '../http/dto/strokes.dto.js';

const { width, height, maxStrokes, maxPoints, minWidthShare } = LIMITS.signature;
const MIN_WIDTH = width * minWidthShare;
const MIN_HEIGHT = 40;
/** Deviation from the best straight line, as a share of the length, below which ink is a line and no name. */
const MIN_SPREAD = 0.02;
/** The pen may leave the pad a little; a point far away was not drawn on it. */
const MARGIN = 20;

/**
 * The server's own look at a signature: it catches what cannot be a name (nothing, a dot, a line), and is no judge of
 * handwriting. The page checks more strictly and kindlier; whoever calls the API directly meets these.
 * @returns the strokes as text, as they are sealed
 */
export function checkedStrokes(body: StrokesBody | null | undefined, name: string): string {
  const strokes = (body?.strokes ?? []).filter((stroke) => stroke.length > 0);
  if (!strokes.every((stroke) => stroke.every(isPoint))) throw refuse('签名数据不完整。请重新写一遍。');
  const points = strokes.flat();
  if (points.length > maxPoints || strokes.length > maxStrokes) throw refuse('签名笔画太多。请清空后重新写。');
  if (points.length < 2) throw refuse('还没有签名。请在框里写下姓名。');
  const xs = extent(points, 'x');
  const ys = extent(points, 'y');
  if (xs < MIN_WIDTH || ys < MIN_HEIGHT) throw refuse('签名太小，看不清。请写大一些，写全姓名。');
  if (spread(points) < MIN_SPREAD * Math.max(xs, ys)) throw refuse('这是一条线，不是签名。请写全姓名。');
  if (strokes.length < leastStrokes(name)) throw refuse('笔画太少，看不出姓名。请一笔一画写全姓名。');
  return JSON.stringify({ width, height, strokes: strokes.map((stroke) => stroke.map(plain)) });
}

/** One stroke a character is the least that running hand can do; long names are signed in fewer. */
function leastStrokes(name: string): number {
  const characters = [...name].filter((char) => /\p{L}/u.test(char)).length;
  return Math.min(3, Math.max(2, characters));
}

function isPoint(point: unknown): point is StrokePoint {
  if (typeof point !== 'object' || point === null) return false;
  const { x, y, t, p } = point as Record<string, unknown>;
  return within(x, width) && within(y, height) && isNumber(t) && (p === undefined || p === null || isNumber(p));
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const within = (value: unknown, max: number): boolean => isNumber(value) && value >= -MARGIN && value <= max + MARGIN;

function plain({ x, y, t, p }: StrokePoint): StrokePoint {
  return isNumber(p) ? { x, y, t, p } : { x, y, t };
}

function extent(points: readonly StrokePoint[], axis: 'x' | 'y'): number {
  let low = Infinity;
  let high = -Infinity;
  for (const point of points) {
    low = Math.min(low, point[axis]);
    high = Math.max(high, point[axis]);
  }
  return high - low;
}

/** Root mean square distance of the ink from its main axis. */
function spread(points: readonly StrokePoint[]): number {
  const n = points.length;
  const mx = points.reduce((sum, { x }) => sum + x, 0) / n;
  const my = points.reduce((sum, { y }) => sum + y, 0) / n;
  let [xx, yy, xy] = [0, 0, 0];
  for (const { x, y } of points) {
    xx += (x - mx) ** 2;
    yy += (y - my) ** 2;
    xy += (x - mx) * (y - my);
  }
  return Math.sqrt(Math.max(0, (xx + yy - Math.hypot(xx - yy, 2 * xy)) / 2 / n));
}

function refuse(message: string): AppError {
  return new AppError('SIGNATURE_TOO_SMALL', {
    detail: message,
    errors: [{ field: 'strokes', code: 'SIGNATURE', message }],
  });
}
