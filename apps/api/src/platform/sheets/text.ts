/** Excel and WPS take a cell of this format as text, also after it was edited: `=1+1` stays four characters. */
export const TEXT_FORMAT = '@';

const MOST_CHARS = 32_767;

/** A text as a cell may hold it; read back, it is the same. */
export function inertText(text: string): string {
  return text
    .slice(0, MOST_CHARS)
    .toWellFormed()
    .replace(/(?![\n\t])\p{Cc}|[\ufffe\uffff]/gu, '')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
}

/** Without the characters that names of worksheets may not have. */
export function sheetName(name: string): string {
  return name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31);
}

/** A column fits its title: Chinese characters are two wide. */
export function widthOf(title: string): number {
  const width = [...title].reduce((sum, char) => sum + (char > '\u00ff' ? 2 : 1), 4);
  return Math.min(Math.max(width, 12), 60);
}
