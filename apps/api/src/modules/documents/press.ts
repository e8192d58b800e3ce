import { Injectable } from '@nestjs/common';
import { shanghaiDate } from '@qiancheng/shared';
import { Clock } from '../../platform/clock/index.js';
import { AppConfig } from '../../platform/config/index.js';
import type { RequestContext } from '../../platform/context/index.js';
import { Db } from '../../platform/database/index.js';
import { AppError } from '../../platform/http/index.js';
import { PdfService } from '../../platform/pdf/index.js';
import { Storage } from '../../platform/storage/index.js';
import { DocumentsRepository, type NewDocument, type StoredDocument } from './documents.repository.js';
import { isSettled, layoutOf, printKey } from './print-key.js';
import { type PrintContent, type PrintFacts, PrintSources } from './print-source.js';
import { sheetOf } from './sheet-mapper.js';
import { composeDocument, TEMPLATE_VERSION } from './template/document.js';
import type { AgreementSheet, Variant } from './template/sheet.js';

/** Makes the paper of an agreement, or finds it: what has been made once is never made again. */
@Injectable()
export class Press {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly documents: DocumentsRepository,
    private readonly sources: PrintSources,
    private readonly pdf: PdfService,
    private readonly storage: Storage,
  ) {}

  /** Those of `ids` that the actor reaches, in the order of `ids`. */
  async facts(ctx: RequestContext, ids: readonly string[]): Promise<PrintFacts[]> {
    const found = await this.db.read(ctx, (tx) => this.sources.source.facts(tx, ctx, ids));
    return inOrder(found, ids);
  }

  /** The file of this state of the agreement, if it was made before. */
  stored(ctx: RequestContext, facts: PrintFacts, variant: Variant): Promise<StoredDocument | undefined> {
    const version = isSettled(facts) ? null : TEMPLATE_VERSION;
    return this.db.read(ctx, (tx) => this.documents.find(tx, 'agreement', printKey(facts, variant), version));
  }

  async sheets(
    ctx: RequestContext,
    ids: readonly string[],
  ): Promise<{ content: PrintContent; sheet: AgreementSheet }[]> {
    const contents = inOrder(await this.sources.source.contents(ctx, ids), ids);
    return contents.map((content) => ({ content, sheet: sheetOf(content, this.config.publicUrl) }));
  }

  async single(ctx: RequestContext, caseId: string, variant: Variant): Promise<StoredDocument> {
    const [facts] = await this.facts(ctx, [caseId]);
    if (!facts) throw new AppError('NOT_FOUND');
    const known = await this.stored(ctx, facts, variant);
    if (known) return known;
    const [made] = await this.sheets(ctx, [caseId]);
    if (!made) throw new AppError('NOT_FOUND');
    const { content, sheet } = made;
    const composed = composeDocument([sheet], variant);
    const bytes = await this.pdf.render(composed);
    return this.keep(ctx, bytes, {
      kind: 'agreement',
      caseId,
      revision: content.revision,
      layout: layoutOf(content),
      variant,
      // of what was printed: a seal may have been recorded since we looked
      key: printKey(content, variant),
      pages: composed.pages,
      fileName: fileName([sheet.agreementNo, sheet.studentName], variant),
    });
  }

  /** Storage first: a row never names a file that is not there. */
  async keep(
    ctx: RequestContext,
    bytes: Buffer,
    doc: Omit<NewDocument, 'sha256' | 'size' | 'templateVersion' | 'createdBy' | 'createdAt'>,
    caseIds: readonly string[] = [],
  ): Promise<StoredDocument> {
    const { sha256, size } = await this.storage.put(bytes);
    return this.db.tx(ctx, async (tx) => {
      const stored = await this.documents.store(tx, {
        ...doc,
        sha256,
        size,
        templateVersion: TEMPLATE_VERSION,
        createdBy: ctx.actor.accountId,
        createdAt: this.clock.now(),
      });
      if (caseIds.length > 0) await this.documents.linkCases(tx, stored.id, caseIds);
      return stored;
    });
  }

  bulkName(count: number, variant: Variant): string {
    return fileName([`${count}份`, shanghaiDate(this.clock.now())], variant);
  }
}

function inOrder<T extends { id: string }>(rows: readonly T[], ids: readonly string[]): T[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id)).filter((row) => row !== undefined);
}

/** Parts that people typed become part of a file's name: what file systems refuse is left out. */
function fileName(parts: readonly string[], variant: Variant): string {
  const name = ['就业协议书', ...parts, variant === 'simplex' ? '单面打印' : ''].filter(Boolean).join('-');
  return `${name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '').slice(0, 100)}.pdf`;
}
