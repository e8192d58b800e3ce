import {
  maskAddress,
  maskMobile,
  maskName,
  maskResidentId,
  maskTel,
  type SourceKey,
  sourceField,
} from '@qiancheng/shared';
import { fieldOf, type RosterKey } from './roster-sheet.js';

const MASKS: Partial<Record<SourceKey, (text: string) => string>> = {
  idNo: maskResidentId,
  phone: maskMobile,
  emergencyPhone: maskMobile,
  homePhone: maskTel,
  address: maskAddress,
  emergencyName: maskName,
};

/** Somebody's ID number or mobile in a column where it does not belong: a shifted column must not leave them in clear. */
const DIGIT = '[0-9０-９]';
const NUMBERS = new RegExp(
  `(?<!${DIGIT})(?:(?:${DIGIT}[\\s-]?){17}[0-9０-９XxＸｘ]|(?:${DIGIT}[\\s-]?){14}${DIGIT}|[1１][3-9３-９](?:[\\s-]?${DIGIT}){9})(?!${DIGIT})`,
  'g',
);

export function withoutNumbers(text: string): string {
  return text.replace(NUMBERS, (found) => `${found.slice(0, 3)}${'*'.repeat(found.length - 5)}${found.slice(-2)}`);
}

/** Where a shifted column could leave an address or a name, the beginning is enough to know the cell by. */
const COVERED = new Set(['contact', 'family', 'emergency']);

/** A cell as a report on the screen shows it. */
export function shownCell(key: RosterKey, text: string): string {
  const field = fieldOf(key);
  const short = [...text].slice(0, 60).join('');
  if (field && sourceField(field).personal) return (MASKS[field] ?? (() => '***'))(short);
  if (field && COVERED.has(sourceField(field).group)) return `${[...short].slice(0, 2).join('')}***`;
  return withoutNumbers(short);
}
