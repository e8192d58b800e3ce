export interface Piece {
  text: string;
  /** stands on one side only */
  differs: boolean;
}

/** Longer texts are not compared sign by sign: marking half of them would tell nothing. */
const MOST = 160;

/** Where two texts differ, sign by sign (longest common subsequence). Both empty or wholly other: nothing is marked. */
export function marksOf(left: string, right: string): { left: Piece[]; right: Piece[] } {
  const plain = { left: [{ text: left, differs: false }], right: [{ text: right, differs: false }] };
  const [a, b] = [[...left], [...right]];
  if (left === right || !a.length || !b.length || a.length > MOST || b.length > MOST) return plain;
  const same = common(a, b);
  // less than a third in common: two texts, not one that was changed
  if (same.length * 3 < Math.max(a.length, b.length)) return plain;
  const [inLeft, inRight] = [new Set(same.map(([i]) => i)), new Set(same.map(([, j]) => j))];
  return { left: pieces(a, inLeft), right: pieces(b, inRight) };
}

function common(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1;
  const length = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      length[i * width + j] =
        a[i] === b[j]
          ? (length[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(length[(i + 1) * width + j] ?? 0, length[i * width + j + 1] ?? 0);
    }
  }
  const pairs: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if ((length[(i + 1) * width + j] ?? 0) >= (length[i * width + j + 1] ?? 0)) i += 1;
    else j += 1;
  }
  return pairs;
}

function pieces(text: readonly string[], same: ReadonlySet<number>): Piece[] {
  const found: Piece[] = [];
  text.forEach((sign, i) => {
    const differs = !same.has(i);
    const last = found.at(-1);
    if (last?.differs === differs) last.text += sign;
    else found.push({ text: sign, differs });
  });
  return found;
}
