import { charWidth, MM_PER_PX, textWidth } from './metrics.js';

/**
 * Type sizes in CSS pixels (¾ pt), from the one that is meant to the smallest that still reads on paper. Whole and
 * half pixels only: Chinese characters then advance by exact binary fractions, and the browser writes a line as one
 * string instead of placing every character, which halves the file and much of the time.
 */
export const VALUE_SIZES = [12.5, 12, 11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5] as const;
export const LINE_HEIGHT = 1.22;

export interface FittedText {
  lines: string[];
  sizePx: number;
  /** Height that the lines take. */
  heightMm: number;
}

const NOT_AT_START = new Set('，。、；：？！）》〉」』】〕”’…％%,.;:?!)]}·—');
const NOT_AT_END = new Set('（《〈「『【〔“‘([{');
const WORD = /[A-Za-z0-9@._%+\-/#&=?:~]/;

/** Words of Latin letters and digits stay whole; every other character may end a line. */
function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  let word = '';
  for (const char of text) {
    if (WORD.test(char)) {
      word += char;
      // an address may go on below after its @
      if (char === '@') {
        tokens.push(word);
        word = '';
      }
    } else {
      if (word) tokens.push(word);
      word = '';
      tokens.push(char);
    }
  }
  if (word) tokens.push(word);
  return tokens;
}

/**
 * Breaks a text into lines ourselves, with the fonts' own widths: the page then holds exactly the lines that were
 * counted, and a long value can be made smaller before anything is rendered.
 */
export function breakLines(text: string, widthEm: number): string[] {
  return text.split(/\r\n|\r|\n/).flatMap((paragraph) => breakParagraph(paragraph, widthEm));
}

function breakParagraph(text: string, widthEm: number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  let width = 0;
  const flush = (): void => {
    lines.push(line.join('').trimEnd());
    line = [];
    width = 0;
  };
  const add = (token: string): void => {
    const tokenWidth = textWidth(token);
    if (width + tokenWidth > widthEm && line.length > 0) {
      const carried = takeBack(line, token);
      flush();
      for (const part of carried) {
        line.push(part);
        width += textWidth(part);
      }
      if (token === ' ' && line.length === 0) return;
    }
    line.push(token);
    width += tokenWidth;
  };
  for (const token of tokensOf(text)) {
    // a word that fills more than a line by itself is cut anywhere
    if (textWidth(token) > widthEm && token.length > 1) for (const char of token) add(char);
    else add(token);
  }
  flush();
  return lines;
}

/** Width in ems of the longest piece that should not be cut. */
export function longestWord(text: string): number {
  return Math.max(0, ...tokensOf(text).map(textWidth));
}

/** What moves to the next line together with `next`, so that no line begins or ends with the wrong mark. */
function takeBack(line: string[], next: string): string[] {
  const carried: string[] = [];
  let head = next;
  while (line.length > 1 && carried.length < 4) {
    const last = line.at(-1) as string;
    if (!NOT_AT_START.has(head) && !NOT_AT_END.has(last)) break;
    carried.unshift(line.pop() as string);
    head = last;
  }
  return carried;
}

export interface FitBox {
  widthMm: number;
  heightMm: number;
  sizes?: readonly number[];
}

/** The largest size at which the text stays inside the box, or null when even the smallest does not. */
export function fitText(text: string, { widthMm, heightMm, sizes = VALUE_SIZES }: FitBox): FittedText | null {
  for (const sizePx of sizes) {
    const fitted = setText(text, widthMm, sizePx);
    if (fitted.heightMm <= heightMm) return fitted;
  }
  return null;
}

export function setText(text: string, widthMm: number, sizePx: number): FittedText {
  const lines = breakLines(text, widthMm / (sizePx * MM_PER_PX));
  return { lines, sizePx, heightMm: lines.length * sizePx * MM_PER_PX * LINE_HEIGHT };
}

/** A single character may be wider than a cell only if the cell is absurdly small; used by the tests. */
export function widestLineMm({ lines, sizePx }: FittedText): number {
  return (
    Math.max(0, ...lines.map((line) => [...line].reduce((sum, char) => sum + charWidth(char), 0))) * sizePx * MM_PER_PX
  );
}
