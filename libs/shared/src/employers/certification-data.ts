import { codesOf, findCode, isRegionLike } from '../codes/index.js';
import { LIMITS } from '../limits.js';
import { checkEmail, checkPostcode, checkTel, employerNameDefect, normaliseEmployerName } from '../validators/index.js';
import { checkCreditCode } from '../validators/credit-code.js';

/** What a unit says of itself when it asks to be certified; after the approval it stands in `employer`. */
export interface CertificationData {
  name: string;
  creditCode: string;
  natureCode: string;
  industryCode: string;
  sizeCode: string;
  /** In ten thousand yuan; null where a unit has none (an office, a school). */
  registeredCapital: number | null;
  tags: string[];
  regionCode: string;
  address: string;
  landline: string;
  unitEmail: string;
  recruitEmail: string;
  postcode: string;
  mergedLicence: boolean;
}
export type CertificationField = keyof CertificationData;

export const CERTIFICATION_LABELS: Readonly<Record<CertificationField, string>> = {
  name: '单位全称',
  creditCode: '统一社会信用代码',
  natureCode: '单位性质',
  industryCode: '所属行业',
  sizeCode: '单位规模',
  registeredCapital: '注册资金',
  tags: '单位标签',
  regionCode: '所在地',
  address: '详细地址',
  landline: '固定电话',
  unitEmail: '单位邮箱',
  recruitEmail: '招聘邮箱',
  postcode: '邮编',
  mergedLicence: '三证合一',
};
export const CERTIFICATION_FIELDS = Object.keys(CERTIFICATION_LABELS) as CertificationField[];

/** What stands on the papers: it changes by a new certification only. */
export const CERTIFIED_FIELDS = ['name', 'creditCode', 'regionCode', 'address'] as const satisfies CertificationField[];

/** What a unit changes at once. The nature and the industry only as long as they ask for no further papers. */
export const BASIC_FIELDS = [
  'natureCode',
  'industryCode',
  'sizeCode',
  'registeredCapital',
  'tags',
  'landline',
  'unitEmail',
  'recruitEmail',
  'postcode',
] as const satisfies CertificationField[];

export const EMPTY_CERTIFICATION: Readonly<CertificationData> = {
  name: '',
  creditCode: '',
  natureCode: '',
  industryCode: '',
  sizeCode: '',
  registeredCapital: null,
  tags: [],
  regionCode: '',
  address: '',
  landline: '',
  unitEmail: '',
  recruitEmail: '',
  postcode: '',
  mergedLicence: true,
};

/** A trillion yuan: more is a slip of the unit, yuan for ten thousand. */
export const MAX_CAPITAL = 100_000_000;

export type CertificationProblems = Partial<Record<CertificationField, string>>;

type Checks = { [F in CertificationField]: (value: CertificationData[F]) => string | null };

const reasonOf = (checked: { ok: true; value: string } | { ok: false; reason: string }): string | null =>
  checked.ok ? null : checked.reason;
const picked = (ok: boolean, label: string): string | null => (ok ? null : `请选择${label}。`);

/** DC-18: what is no full name of a unit. */
export function checkEmployerName(name: string): string | null {
  const value = normaliseEmployerName(name);
  if (value === '') return '请填写单位全称。';
  if ([...value].length < 4) return '单位全称太短，请照执照写全。';
  if ([...value].length > LIMITS.nameText) return `单位全称最多 ${LIMITS.nameText} 个字。`;
  return employerNameDefect(value);
}

function checkAddress(address: string): string | null {
  if (address.trim() === '') return '请填写详细地址，到路名和门牌。';
  return address.length > LIMITS.addressText ? `详细地址最多 ${LIMITS.addressText} 个字。` : null;
}

function checkCapital(capital: number | null): string | null {
  if (capital === null) return null;
  if (!Number.isFinite(capital) || capital < 0) return '注册资金是不小于 0 的数。';
  return capital > MAX_CAPITAL ? '注册资金的单位是万元，请核对是不是按元填的。' : null;
}

const CHECKS: Checks = {
  name: checkEmployerName,
  creditCode: (value) => reasonOf(checkCreditCode(value)),
  natureCode: (value) => picked(findCode('natures', value) !== undefined, '单位性质'),
  industryCode: (value) => picked(findCode('industries', value) !== undefined, '所属行业'),
  sizeCode: (value) => picked(findCode('employerSizes', value) !== undefined, '单位规模'),
  registeredCapital: checkCapital,
  tags: (tags) => (tags.every((tag) => findCode('employerTags', tag)) ? null : '单位标签里有不存在的选项。'),
  regionCode: (value) => picked(isRegionLike(value), '省、市和县区'),
  address: checkAddress,
  landline: (value) => reasonOf(checkTel(value)),
  unitEmail: (value) => reasonOf(checkEmail(value)),
  recruitEmail: (value) => reasonOf(checkEmail(value)),
  postcode: (value) => reasonOf(checkPostcode(value)),
  mergedLicence: () => null,
};

export function checkCertificationField<F extends CertificationField>(
  field: F,
  value: CertificationData[F],
): string | null {
  return CHECKS[field](value);
}

/** What is missing or wrong, field by field; empty when it can be handed in. */
export function checkCertification(data: CertificationData): CertificationProblems {
  const found = CERTIFICATION_FIELDS.map((field) => [field, checkCertificationField(field, data[field])] as const);
  return Object.fromEntries(found.filter(([, problem]) => problem !== null)) as CertificationProblems;
}

/** As it is stored: one way of writing for what can be written in several. */
export function normaliseCertification(data: CertificationData): CertificationData {
  const code = checkCreditCode(data.creditCode);
  const mail = (text: string): string => {
    const checked = checkEmail(text);
    return checked.ok ? checked.value : text.trim();
  };
  const known = codesOf('employerTags').map((entry) => entry.code);
  return {
    ...data,
    name: normaliseEmployerName(data.name),
    creditCode: code.ok ? code.value : data.creditCode.trim().toUpperCase(),
    address: data.address.trim(),
    landline: data.landline.trim(),
    unitEmail: mail(data.unitEmail),
    recruitEmail: mail(data.recruitEmail),
    postcode: data.postcode.trim(),
    tags: known.filter((tag) => data.tags.includes(tag)),
  };
}
