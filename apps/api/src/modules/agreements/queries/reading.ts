import { Injectable } from '@nestjs/common';
import {
  AGREEMENT_BLOCKS,
  SCHOOL_FIELDS,
  STUDENT_FIELDS,
  type AgreementValues,
  type FieldDef,
  type SchoolBlock,
  type StudentBlock,
  type ViewField,
} from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { AgreementRepository } from '../agreement.repository.js';
import { displayValue } from '../domain/display.js';
import type { ReadingBlock, ReadingRow, ReadingView } from '../http/dto/student.dto.js';
import type { Article } from '../texts/articles.js';
import { CONSENT_VERSION, SIGN_CONSENT } from '../texts/consent.js';

/** A fixed revision, as contentOf made it. */
interface Content extends AgreementValues {
  student: StudentBlock | null;
  schoolBlock: SchoolBlock | null;
  articles: { texts: Article[] };
}

interface RevisionRow {
  revision: number;
  content: Content;
  content_hash: string;
}

type Fields = readonly (FieldDef | ViewField<never>)[];

/** What is read before signing is the stored revision itself, the one that the fingerprint was taken of. */
@Injectable()
export class ReadingQueries {
  constructor(
    private readonly db: Db,
    private readonly cases: AgreementRepository,
  ) {}

  get(ctx: RequestContext, id: string): Promise<ReadingView> {
    return this.db.read(ctx, async (tx) => {
      const row = await this.cases.find(tx, ctx, { id });
      if (!row) throw new AppError('NOT_FOUND');
      const [now, before] = await this.revisions(tx, row.school_id, id, row.revision);
      if (!now || now.revision !== row.revision || row.content_hash === null || row.agreement_no === null) {
        throw new AppError('WRONG_STATE', { detail: '协议书还没有生成。学校审核通过以后就能阅读和签名。' });
      }
      return {
        revision: row.revision,
        agreementNo: row.agreement_no,
        contentHash: row.content_hash,
        consentVersion: CONSENT_VERSION,
        consentText: SIGN_CONSENT,
        articles: now.content.articles.texts,
        blocks: blocksOf(now.content, before?.content ?? null),
      };
    });
  }

  /** This revision and the one before it. */
  private revisions(tx: Tx, schoolId: number, id: string, revision: number): Promise<RevisionRow[]> {
    return tx.query<RevisionRow & Record<string, unknown>>(
      `select revision, content, content_hash from case_revision
        where school_id = $1 and case_id = $2 and revision <= $3 order by revision desc limit 2`,
      [schoolId, id, revision],
    );
  }
}

function blocksOf(now: Content, before: Content | null): ReadingBlock[] {
  const block = (label: string, fields: Fields, of: (content: Content) => object | null): ReadingBlock => ({
    label,
    rows: rowsOf(fields, now, of(now), before, before && of(before)),
  });
  return [
    block('毕业生', STUDENT_FIELDS as Fields, (content) => content.student),
    ...AGREEMENT_BLOCKS.map(({ key, label, fields }) =>
      block(key === 'employer' ? '用人单位' : label, fields, (content) => content[key]),
    ),
    block('学校', SCHOOL_FIELDS as Fields, (content) => content.schoolBlock),
  ];
}

function rowsOf(
  fields: Fields,
  now: Content,
  values: object | null,
  before: Content | null,
  former: object | null,
): ReadingRow[] {
  const shown = (field: Fields[number], content: Content, block: object | null): string | null => {
    if ('when' in field && field.when && !field.when(content)) return null;
    return displayValue(field, (block as Record<string, unknown> | null)?.[field.key]);
  };
  return fields.flatMap((field): ReadingRow[] => {
    const value = shown(field, now, values);
    const old = before === null ? value : shown(field, before, former);
    if (value === null && old === null) return [];
    return [
      value === old ? { label: field.label, value } : { label: field.label, value, changedFrom: old ?? '（空）' },
    ];
  });
}
