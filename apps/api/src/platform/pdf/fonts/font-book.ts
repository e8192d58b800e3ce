import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { Sfnt } from './sfnt.js';
import { buildSubset, type SubsetGlyph } from './subset.js';

/** The faces that a page may use, by the names that its style sheet knows them under. */
export const FONT_FAMILIES = { serif: 'QC Serif', sans: 'QC Sans', rare: 'QC Rare' } as const;

/** The name inside of a font file of `FontBook.file`. */
export const DRAWN_FAMILY = 'QC Drawn';

export interface FontFaces {
  /** Characters in the regular serif: all text that people wrote. */
  serif: Iterable<number>;
  /** Characters in the bold serif and in the sans: the form's own words. */
  serifBold: Iterable<number>;
  sans: Iterable<number>;
}

export interface FontSheet {
  css: string;
  /** Characters that no bundled font has; the browser shows them from the system, or as a box. */
  missing: number[];
}

interface Slice {
  file: string;
  ranges: [number, number][];
  font?: Sfnt;
}

/** One weight of a registry font, cut into files by unicode-range; a file is read when one of its characters is wanted. */
class SlicedFont {
  private readonly slices: Slice[];
  private readonly known = new Map<number, SubsetGlyph | null>();

  constructor(packageName: string, weight: number) {
    const folder = path.dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
    this.slices = parseSlices(readFileSync(path.join(folder, `${weight}.css`), 'utf8'), folder);
    if (this.slices.length === 0) throw new Error(`${packageName} has no slices of weight ${weight}`);
  }

  glyph(codePoint: number): SubsetGlyph | null {
    let glyph = this.known.get(codePoint);
    if (glyph === undefined) {
      glyph = this.find(codePoint);
      this.known.set(codePoint, glyph);
    }
    return glyph;
  }

  private find(codePoint: number): SubsetGlyph | null {
    for (const slice of this.slices) {
      if (!slice.ranges.some(([from, to]) => codePoint >= from && codePoint <= to)) continue;
      slice.font ??= new Sfnt(readFileSync(slice.file));
      const glyph = slice.font.glyphOf(codePoint);
      if (glyph !== undefined) return { codePoint, font: slice.font, glyph };
    }
    return null;
  }
}

function parseSlices(css: string, folder: string): Slice[] {
  const slices: Slice[] = [];
  for (const [, file, range] of css.matchAll(/url\((\.\/files\/[^)]+\.woff)\)[^}]*?unicode-range:\s*([^;}]+)/g)) {
    const ranges = (range as string).split(',').map((part): [number, number] => {
      const [from, to] = part.trim().slice(2).split('-');
      return [parseInt(from as string, 16), parseInt(to ?? (from as string), 16)];
    });
    slices.push({ file: path.join(folder, file as string), ranges });
  }
  return slices;
}

/** Rare characters of names, outside the registry fonts: see rare/README.md. */
const RARE_FONT = new URL('./rare/rare-han.ttf.br', import.meta.url);

/** Never drawn, so never missing: line ends, joiners, variation selectors. */
const INVISIBLE = /^[\p{Cc}\p{Cf}\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}]$/u;

/**
 * Makes, for one document, fonts of exactly the characters that it uses, as data: addresses: nothing is fetched, and
 * the page's fonts are ready in milliseconds.
 */
export class FontBook {
  private readonly faces = {
    serif: new SlicedFont('@fontsource/noto-serif-sc', 400),
    serifBold: new SlicedFont('@fontsource/noto-serif-sc', 700),
    sans: new SlicedFont('@fontsource/noto-sans-sc', 500),
  };
  private rareFont: Sfnt | undefined;

  sheet(wanted: FontFaces): FontSheet {
    const missing = new Set<number>();
    const rare = new Map<number, SubsetGlyph>();
    const fallback = (codePoint: number): void => {
      const glyph = this.rare.glyphOf(codePoint);
      if (glyph !== undefined) rare.set(codePoint, { codePoint, font: this.rare, glyph });
      else if (!INVISIBLE.test(String.fromCodePoint(codePoint))) missing.add(codePoint);
    };
    const rules = [
      this.face('serif', wanted.serif, FONT_FAMILIES.serif, '400', fallback),
      // a character that a label's face lacks is shown in the serif, which has all of the page's text
      this.face('serifBold', wanted.serifBold, FONT_FAMILIES.serif, '700', () => undefined),
      this.face('sans', wanted.sans, FONT_FAMILIES.sans, '100 900', () => undefined),
    ];
    // one weight for all: a synthetic bold would leave the PDF as outlines instead of text
    if (rare.size > 0) rules.push(fontFace(FONT_FAMILIES.rare, '100 900', [...rare.values()]));
    return { css: rules.join('\n'), missing: [...missing].sort((a, b) => a - b) };
  }

  /** Called at boot: a missing package or a damaged file shows then, not at the first signature. */
  check(): void {
    const sample = [...'协议书第1份/共3份䶮㙇𠮷'].map((char) => char.codePointAt(0) as number);
    const { missing } = this.sheet({ serif: sample, serifBold: sample, sans: sample });
    if (missing.length > 0)
      throw new Error(`bundled fonts lack ${missing.map((c) => String.fromCodePoint(c)).join(' ')}`);
  }

  /**
   * One face as a font file, for what is drawn without a browser. Characters that it lacks are not in it. Whoever draws remembers
   * a family by its first file: another file needs another name.
   */
  file(name: keyof FontFaces, wanted: Iterable<number>, family = DRAWN_FAMILY): Buffer {
    const glyphs = [...new Set(wanted)].flatMap((codePoint) => this.faces[name].glyph(codePoint) ?? []);
    return buildSubset(family, glyphs);
  }

  private get rare(): Sfnt {
    this.rareFont ??= new Sfnt(brotliDecompressSync(readFileSync(RARE_FONT)));
    return this.rareFont;
  }

  private face(
    name: keyof FontFaces,
    wanted: Iterable<number>,
    family: string,
    weight: string,
    absent: (codePoint: number) => void,
  ): string {
    const glyphs: SubsetGlyph[] = [];
    for (const codePoint of new Set(wanted)) {
      const glyph = this.faces[name].glyph(codePoint);
      if (glyph) glyphs.push(glyph);
      else absent(codePoint);
    }
    return glyphs.length > 0 ? fontFace(family, weight, glyphs) : '';
  }
}

function fontFace(family: string, weight: string, glyphs: SubsetGlyph[]): string {
  const data = buildSubset(`${family} ${weight.slice(0, 3)}`, glyphs).toString('base64');
  return `@font-face{font-family:'${family}';font-weight:${weight};src:url(data:font/ttf;base64,${data}) format('truetype')}`;
}

const ASCII = Array.from({ length: 0x7f - 0x20 }, (_, index) => index + 0x20);

/** The characters of a page: all of ASCII, for most of a page is markup in it, and every other one that occurs. */
export function codePointsOf(markup: string): Set<number> {
  const codePoints = new Set<number>(ASCII);
  // by index, for a bulk print is millions of characters long and iterating makes a string of each
  for (let at = 0; at < markup.length; at += 1) {
    if (markup.charCodeAt(at) < 0x80) continue;
    const code = markup.codePointAt(at) as number;
    codePoints.add(code);
    if (code > 0xffff) at += 1;
  }
  return codePoints;
}
