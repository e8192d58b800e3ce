import { toHalfWidth } from '@qiancheng/shared';

/** What stands in a search box, as it is compared: half width, without the blanks around it. */
export function searchText(q: string | undefined): string {
  return q ? toHalfWidth(q).trim() : '';
}

/** Anywhere in a text, whatever signs somebody types. */
export function like(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`).toLowerCase()}%`;
}

/** The beginning of the spelled name or of its initials: `ouyangj` and `oyj` find `ouyangjing oyj`. */
export function pinyinStarts(column: string, place: string): string {
  return `' ' || ${column} like ${place}`;
}

export function pinyinPattern(text: string): string {
  return `% ${like(text).slice(1)}`;
}
