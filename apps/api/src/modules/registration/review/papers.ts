import { CERTIFICATE_KINDS, type CertificateKind, certificateLabel } from '@qiancheng/shared';
import type { QueryResultRow } from 'pg';
import type { Tx } from '../../../platform/database/index.js';
import type { PaperView } from './http/review.dto.js';

export type Papers = Partial<Record<CertificateKind, string>>;

interface Row extends QueryResultRow {
  id: string;
  name: string;
  mime: string;
  size: number;
  pages: number | null;
}

/** What is known of each paper, in the order in which they are looked at. One file may stand for two papers. */
export async function paperViews(
  tx: Tx,
  papers: Papers,
  natureCode: string,
  inForce: Papers | null = null,
): Promise<PaperView[]> {
  const rows = await tx.query<Row>(
    'select id, original_name as name, mime, size, pages from uploaded_file where id = any($1::uuid[])',
    [Object.values(papers)],
  );
  return CERTIFICATE_KINDS.flatMap((kind): PaperView[] => {
    const row = rows.find((one) => one.id === papers[kind]);
    if (!row) return [];
    const { name, mime, size, pages } = row;
    const before = inForce?.[kind];
    const changed = before !== undefined && before !== papers[kind];
    return [{ kind, label: certificateLabel(kind, natureCode), name, mime, size, pages, changed }];
  });
}
