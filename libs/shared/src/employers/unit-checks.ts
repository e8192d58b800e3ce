import { PROVINCES } from '../codes/index.js';
import { checkCreditCode, organisationCodeCheck } from '../validators/credit-code.js';
import { compactCode } from '../validators/text.js';
import { employerNameDefect, normaliseEmployerName } from '../validators/names.js';
import { natureHint } from './nature-hint.js';

export type UnitRule = 'DC-15' | 'DC-16' | 'DC-17' | 'DC-18' | 'DC-19' | 'DC-20' | 'DC-22';

export const UNIT_RULE_TITLES: Readonly<Record<UnitRule, string>> = {
  'DC-15': '无效统一社会信用代码',
  'DC-16': '同一代码对应多个单位名称',
  'DC-17': '同一名称对应多个代码',
  'DC-18': '单位名称非全称或含非法字符',
  'DC-19': '单位所在地与代码区划不符',
  'DC-20': '单位性质与代码机构类别矛盾',
  'DC-22': '单位已注销',
};

export interface UnitHint {
  rule: UnitRule;
  title: string;
  field: 'name' | 'creditCode' | 'regionCode' | 'natureCode';
  /** error: the unit cannot be reported like this; warn: to be corrected or explained; info: have a look */
  severity: 'error' | 'warn' | 'info';
  sentence: string;
}

/** What is known of a unit; what is not known is empty. */
export interface UnitFactsToCheck {
  name: string;
  creditCode: string;
  natureCode: string;
  regionCode: string;
  /** Names, other than this one, that go by the same code. */
  otherNames?: readonly string[];
  /** Codes, other than this one, that go by the same name. */
  otherCodes?: readonly string[];
  /** The day on which the unit was cancelled, where it was. */
  cancelledOn?: string | null;
  /** A branch works elsewhere than its code says. */
  isBranch?: boolean;
}

const CENTRAL = '10';

/** Nine characters of the time before credit codes: still understood, and flagged. */
export function isLegacyCode(text: string): boolean {
  const value = compactCode(text).replace('-', '');
  return /^[0-9A-Z]{8}[0-9X]$/.test(value) && organisationCodeCheck(value.slice(0, 8)) === value[8];
}

type Finding = Omit<UnitHint, 'title'>;

function codeFinding({ creditCode }: UnitFactsToCheck): Finding | null {
  if (creditCode === '') return null;
  if (isLegacyCode(creditCode)) {
    const sentence = '这是 9 位组织机构代码，已经停用。请换成 18 位统一社会信用代码。';
    return { rule: 'DC-15', field: 'creditCode', severity: 'warn', sentence };
  }
  const checked = checkCreditCode(creditCode);
  return checked.ok ? null : { rule: 'DC-15', field: 'creditCode', severity: 'error', sentence: checked.reason };
}

function nameFinding({ name }: UnitFactsToCheck): Finding | null {
  const found = (sentence: string): Finding => ({ rule: 'DC-18', field: 'name', severity: 'warn', sentence });
  const defect = employerNameDefect(name);
  if (defect) return found(defect);
  if ([...normaliseEmployerName(name)].length < 4) return found('名称太短，多半不是全称。请照执照写全。');
  if (/^[\p{P}\p{S}]/u.test(name.trim())) return found('名称以符号开头，请照执照核对。');
  return null;
}

function regionFinding({ creditCode, regionCode, isBranch }: UnitFactsToCheck): Finding | null {
  if (isBranch || regionCode === '' || !checkCreditCode(creditCode).ok) return null;
  const [registered, located] = [creditCode.slice(2, 4), regionCode.slice(0, 2)];
  if (registered === CENTRAL || registered === located) return null;
  const nameOf = (code: string): string => PROVINCES[code] ?? code;
  const sentence = `信用代码在${nameOf(registered)}登记，所在地是${nameOf(located)}。请核对，分支机构或外地办公不用改。`;
  return { rule: 'DC-19', field: 'regionCode', severity: 'info', sentence };
}

function othersFindings({ otherNames = [], otherCodes = [] }: UnitFactsToCheck): Finding[] {
  const found: Finding[] = [];
  if (otherNames.length > 0) {
    const sentence = `这个代码还用在“${otherNames.slice(0, 3).join('”“')}”上。请核对是不是改过名。`;
    found.push({ rule: 'DC-16', field: 'creditCode', severity: 'warn', sentence });
  }
  if (otherCodes.length > 0) {
    const sentence = `同名单位还有代码 ${otherCodes.slice(0, 3).join('、')}。请核对是不是同一家。`;
    found.push({ rule: 'DC-17', field: 'name', severity: 'warn', sentence });
  }
  return found;
}

/** What does not go together in a unit's facts (DC-15 … DC-20, DC-22): hints for whoever looks, none of them a refusal. */
export function checkUnit(facts: UnitFactsToCheck): UnitHint[] {
  const nature = natureHint(facts.creditCode, facts.natureCode);
  const gone = facts.cancelledOn;
  const findings: (Finding | null)[] = [
    codeFinding(facts),
    ...othersFindings(facts),
    nameFinding(facts),
    regionFinding(facts),
    nature ? { rule: 'DC-20', field: 'natureCode', severity: 'warn', sentence: nature } : null,
    gone ? { rule: 'DC-22', field: 'name', severity: 'error', sentence: `单位已在 ${gone} 注销，不能再签约。` } : null,
  ];
  return findings.filter((one) => one !== null).map((one) => ({ ...one, title: UNIT_RULE_TITLES[one.rule] }));
}
