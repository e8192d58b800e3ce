import {
  type CertificationData,
  type CertificationField,
  checkCertification,
  checkCreditCode,
  codeName,
  CREDIT_CODE_AUTHORITIES,
  natureHint,
  PROVINCES,
} from '@qiancheng/shared';

export const CHECK_LEVELS = ['ok', 'info', 'warn', 'error'] as const;
export type CheckLevel = (typeof CHECK_LEVELS)[number];

/** What the machine found about a field, beside it: the reviewer decides. Only an error stands in the way of passing. */
export interface FieldCheck {
  field: CertificationField | 'applicant';
  level: CheckLevel;
  text: string;
}

/** A unit of the directory that may be the same. */
export interface LikeUnit {
  id: string;
  name: string;
  creditCode: string | null;
  status: string;
  sameName: boolean;
}

export interface CheckFacts {
  /** The unit of the directory, another than the applicant's, that has this credit code. */
  codeOwner: string | null;
  like: readonly LikeUnit[];
  /** How many other units have a member with the applicant's phone. */
  unitsByPhone: number;
}

/** DC-13: a contact of more units than this is looked at. */
const MANY_UNITS = 3;
const CENTRAL = '10';
const COMPANY_REGISTRY = '9';

export function certificationChecks(data: CertificationData, facts: CheckFacts): FieldCheck[] {
  const found: FieldCheck[] = [];
  const add = (field: FieldCheck['field'], level: CheckLevel, text: string): unknown =>
    found.push({ field, level, text });
  const problems = checkCertification(data);
  for (const [field, text] of Object.entries(problems)) add(field as CertificationField, 'error', text);
  if (problems.name === undefined && /^[\p{P}\p{S}]/u.test(data.name))
    add('name', 'warn', '名称以符号开头，请照执照核对。');
  const code = checkCreditCode(data.creditCode);
  if (code.ok) {
    add('creditCode', 'ok', `校验位对，登记机关：${CREDIT_CODE_AUTHORITIES[code.value.slice(0, 1)] ?? '其他'}。`);
    const region = regionCheck(code.value, data.regionCode);
    if (region) add('regionCode', region.level, region.text);
    const nature = natureHint(code.value, data.natureCode);
    if (nature) add('natureCode', 'warn', nature);
    else if (data.natureCode)
      add('natureCode', 'ok', `${codeName('natures', data.natureCode)}与信用代码的机构类别相符。`);
  }
  if (facts.codeOwner) add('creditCode', 'error', `单位库里“${facts.codeOwner}”已经用了这个信用代码，不能再通过一家。`);
  const same = facts.like.filter((unit) => unit.sameName).length;
  if (same > 0) add('name', 'warn', `单位库里有 ${same} 家同名单位，请看下面的名单。`);
  else if (facts.like.length > 0) add('name', 'info', `单位库里有 ${facts.like.length} 家名称相近，请看下面的名单。`);
  if (facts.unitsByPhone >= MANY_UNITS) {
    add('applicant', 'warn', `申请人的手机还是另外 ${facts.unitsByPhone} 家单位的经办人，请核实授权书。`);
  } else if (facts.unitsByPhone > 0) {
    add('applicant', 'info', `申请人的手机还是另外 ${facts.unitsByPhone} 家单位的经办人。`);
  }
  return found;
}

/** DC-19: a unit may work elsewhere than it is registered, so this only asks to look. */
function regionCheck(creditCode: string, regionCode: string): { level: CheckLevel; text: string } | null {
  const registered = creditCode.slice(2, 4);
  const located = regionCode.slice(0, 2);
  if (!located || registered === CENTRAL) return null;
  const name = (code: string): string => PROVINCES[code] ?? code;
  if (registered === located) return { level: 'ok', text: `信用代码在${name(registered)}登记，与所在地相符。` };
  const where = creditCode.startsWith(COMPANY_REGISTRY) ? '，分支机构或外地办公请核对地址' : '，请核对';
  return { level: 'info', text: `信用代码在${name(registered)}登记，所在地填的是${name(located)}${where}。` };
}
