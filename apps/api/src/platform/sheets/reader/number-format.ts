/** What a number format makes of a number, as far as it changes the meaning. */
export type NumberMeaning = 'number' | 'date' | 'time' | 'date-time';

/** Built-in formats with the meaning that Chinese Excel gives them; files carry only their numbers. */
const DATE_IDS = new Set([14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);
const TIME_IDS = new Set([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56]);

export interface NumberFormat {
  meaning: NumberMeaning;
  /** Leading zeros that the format shows and the number lacks: `000000` is 6. */
  digits: number;
}

export const GENERAL: NumberFormat = { meaning: 'number', digits: 0 };

export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if (code !== undefined) return { meaning: meaningOf(code), digits: /^0{2,}$/.test(code) ? code.length : 0 };
  if (id === 22) return { meaning: 'date-time', digits: 0 };
  if (DATE_IDS.has(id)) return { meaning: 'date', digits: 0 };
  if (TIME_IDS.has(id)) return { meaning: 'time', digits: 0 };
  return GENERAL;
}

function meaningOf(code: string): NumberMeaning {
  const bare = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .toLowerCase();
  if (/general|e[+-]|[0#?]/.test(bare.replace(/s[.,]0+/g, 's'))) return 'number';
  const time = /[hs]/.test(bare);
  const date = /[yd]/.test(bare) || (/m/.test(bare) && !time);
  if (date) return time ? 'date-time' : 'date';
  return time ? 'time' : 'number';
}
