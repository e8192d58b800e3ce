import { PROVINCES } from '../codes/provinces.js';
import { bad, compactCode, good, type Checked } from './text.js';

/** GB 32100: digits and capitals without I, O, S, V, Z. */
export const CREDIT_CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
const BODY_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/** Registering authorities and what they register (first and second character), with the amendments A, N and Y. */
export const CREDIT_CODE_AUTHORITIES: Readonly<Record<string, string>> = {
  '1': '机构编制',
  '2': '外交',
  '3': '司法行政',
  '4': '文化',
  '5': '民政',
  '6': '旅游',
  '7': '宗教',
  '8': '工会',
  '9': '市场监督管理',
  A: '中央军委改革和编制办公室',
  N: '农业农村',
  Y: '其他',
};

/** Units of the central government are registered under 10. */
const CENTRAL_PREFIX = '10';

/** The check character of the first 17; a remainder of 0 gives the character 0, not the 32nd of the alphabet. */
export function creditCodeCheck(first17: string): string {
  const sum = WEIGHTS.reduce(
    (total, weight, i) => total + weight * CREDIT_CODE_ALPHABET.indexOf(first17[i] as string),
    0,
  );
  return CREDIT_CODE_ALPHABET[(31 - (sum % 31)) % 31] as string;
}

/** The check character of an organisation code's eight characters (GB 11714): 10 is written X, 11 is written 0. */
export function organisationCodeCheck(first8: string): string {
  const sum = BODY_WEIGHTS.reduce((total, weight, i) => total + weight * Number.parseInt(first8[i] as string, 36), 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

/** GB 32100 unified social credit code. Blanks, full-width characters and small letters are forgiven. */
export function checkCreditCode(text: string): Checked {
  const value = compactCode(text);
  if (value === '') return bad('请填写统一社会信用代码。');
  if (value.length !== 18) return bad(`统一社会信用代码是 18 位，现在是 ${value.length} 位。`);
  if (/[IOSVZ]/.test(value)) return bad('统一社会信用代码里没有字母 I、O、S、V、Z，请核对是不是 1、0、5、2。');
  if ([...value].some((char) => !CREDIT_CODE_ALPHABET.includes(char))) {
    return bad('统一社会信用代码只有数字和大写字母，请对照执照核对。');
  }
  if (!Object.hasOwn(CREDIT_CODE_AUTHORITIES, value[0] as string) || !/[1-9]/.test(value[1] as string)) {
    return bad('统一社会信用代码开头的机构类别不存在，请核对前 2 位。');
  }
  const region = value.slice(2, 8);
  if (!/^\d{6}$/.test(region) || !(Object.hasOwn(PROVINCES, region.slice(0, 2)) || region.startsWith(CENTRAL_PREFIX))) {
    return bad('统一社会信用代码里的地区代码不存在，请核对第 3 到 8 位。');
  }
  if (creditCodeCheck(value) !== value[17]) return bad('统一社会信用代码校验位不对，多半抄错了一位，请对照执照核对。');
  if (organisationCodeCheck(value.slice(8, 16)) !== value[16]) {
    return bad('统一社会信用代码里的主体标识码校验位不对，请核对第 9 到 17 位。');
  }
  return good(value);
}
