/**
 * SHA-256 in plain JavaScript. The browser's own is asynchronous, which costs more than the digest of a few bytes, and
 * absent on pages that are served without TLS.
 */
const K = new Uint32Array(64);
const INITIAL = new Uint32Array(8);

/** The first 32 bits of the fractional parts of roots of the first primes, as the standard defines them. */
function fractionBits(value: number): number {
  return ((value - Math.floor(value)) * 2 ** 32) | 0;
}

for (let candidate = 2, count = 0; count < 64; candidate += 1) {
  let prime = true;
  for (let factor = 2; factor * factor <= candidate; factor += 1) if (candidate % factor === 0) prime = false;
  if (!prime) continue;
  if (count < 8) INITIAL[count] = fractionBits(candidate ** (1 / 2));
  K[count] = fractionBits(candidate ** (1 / 3));
  count += 1;
}

const words = new Uint32Array(64);
const rotate = (value: number, by: number): number => (value >>> by) | (value << (32 - by));
const at = (list: Uint32Array, index: number): number => list[index] as number;

function compress(state: Uint32Array, block: DataView, offset: number): void {
  for (let i = 0; i < 16; i += 1) words[i] = block.getUint32(offset + i * 4);
  for (let i = 16; i < 64; i += 1) {
    const [x, y] = [at(words, i - 15), at(words, i - 2)];
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    words[i] = (at(words, i - 16) + s0 + at(words, i - 7) + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i += 1) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + at(K, i) + at(words, i)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => {
    state[i] = (at(state, i) + value) | 0;
  });
}

/** Of a text of ASCII, in hex. */
export function sha256(text: string): string {
  const length = text.length;
  const view = new DataView(new ArrayBuffer(((length + 72) >> 6) << 6));
  for (let i = 0; i < length; i += 1) view.setUint8(i, text.charCodeAt(i));
  view.setUint8(length, 0x80);
  view.setUint32(view.byteLength - 4, length * 8);
  const state = INITIAL.slice();
  for (let offset = 0; offset < view.byteLength; offset += 64) compress(state, view, offset);
  return Array.from(state, (value) => (value >>> 0).toString(16).padStart(8, '0')).join('');
}
