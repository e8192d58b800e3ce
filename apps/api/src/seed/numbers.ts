import { checkCreditCode, checkResidentId } from '@qiancheng/shared';
import type { Random } from './random.js';

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const CODE_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

const sum = (text: string, weights: readonly number[], alphabet: string): number =>
  weights.reduce((total, weight, i) => total + alphabet.indexOf(text[i] as string) * weight, 0);

/** A synthetic resident ID number (GB 11643) with a right check digit; region 430… to 500… as given. */
export function residentId(random: Random, region: string, birth: string, genderCode: string): string {
  const order = random.int(10, 499) * 2 + (genderCode === '1' ? 1 : 0);
  const body = region + birth + String(order % 1000).padStart(3, '0');
  const value = body + '10X98765432'[sum(body, ID_WEIGHTS, '0123456789') % 11];
  return assertOk(value, checkResidentId(value));
}

/** A synthetic unified social credit code (GB 32100): the organisation's own check character inside, the code's at the end. */
export function creditCode(random: Random, registry: string, region: string): string {
  const org = `MA${random.digits(1)}${random.pick([...'ABCDEFGHJKLM'])}${random.digits(4)}`;
  const rest = 11 - (sum(org, ORG_WEIGHTS, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') % 11);
  const orgCheck = rest === 10 ? 'X' : rest === 11 ? '0' : String(rest);
  const body = registry + region + org + orgCheck;
  const remainder = sum(body, CODE_WEIGHTS, CODE_ALPHABET) % 31;
  const value = body + CODE_ALPHABET[(31 - remainder) % 31];
  return assertOk(value, checkCreditCode(value));
}

/** 1[3-9] and a 0 in fourth place: no number range in use begins so, and nobody is called by mistake. */
export function mobile(random: Random): string {
  return `1${random.int(3, 9)}${random.int(0, 9)}0${random.digits(7)}`;
}

function assertOk(value: string, check: { ok: boolean; reason?: string }): string {
  if (!check.ok) throw new Error(`generated ${value}: ${check.reason}`);
  return value;
}
