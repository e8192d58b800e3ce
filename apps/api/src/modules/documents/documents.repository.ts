import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import type { Layout, Variant } from './template/sheet.js';

export type DocumentKind = 'agreement' | 'bulk';

export interface StoredDocument {
  id: string;
  sha256: string;
  pages: number;
  template_version: string;
}

export interface DocumentFile extends Record<string, unknown> {
  id: string;
  case_id: string | null;
  sha256: string;
  size: number;
  file_name: string;
}

/** Which agreement a file is of. */
export interface FileOrigin {
  schoolId: number;
  caseId: string;
  revision: number;
}

export interface NewDocument {
  kind: DocumentKind;
  caseId: string | null;
  revision: number | null;
  layout: Layout | null;
  variant: Variant;
  templateVersion: string;
  key: string;
  sha256: string;
  size: number;
  pages: number;
  fileName: string;
  createdBy: string | null;
  createdAt: Date;
}

export interface PrintLogRow {
  caseId: string;
  jobRunId: string;
  revision: number;
  variant: Variant;
  copies: number;
  accountId: string | null;
  byName: string;
  reasonCode: string | null;
  reasonText: string | null;
  at: Date;
}

/** A key names what is shown; the template's version follows it, so that both can be asked for. */
const contentKey = (key: string, templateVersion: string): string => `${key}.${templateVersion}`;

@Injectable()
export class DocumentsRepository {
  /** The file of this key: by the present template, or by any when the paper is settled (the oldest then: what was signed first). */
  find(tx: Tx, kind: DocumentKind, key: string, templateVersion: string | null): Promise<StoredDocument | undefined> {
    const columns = 'id, sha256, pages, template_version';
    return templateVersion === null
      ? tx.maybeOne(
          `select ${columns} from document where school_id = $1 and kind = $2 and content_key ^@ $3
            order by created_at, id limit 1`,
          [tx.schoolId, kind, `${key}.`],
        )
      : tx.maybeOne(`select ${columns} from document where school_id = $1 and kind = $2 and content_key = $3`, [
          tx.schoolId,
          kind,
          contentKey(key, templateVersion),
        ]);
  }

  /** Two workers may have made the same file: the first row counts, and both answer it. */
  async store(tx: Tx, doc: NewDocument): Promise<StoredDocument> {
    const key = contentKey(doc.key, doc.templateVersion);
    await tx.exec(
      `insert into document (school_id, case_id, kind, revision, layout, variant, template_version, content_key,
                             sha256, size, pages, file_name, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
       on conflict (school_id, kind, content_key) do nothing`,
      [
        tx.schoolId,
        doc.caseId,
        doc.kind,
        doc.revision,
        doc.layout,
        doc.variant,
        doc.templateVersion,
        key,
        doc.sha256,
        doc.size,
        doc.pages,
        doc.fileName,
        doc.createdBy,
        doc.createdAt,
      ],
    );
    const stored = await this.find(tx, doc.kind, doc.key, doc.templateVersion);
    if (!stored) throw new Error(`document ${key} was not stored`);
    return stored;
  }

  async linkCases(tx: Tx, documentId: string, caseIds: readonly string[]): Promise<void> {
    await tx.exec(
      `insert into document_case (school_id, document_id, case_id, position)
       select $1, $2, id, position from unnest($3::uuid[]) with ordinality as t (id, position)
       on conflict do nothing`,
      [tx.schoolId, documentId, caseIds],
    );
  }

  file(tx: Tx, id: string): Promise<DocumentFile | undefined> {
    return tx.maybeOne<DocumentFile>(
      'select id, case_id, sha256, size, file_name from document where school_id = $1 and id = $2',
      [tx.schoolId, id],
    );
  }

  /** The cases that a file holds: who reads it must reach all of them. */
  async casesOf(tx: Tx, { id, case_id: caseId }: DocumentFile): Promise<string[]> {
    if (caseId !== null) return [caseId];
    const rows = await tx.query<{ case_id: string }>(
      'select case_id from document_case where school_id = $1 and document_id = $2 order by position',
      [tx.schoolId, id],
    );
    return rows.map((row) => row.case_id);
  }

  /** Copies that this party (student, unit or school) has printed so far: each prints the set for its own seals once. */
  async printedCopies(tx: Tx, caseIds: readonly string[], party: string): Promise<Map<string, number>> {
    const rows = await tx.query<{ case_id: string; copies: number }>(
      `select p.case_id, sum(p.copies)::int as copies from print_log p join account a on a.id = p.account_id
        where p.school_id = $1 and p.case_id = any($2::uuid[]) and a.audience = $3 group by p.case_id`,
      [tx.schoolId, caseIds, party],
    );
    return new Map(rows.map((row) => [row.case_id, row.copies]));
  }

  async logPrints(tx: Tx, rows: readonly PrintLogRow[]): Promise<void> {
    await tx.exec(
      `insert into print_log (school_id, case_id, job_run_id, revision, variant, copies, account_id, by_name, reason_code, reason_text, at)
       select $1, r."caseId", r."jobRunId", r.revision, r.variant, r.copies, r."accountId", r."byName", r."reasonCode", r."reasonText", r.at
         from jsonb_to_recordset($2::jsonb) as r ("caseId" uuid, "jobRunId" uuid, revision int, variant text, copies smallint,
              "accountId" uuid, "byName" text, "reasonCode" text, "reasonText" text, at timestamptz)`,
      [tx.schoolId, JSON.stringify(rows)],
    );
  }

  /** Which file the printing of this job gave. */
  async nameFile(tx: Tx, jobRunId: string, documentId: string): Promise<void> {
    await tx.exec('update print_log set document_id = $3 where school_id = $1 and job_run_id = $2', [
      tx.schoolId,
      jobRunId,
      documentId,
    ]);
  }

  async fingerprints(tx: Tx, caseId: string, revision: number): Promise<string[]> {
    const rows = await tx.query<{ sha256: string }>(
      `select sha256 from document where school_id = $1 and kind = 'agreement' and case_id = $2 and revision = $3
        group by sha256 order by min(created_at) limit 100`,
      [tx.schoolId, caseId, revision],
    );
    return rows.map((row) => row.sha256);
  }

  /** Asked before the school is known: functions of the owner answer no more than where to look. */
  async systemSchoolOf(tx: Tx, documentId: string): Promise<number | null> {
    const row = await tx.one<{ school: number | null }>('select school_of_document($1) as school', [documentId]);
    return row.school;
  }

  async systemByDigest(tx: Tx, sha256: string): Promise<FileOrigin | undefined> {
    return tx.maybeOne<FileOrigin & Record<string, unknown>>(
      'select school_id as "schoolId", case_id as "caseId", revision from document_by_sha256($1)',
      [sha256],
    );
  }

  /** Signed since before `before`, and nothing is kept of it. */
  async systemWithoutFile(tx: Tx, before: Date, limit: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select c.id from signing_case c
        where c.school_id = $1 and c.state = 'SIGNED' and c.state_since < $2
          and not exists (select from document d
            where d.school_id = c.school_id and d.case_id = c.id and d.kind = 'agreement' and d.revision = c.revision
              and d.created_at >= c.state_since)
        order by c.state_since desc, c.id limit $3`,
      [tx.schoolId, before, limit],
    );
    return rows.map((row) => row.id);
  }
}
