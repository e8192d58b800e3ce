import { Injectable } from '@nestjs/common';
import { AGREEMENT_BLOCKS, SCHOOL_FIELDS, STUDENT_FIELDS, type FieldOption, type FieldType } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { AgreementRepository } from '../agreement.repository.js';
import { displayValue } from '../domain/display.js';
import type { ReadingArticle, ReadingBlock, ReadingView } from '../http/dto/student.dto.js';
import { CONSENT_VERSION, SIGN_CONSENT } from '../texts/consent.js';

interface Content {
  agreementNo: string;
  articles: { texts: ReadingArticle[] };
  [block: string]: unknown;
}

interface Part {
  key: string;
  label: string;
  fields: readonly { key: string; label: string; type: FieldType; table?: string; options?: readonly FieldOption[]; unit?: string }[];
}

/** In the order of the paper form. */
const PARTS: readonly Part[] = [
  { key: 'student', label: '毕业生', fields: STUDENT_FIELDS },
  ...AGREEMENT_BLOCKS,
  { key: 'schoolBlock', label: '学校', fields: SCHOOL_FIELDS },
];

@Injectable()
export class ReadingQueries {
  constructor(
    private readonly db: Db,
    private readonly cases: AgreementRepository,
  ) {}

  /** The exact content whose hash the student signs, with what changed since the revision before. */
  get(ctx: RequestContext, id: string): Promise<ReadingView> {
    return this.db.read(ctx, async (tx) => {
      const row = await this.cases.find(tx, ctx, { id });
      if (!row) throw new AppError('NOT_FOUND');
      const now = await revision(tx, ctx, id, row.revision);
      if (!now) throw new AppError('WRONG_STATE', { detail: '协议还在审核，审核通过后才能阅读全文并签名。' });
      const before = await revision(tx, ctx, id, row.revision - 1);
      return {
        revision: row.revision,
        agreementNo: now.content.agreementNo,
        contentHash: now.hash,
        consentVersion: CONSENT_VERSION,
        consentText: SIGN_CONSENT,
        articles: now.content.articles.texts,
        blocks: PARTS.map((part) => blockView(part, now.content, before?.content)),
      };
    });
  }
}

async function revision(tx: Tx, ctx: RequestContext, id: string, number: number): Promise<{ content: Content; hash: string } | undefined> {
  return tx.maybeOne<{ content: Content; hash: string }>(
    'select content, content_hash as hash from case_revision where school_id = $1 and case_id = $2 and revision = $3',
    [ctx.schoolId, id, number],
  );
}

function blockView(part: Part, now: Content, before: Content | undefined): ReadingBlock {
  const values = (now[part.key] ?? {}) as Record<string, unknown>;
  const former = (before?.[part.key] ?? {}) as Record<string, unknown>;
  return {
    label: part.label,
    rows: part.fields.map((field) => {
      const value = displayValue(field, values[field.key]);
      const old = displayValue(field, former[field.key]);
      return { label: field.label, value, ...(before && old !== value ? { changedFrom: old } : {}) };
    }),
  };
}
