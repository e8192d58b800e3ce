import { createHash } from 'node:crypto';
import type { AgreementValues, SchoolBlock, SchoolPolicy, StudentBlock } from '@qiancheng/shared';
import { canonicalJson } from '../../../platform/audit/index.js';
import { agreementArticles, ARTICLES_VERSION } from '../texts/articles.js';

/** The parts of a case that its content is made of. */
export interface ContentSource {
  agreement_no: string | null;
  revision: number;
  cohort: number;
  flow: string;
  school_code: string;
  school_name: string;
  student_id: string;
  student_block: StudentBlock | null;
  form_values: AgreementValues;
  school_block: SchoolBlock | null;
}

/**
 * What the parties sign, word for word: the blocks as frozen, the articles, when it takes effect. Sensitive values
 * stand in it as masks, with the student's id beside them: the record can be shown, and cannot be about another person.
 */
export function contentOf(source: ContentSource, policy: SchoolPolicy): Record<string, unknown> {
  const { employer, terms, archive, breach } = source.form_values;
  return {
    agreementNo: source.agreement_no,
    revision: source.revision,
    cohort: source.cohort,
    flow: source.flow,
    school: { code: source.school_code, name: source.school_name },
    studentId: source.student_id,
    student: source.student_block,
    employer,
    terms,
    archive,
    breach,
    schoolBlock: source.school_block,
    effectiveAt: policy.sign.effective_at,
    articles: { version: ARTICLES_VERSION, texts: agreementArticles(policy.sign.effective_at) },
  };
}

/** SHA-256 of the canonical JSON: the fingerprint that a signer is shown and signs. */
export function hashOf(content: Record<string, unknown>): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}
