import { bad, compactCode, good, type Checked } from './text.js';

/** ISO/IEC 7064 MOD 37-2: the check character is one of 37, the last of which is an asterisk. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*';

export interface AgreementNoParts {
  cohort: number;
  schoolCode: string;
  /** First digit of the degree level: 3 undergraduate, 1 master, 0 doctor, 4 college. */
  levelDigit: string | number;
  seq: number;
}

/** The MOD 37-2 check character of letters and digits. */
export function mod37_2(text: string): string {
  let sum = 0;
  for (const char of text) sum = ((sum + ALPHABET.indexOf(char)) * 2) % 37;
  return ALPHABET[(38 - sum) % 37] as string;
}

/**
 * 'YYYY-SSSSS-L-NNNNNN-C'. null: this sequence number has the asterisk as its check character, which is a nuisance in
 * addresses and file names; the issuer takes the next number.
 */
export function makeAgreementNo({ cohort, schoolCode, levelDigit, seq }: AgreementNoParts): string | null {
  const parts = [String(cohort), schoolCode, String(levelDigit), String(seq).padStart(6, '0')];
  if (!/^\d{4}\d{5}\d\d{6}$/.test(parts.join('')) || schoolCode.length !== 5) {
    throw new RangeError(`not the parts of an agreement number: ${parts.join('-')}`);
  }
  const check = mod37_2(parts.join(''));
  return check === '*' ? null : `${parts.join('-')}-${check}`;
}

/** Blanks, full-width characters, small letters and missing hyphens are forgiven; a wrong check character is not. */
export function checkAgreementNo(text: string): Checked {
  const compact = compactCode(text).replace(/[-—–]/g, '');
  if (compact === '') return bad('请填写协议编号。');
  const match = /^(\d{4})(\d{5})(\d)(\d{6})([0-9A-Z*])$/.exec(compact);
  if (!match) return bad('协议编号的写法是 2027-10001-3-004318-6，请对照协议书核对。');
  const value = match.slice(1).join('-');
  if (mod37_2(compact.slice(0, -1)) !== match[5]) {
    return bad(`编号末位是校验码，${value} 不成立，多半是抄错了一位。`);
  }
  return good(value);
}

/** The sequence and the last digits that a person types to confirm. */
export function agreementNoSequence(agreementNo: string): string {
  return agreementNo.split('-')[3] ?? '';
}
