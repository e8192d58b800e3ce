import { PROVINCES } from '../codes/provinces.js';
import {
  CREDIT_CODE_ALPHABET,
  CREDIT_CODE_AUTHORITIES,
  checkCreditCode,
  creditCodeCheck,
  organisationCodeCheck,
} from './credit-code.js';
import { compactCode } from './text.js';

export type CreditCodeStep = 'characters' | 'check' | 'registrar';

/** How far a code is right while it is typed: what holds, what is still to come, and the one thing that is wrong. */
export interface CreditCodeProgress {
  value: string;
  /** Characters that are still to be typed. */
  missing: number;
  passed: CreditCodeStep[];
  /** Where and why it is wrong. `at`: the places in question, counted from 0; the right character is not offered. */
  wrong: { step: CreditCodeStep; reason: string; at: number[] } | null;
}

const LENGTH = 18;
const CENTRAL_PREFIX = '10';

/** The groups in which a licence shows the code: class, place, body, its check character, check character. */
export const CREDIT_CODE_GROUPS = [2, 6, 8, 1, 1] as const;

export function creditCodeProgress(text: string): CreditCodeProgress {
  const value = compactCode(text);
  const missing = Math.max(0, LENGTH - value.length);
  const strange = [...value].flatMap((char, i) => (CREDIT_CODE_ALPHABET.includes(char) ? [] : [i]));
  const at = (step: CreditCodeStep, passed: CreditCodeStep[], places: number[], reason = reasonOf(value)) => ({
    value,
    missing,
    passed,
    wrong: { step, reason, at: places },
  });
  if (value.length > LENGTH) return at('characters', [], range(LENGTH, value.length));
  if (strange.length > 0) return at('characters', [], strange, strangeReason(value));
  if (missing > 0) return { value, missing, passed: [], wrong: null };
  if (!Object.hasOwn(CREDIT_CODE_AUTHORITIES, value[0] as string) || !/[1-9]/.test(value[1] as string)) {
    return at('characters', [], [0, 1]);
  }
  const passed: CreditCodeStep[] = ['characters'];
  if (creditCodeCheck(value) !== value[17]) return at('check', passed, [17], '校验位不对，多半抄错了一位。');
  if (organisationCodeCheck(value.slice(8, 16)) !== value[16]) return at('check', passed, range(8, 17));
  passed.push('check');
  if (!hasRegistrar(value)) return at('registrar', passed, range(2, 8));
  passed.push('registrar');
  return { value, missing, passed, wrong: null };
}

/** The six digits of the registrar's place; null for units of the central government. */
export function registrarRegion(value: string): string | null {
  return value.slice(2, 4) === CENTRAL_PREFIX ? null : value.slice(2, 8);
}

function hasRegistrar(value: string): boolean {
  const region = value.slice(2, 8);
  if (!/^\d{6}$/.test(region)) return false;
  return region.startsWith(CENTRAL_PREFIX) || Object.hasOwn(PROVINCES, region.slice(0, 2));
}

function strangeReason(value: string): string {
  return /[IOSVZ]/.test(value) ? '代码里没有字母 I、O、S、V、Z，核对是不是 1、0、5、2。' : '代码只有数字和大写字母。';
}

function reasonOf(value: string): string {
  const checked = checkCreditCode(value);
  return checked.ok ? '' : checked.reason;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
