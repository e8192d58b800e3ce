import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../platform/context/index.js';
import { PdfService, type PdfPart } from '../../platform/pdf/index.js';
import { Storage } from '../../platform/storage/index.js';
import { isSettled, printKey } from './print-key.js';
import type { PrintFacts } from './print-source.js';
import { Press } from './press.js';
import { composeDocument, composeTurn, documentTitle, TEMPLATE_VERSION } from './template/document.js';
import type { AgreementSheet, Variant } from './template/sheet.js';

/** Copies in one document: beyond this the browser gets slower for each, and its memory grows. */
const COPIES_PER_BATCH = 100;

export interface BulkWatch {
  stop(): Promise<boolean>;
  /** How many agreements are ready. */
  done(count: number): Promise<void>;
}

/** A run of agreements for one document, or one that was signed and printed by an older template. */
type Batch = { kind: 'fresh'; ids: string[] } | { kind: 'kept'; facts: PrintFacts; sha256: string; pages: number };

interface PrintedBatch {
  bytes: Buffer;
  pages: number;
  /** One for each agreement: what was printed of it, as it was when its content was read. */
  keys: string[];
  titles: Pick<AgreementSheet, 'agreementNo' | 'studentName'>[];
}

export interface BulkFile {
  bytes: Buffer;
  pages: number;
  keys: string[];
}

/** Many agreements as one file: a document for every hundred copies, put together at the end. */
@Injectable()
export class BulkPress {
  constructor(
    private readonly press: Press,
    private readonly pdf: PdfService,
    private readonly storage: Storage,
  ) {}

  /** null: somebody stopped it. */
  async print(
    ctx: RequestContext,
    facts: readonly PrintFacts[],
    variant: Variant,
    watch: BulkWatch,
  ): Promise<BulkFile | null> {
    const batches = await this.batches(ctx, facts);
    const printed: PrintedBatch[] = [];
    // One after the other: the browser is the narrow place, and two at once only need twice the memory.
    for (const batch of batches) {
      if (await watch.stop()) return null;
      printed.push(await this.batch(ctx, batch, variant));
      await watch.done(printed.reduce((sum, each) => sum + each.keys.length, 0));
    }
    return { ...(await this.assemble(printed, variant)), keys: printed.flatMap((batch) => batch.keys) };
  }

  private async batches(ctx: RequestContext, facts: readonly PrintFacts[]): Promise<Batch[]> {
    const batches: Batch[] = [];
    let copies = 0;
    for (const each of facts) {
      const kept = isSettled(each) ? await this.press.stored(ctx, each, 'duplex') : undefined;
      const last = batches.at(-1);
      if (kept && kept.template_version !== TEMPLATE_VERSION) {
        batches.push({ kind: 'kept', facts: each, sha256: kept.sha256, pages: kept.pages });
      } else if (last?.kind === 'fresh' && copies + each.policy.print.copies <= COPIES_PER_BATCH) {
        last.ids.push(each.id);
        copies += each.policy.print.copies;
      } else {
        batches.push({ kind: 'fresh', ids: [each.id] });
        copies = each.policy.print.copies;
      }
    }
    return batches;
  }

  private async batch(ctx: RequestContext, batch: Batch, variant: Variant): Promise<PrintedBatch> {
    if (batch.kind === 'kept') {
      const bytes = await this.storage.get(batch.sha256);
      return { bytes, pages: batch.pages, keys: [printKey(batch.facts, variant)], titles: [] };
    }
    const made = await this.press.sheets(ctx, batch.ids);
    const sheets = made.map(({ sheet }) => sheet);
    const composed = composeDocument(sheets, 'duplex');
    const bytes = await this.pdf.render(composed, { tagged: false });
    const keys = made.map(({ content }) => printKey(content, variant));
    const titles = sheets.map(({ agreementNo, studentName }) => ({ agreementNo, studentName }));
    return { bytes, pages: composed.pages, keys, titles };
  }

  private async assemble(
    printed: readonly PrintedBatch[],
    variant: Variant,
  ): Promise<{ bytes: Buffer; pages: number }> {
    const count = printed.reduce((sum, batch) => sum + batch.keys.length, 0);
    const title = documentTitle(
      printed.flatMap((batch) => batch.titles),
      count,
    );
    const pages = printed.reduce((sum, batch) => sum + batch.pages, 0);
    const [only] = printed;
    if (only && printed.length === 1 && variant === 'duplex') return { bytes: only.bytes, pages };
    const parts: PdfPart[] =
      variant === 'duplex' ? printed.map(({ bytes }) => ({ bytes })) : await this.turned(printed, count, pages);
    return { bytes: await this.pdf.merge(parts, title), pages: variant === 'duplex' ? pages : pages + 2 };
  }

  /** All fronts, the page that says how to turn them, all backs in the same order, the page for checking. */
  private async turned(printed: readonly PrintedBatch[], count: number, pages: number): Promise<PdfPart[]> {
    const side = (parity: 0 | 1): PdfPart[] =>
      printed.map(({ bytes, pages: all }) => ({
        bytes,
        pages: Array.from({ length: all }, (_, index) => index).filter((index) => index % 2 === parity),
      }));
    const turn = await this.pdf.render(composeTurn({ agreements: count, papers: pages / 2 }), { tagged: false });
    return [...side(0), { bytes: turn, pages: [0] }, ...side(1), { bytes: turn, pages: [1] }];
  }
}
