import { Injectable } from '@nestjs/common';
import type { AgreementValues, SchoolBlock, SchoolPolicy, SigningState, Slot, StudentBlock } from '@qiancheng/shared';
import type { RequestContext } from '../../platform/context/index.js';
import type { Tx } from '../../platform/database/index.js';
import type { Article, Strokes } from './template/sheet.js';

/** What decides about a print, and names its file; no personal data is opened for it. */
export interface PrintFacts {
  id: string;
  schoolId: number;
  state: SigningState;
  revision: number;
  version: number;
  cohort: number;
  agreementNo: string | null;
  levelCode: string;
  studentName: string;
  studentNo: string;
  policy: SchoolPolicy;
  slots: Partial<Record<Slot, { doneAt: Date }>>;
}

/** One signature or seal that was recorded. */
export interface PrintMark {
  slot: Slot;
  doneAt: Date;
  method: string;
  byName: string;
  /** YYYY-MM-DD, the day on the paper. */
  sealDate: string | null;
  strokes: Strokes | null;
  typedName: string | null;
}

/** Everything that stands on the paper, personal data in clear. */
export interface PrintContent extends PrintFacts {
  contentHash: string | null;
  school: { code: string; name: string; centerName: string; centerPhone: string | null };
  values: AgreementValues;
  student: StudentBlock;
  schoolBlock: SchoolBlock | null;
  marks: PrintMark[];
  /** As frozen in the revision: what was read before signing is what is printed. */
  articles: readonly Article[];
  voidedAt: Date | null;
}

export interface VerifyFacts {
  caseId: string;
  state: SigningState;
  stateLabel: string;
  stateSince: Date;
  agreementNo: string;
  currentRevision: number;
  revisions: { revision: number; contentHash: string; createdAt: Date }[];
  studentName: string;
  employerName: string;
  signedAt: Date | null;
}

export interface PrintRequest {
  reasonCode: string | null;
  reasonText: string | null;
  /** Copies that were printed of each case before. */
  printedCopies: ReadonlyMap<string, number>;
}

/**
 * Agreements as this module needs them. The module that owns them implements this and registers itself: it depends on
 * the documents, and the documents on nobody.
 */
export abstract class PrintSource {
  /** Those of `ids` that lie in the actor's scope, in any order; the others are absent. */
  abstract facts(tx: Tx, ctx: RequestContext, ids: readonly string[]): Promise<PrintFacts[]>;
  /** As `facts`, with all that is printed. In the worker only, outside any transaction. */
  abstract contents(ctx: RequestContext, ids: readonly string[]): Promise<PrintContent[]>;
  /** T22 for each case, its history row and its audit row included; throws the process table's refusal. */
  abstract recordPrint(tx: Tx, ctx: RequestContext, ids: readonly string[], print: PrintRequest): Promise<void>;
  /** By number, within the context's school. */
  abstract verify(tx: Tx, ctx: RequestContext, agreementNo: string): Promise<VerifyFacts | null>;
}

/** Where the implementation registers itself when the process boots. */
@Injectable()
export class PrintSources {
  private registered: PrintSource | undefined;

  use(source: PrintSource): void {
    this.registered = source;
  }

  get source(): PrintSource {
    if (!this.registered) throw new Error('no module has registered a PrintSource');
    return this.registered;
  }
}
