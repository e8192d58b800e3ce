/** Advance widths of U+0020–U+007E in the regular serif, in thousandths of the type size. A test compares them with the font. */
const ASCII = [
  256, 308, 376, 574, 550, 923, 779, 196, 364, 364, 478, 580, 327, 346, 327, 352, 557, 471, 558, 557, 555, 558, 558,
  549, 558, 562, 327, 327, 580, 580, 580, 432, 912, 718, 670, 691, 770, 652, 629, 741, 853, 405, 403, 731, 625, 975,
  796, 767, 641, 767, 715, 567, 659, 797, 714, 1053, 700, 687, 605, 344, 352, 344, 580, 563, 435, 557, 638, 538, 629,
  547, 388, 566, 663, 332, 311, 607, 334, 974, 661, 596, 638, 607, 462, 473, 367, 653, 548, 838, 564, 552, 498, 374,
  316, 374, 580,
];

export const MM_PER_PX = 25.4 / 96;

/** Letters outside ASCII and marks that combine: taken as wider than they are, so that nothing is ever too long. */
const WIDE = 1;
const WIDEST = 1.4;

/** Width of one character in ems; never less than what the browser will use. */
export function charWidth(char: string): number {
  const code = char.codePointAt(0) as number;
  if (code < 0x20 || code === 0x7f) return 0;
  if (code < 0x7f) return (ASCII[code - 0x20] as number) / 1000;
  // emoji and symbols that only a system font has
  return code >= 0x1f000 && code < 0x20000 ? WIDEST : WIDE;
}

export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}
