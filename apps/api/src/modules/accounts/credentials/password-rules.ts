import type { SchoolPolicy } from '@qiancheng/shared';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { pinyin } from 'pinyin-pro';
import type { SignedInAudience } from '../../../platform/access/index.js';

export interface PasswordOwner {
  login: string;
  name: string;
}

export interface PasswordProblem {
  code: 'TOO_SHORT' | 'TOO_FEW_KINDS' | 'CONTAINS_OWNER' | 'TOO_COMMON';
  message: string;
}

/** Below this the estimate says: falls to a few million guesses. */
const MIN_SCORE = 2;
const KINDS_WANTED = 3;
const KINDS = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/];
/** Shorter names stand in too many words. */
const SHORTEST_OWN_TEXT = 3;

let estimator: ZxcvbnFactory | undefined;

/** Some 57,000 words take a moment to arrange: once, when the first password is set. */
function estimate(password: string, owner: PasswordOwner): number {
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: 64 });
  return estimator.check(password, [owner.login, owner.name]).score;
}

export function isStaff(audience: SignedInAudience): boolean {
  return audience === 'teacher' || audience === 'platform';
}

function minLengthOf(audience: SignedInAudience, security: SchoolPolicy['security']): number {
  return isStaff(audience) ? security.password_min_length_staff : security.password_min_length_others;
}

/** What a page can say and check while somebody types; the server judges in the end. */
export interface PasswordRules {
  minLength: number;
  /** So many of capital and small letters, digits and signs; 0: as one likes. */
  kinds: number;
  /** Own login and name are not allowed in it. */
  notOwn: boolean;
  /** So many of the last ones are not taken again; 0: any. */
  remembered: number;
}

/** So many of the last passwords of staff are not taken again, the present one among them. */
export const REMEMBERED = 5;

export function passwordRulesOf(audience: SignedInAudience, security: SchoolPolicy['security']): PasswordRules {
  const staff = isStaff(audience);
  return {
    minLength: minLengthOf(audience, security),
    kinds: staff ? KINDS_WANTED : 0,
    notOwn: staff,
    remembered: staff ? REMEMBERED : 0,
  };
}

/** Everything that speaks against a password, each with its sentence; none: it may be taken. */
export function problemsOf(
  audience: SignedInAudience,
  password: string,
  owner: PasswordOwner,
  security: SchoolPolicy['security'],
): PasswordProblem[] {
  const problems: PasswordProblem[] = [];
  const minLength = minLengthOf(audience, security);
  if ([...password].length < minLength)
    problems.push({ code: 'TOO_SHORT', message: `密码太短，至少要 ${minLength} 个字符。` });
  if (isStaff(audience)) {
    if (KINDS.filter((kind) => kind.test(password)).length < KINDS_WANTED)
      problems.push({ code: 'TOO_FEW_KINDS', message: '大写字母、小写字母、数字、符号，至少要有三种。' });
    if (containsOwner(password, owner))
      problems.push({ code: 'CONTAINS_OWNER', message: '密码里不能有自己的账号、姓名或姓名的拼音。' });
  }
  if (problems.length === 0 && estimate(password, owner) < MIN_SCORE)
    problems.push({ code: 'TOO_COMMON', message: '这个密码太常见，一猜就中。请换一个，或加几个不相关的字。' });
  return problems;
}

function containsOwner(password: string, { login, name }: PasswordOwner): boolean {
  const text = password.toLowerCase();
  const spelt = pinyin(name, { toneType: 'none', type: 'array' }).join('');
  const own = [login, spelt].map((part) => part.toLowerCase().replaceAll(' ', ''));
  if (own.some((part) => part.length >= SHORTEST_OWN_TEXT && text.includes(part))) return true;
  return name.length > 1 && text.includes(name.toLowerCase());
}
