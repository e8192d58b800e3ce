import { boundsOf, fitToSpace, type Stroke } from './strokes.js';

/**
 * When a drawing is not accepted as a signature. The rules only catch what cannot be a name (nothing, a dot, a line):
 * they are no judge of handwriting. Every refusal says what to do.
 */
export type SignatureFault = 'empty' | 'few' | 'line' | 'small' | 'upright';

export type SignatureVerdict = { ok: true } | { ok: false; fault: SignatureFault; title: string; advice: string };

/** Sizes in the space of 600 × 300: smaller ink cannot be read in the signature's cell on paper. */
export const MIN_WIDTH = 230;
export const MIN_HEIGHT = 70;
/** Deviation from the best straight line, as a share of the length, below which ink is a line. */
const MIN_SPREAD = 0.035;

const DIGITS = ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九'];

/** Characters that are written: 买买提·吐尔逊 has six. */
export function countCharacters(name: string): number {
  return [...name].filter((char) => /\p{L}/u.test(char)).length;
}

/** One stroke a character is the least that running hand can do; long names are signed in fewer. */
export function leastStrokes(name: string): number {
  return Math.min(3, Math.max(2, countCharacters(name)));
}

/** Root mean square distance to the main axis of the ink, divided by its length. */
function spreadOf(strokes: readonly Stroke[], length: number): number {
  const points = strokes.flat();
  const n = points.length;
  const mx = points.reduce((sum, { x }) => sum + x, 0) / n;
  const my = points.reduce((sum, { y }) => sum + y, 0) / n;
  let [xx, yy, xy] = [0, 0, 0];
  for (const { x, y } of points) {
    xx += (x - mx) ** 2;
    yy += (y - my) ** 2;
    xy += (x - mx) * (y - my);
  }
  // The smaller eigenvalue of the covariance matrix is the variance across the main axis.
  const across = (xx + yy - Math.hypot(xx - yy, 2 * xy)) / 2 / n;
  return Math.sqrt(Math.max(0, across)) / length;
}

export function judgeSignature(strokes: readonly Stroke[], name: string): SignatureVerdict {
  const bounds = boundsOf(strokes);
  const characters = countCharacters(name);
  const whole = characters > 1 && characters < DIGITS.length ? `写全${DIGITS[characters]}个字` : '写全姓名';
  const refuse = (fault: SignatureFault, title: string, advice: string): SignatureVerdict => ({
    ok: false,
    fault,
    title,
    advice,
  });
  if (!bounds) return refuse('empty', '还没有写。', `请在框里签${name ? `「${name}」` : '你的姓名'}。`);
  const length = Math.max(bounds.width, bounds.height);
  if (length >= MIN_WIDTH / 2 && spreadOf(strokes, length) < MIN_SPREAD) {
    return refuse('line', '这是一条线，不是签名。', `请${whole}。已清空，请重写。`);
  }
  // What counts is the size on paper, after a name that left the space was brought back into it.
  const sent = boundsOf(fitToSpace(strokes).strokes) ?? bounds;
  if (sent.width < MIN_WIDTH && bounds.height >= MIN_WIDTH) {
    return refuse('upright', '签名太窄。', `协议书上的签名栏是横的，请横着写，${whole}。已清空，请重写。`);
  }
  if (sent.width < MIN_WIDTH || sent.height < MIN_HEIGHT) {
    return refuse('small', '签名太小，看不清。', `请写到虚线框的一半以上，${whole}。已清空，请重写。`);
  }
  if (strokes.length < leastStrokes(name)) {
    return refuse('few', '笔画太少，看不出姓名。', `请一笔一画${whole}。已清空，请重写。`);
  }
  return { ok: true };
}
