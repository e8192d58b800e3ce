import { CERTIFICATE_KINDS, certificateLabel, type CertificateKind } from './certificates.js';
import { CERTIFICATION_FIELDS, CERTIFICATION_LABELS, type CertificationField } from './certification-data.js';
import type { ReasonCode } from '../process/reasons.js';

/** What a reviewer's finding is about: a field of the data, a paper, or the whole. */
export type ReviewSubject = CertificationField | CertificateKind | 'whole';
export const REVIEW_SUBJECTS: readonly ReviewSubject[] = [
  ...CERTIFICATION_FIELDS.filter((field) => field !== 'mergedLicence'),
  ...CERTIFICATE_KINDS,
  'whole',
];

/** One finding, as it is stored and as the applicant reads it. */
export interface ReviewReason {
  field: ReviewSubject;
  code: string;
  text: string;
  /** The applicant has changed what it is about; sent again, the findings are gone. */
  repaired?: true;
}

const r = (code: string, label: string, textRequired = false): ReasonCode => ({ code, label, textRequired });
const OTHER = r('other', '其他', true);

const FIELD_REASONS = [
  r('mismatch', '和证件不一致'),
  r('incomplete', '没有写全'),
  r('wrong', '填写有误'),
  r('unreachable', '联系不上'),
  OTHER,
];
const PAPER_REASONS = [
  r('unreadable', '看不清'),
  r('cut_off', '四角不完整或有遮挡'),
  r('expired', '已经过期'),
  r('wrong_paper', '传错了证件'),
  r('mismatch', '和填写的内容不一致'),
  OTHER,
];
const LETTER_REASONS = [
  r('no_seal', '没有盖公章'),
  r('wrong_person', '授权的不是申请人本人'),
  r('wrong_date', '授权日期不对或已过期'),
  r('unreadable', '看不清'),
  r('wrong_paper', '不是授权书'),
  OTHER,
];
const WHOLE_REASONS = [
  r('duplicate', '单位已经登记过'),
  r('untrue', '材料不真实', true),
  r('dead', '单位已注销或吊销'),
  r('not_entitled', '申请人无权代表单位', true),
  OTHER,
];

/** The reasons of a unit's settling at a school, and of ending it. */
export const SETTLEMENT_REASONS: readonly ReasonCode[] = [
  r('no_fit', '和本校专业不对口'),
  r('incomplete', '资料或联系方式不全', true),
  r('unreachable', '联系不上'),
  r('discredited', '有失信或投诉记录', true),
  r('violation', '违反学校招聘规定', true),
  r('service_closed', '申请的服务今年不开放'),
  OTHER,
];

export const MEMBER_REASONS: readonly ReasonCode[] = [
  r('unknown', '不是本单位的人'),
  r('left', '已经离职'),
  r('moved', '不再负责招聘'),
  r('duplicate', '已有别的账号'),
  OTHER,
];

export function reviewReasonsFor(subject: ReviewSubject): readonly ReasonCode[] {
  if (subject === 'whole') return WHOLE_REASONS;
  if (subject === 'authorisation') return LETTER_REASONS;
  return (CERTIFICATE_KINDS as readonly string[]).includes(subject) ? PAPER_REASONS : FIELD_REASONS;
}

export function reviewSubjectLabel(subject: ReviewSubject, natureCode = ''): string {
  if (subject === 'whole') return '整份申请';
  return (CERTIFICATE_KINDS as readonly string[]).includes(subject)
    ? certificateLabel(subject as CertificateKind, natureCode)
    : CERTIFICATION_LABELS[subject as CertificationField];
}

/** The reviewer's words: the code's label, and what they added. */
export function reviewSentence(reason: ReviewReason): string {
  const label = reviewReasonsFor(reason.field).find((item) => item.code === reason.code)?.label ?? reason.code;
  const text = reason.text.trim();
  if (reason.code === OTHER.code) return text || label;
  return text ? `${label}：${text}` : label;
}

/** Every finding names a known subject and code, with words where the code alone would not help. */
export function checkReviewReasons(reasons: readonly ReviewReason[]): string | null {
  for (const { field, code, text } of reasons) {
    if (!REVIEW_SUBJECTS.includes(field)) return '审核意见里有不存在的项目。';
    const known = reviewReasonsFor(field).find((item) => item.code === code);
    if (!known) return `“${reviewSubjectLabel(field)}”没有这种原因，请重新选。`;
    if (known.textRequired && text.trim() === '')
      return `“${reviewSubjectLabel(field)}”选了「${known.label}」，请写明。`;
  }
  return null;
}
