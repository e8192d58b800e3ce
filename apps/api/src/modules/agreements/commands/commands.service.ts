import { Injectable } from '@nestjs/common';
import type { Slot } from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import type { CaseFilter } from '../agreement.repository.js';
import type { CaseDetail } from '../http/dto/case-detail.dto.js';
import type {
  AcceptBody,
  CreateDraftBody,
  DeclineBody,
  FailBody,
  MarkSlotBody,
  PassBody,
  RevealBody,
  RevealedValue,
  SaveDraftBody,
  SignBody,
  VersionBody,
  VoidBody,
} from '../http/dto/commands.dto.js';
import { CaseQueries } from '../queries/case-queries.js';
import { accept } from './accept.js';
import { CreateDraft } from './create-draft.js';
import { decline } from './decline.js';
import { markSlot } from './mark-slot.js';
import { Reveal } from './reveal.js';
import { clawBack, fail, pass } from './review.js';
import { saveDraft } from './save-draft.js';
import { send } from './send.js';
import { sign } from './sign.js';
import { Transitions } from './transition.js';
import type { Verb } from './verb.js';
import { voidCase } from './void-case.js';
import { discard, withdraw } from './withdraw.js';

/** Every act on an agreement. Each answers the case as it is afterwards, with what may be done next. */
@Injectable()
export class AgreementCommands {
  constructor(
    private readonly transitions: Transitions,
    private readonly cases: CaseQueries,
    private readonly drafts: CreateDraft,
    private readonly reveals: Reveal,
  ) {}

  createDraft(ctx: RequestContext, cohort: number, body: CreateDraftBody): Promise<CaseDetail> {
    return this.drafts.run(ctx, cohort, body.studentId, (tx, id) => this.cases.detail(tx, ctx, { id }));
  }

  saveDraft(ctx: RequestContext, id: string, body: SaveDraftBody, cohort: number): Promise<CaseDetail> {
    return this.run(ctx, saveDraft, { id, cohort }, body);
  }

  send(ctx: RequestContext, id: string, body: VersionBody, cohort: number): Promise<CaseDetail> {
    return this.run(ctx, send, { id, cohort }, body);
  }

  withdraw(ctx: RequestContext, id: string, body: VersionBody, cohort: number): Promise<CaseDetail> {
    return this.run(ctx, withdraw, { id, cohort }, body);
  }

  discard(ctx: RequestContext, id: string, body: VersionBody, cohort: number): Promise<CaseDetail> {
    return this.run(ctx, discard, { id, cohort }, body);
  }

  accept(ctx: RequestContext, id: string, body: AcceptBody): Promise<CaseDetail> {
    return this.run(ctx, accept, { id }, body);
  }

  decline(ctx: RequestContext, id: string, body: DeclineBody): Promise<CaseDetail> {
    return this.run(ctx, decline, { id }, body);
  }

  sign(ctx: RequestContext, id: string, body: SignBody): Promise<CaseDetail> {
    return this.run(ctx, sign, { id }, body);
  }

  pass(ctx: RequestContext, id: string, body: PassBody): Promise<CaseDetail> {
    return this.run(ctx, pass, { id }, body);
  }

  fail(ctx: RequestContext, id: string, body: FailBody): Promise<CaseDetail> {
    return this.run(ctx, fail, { id }, body);
  }

  clawBack(ctx: RequestContext, id: string, body: VersionBody): Promise<CaseDetail> {
    return this.run(ctx, clawBack, { id }, body);
  }

  markSlot(ctx: RequestContext, id: string, slot: Slot, body: MarkSlotBody): Promise<CaseDetail> {
    return this.run(ctx, markSlot, { id }, { ...body, slot });
  }

  voidCase(ctx: RequestContext, id: string, body: VoidBody): Promise<CaseDetail> {
    return this.run(ctx, voidCase, { id }, body);
  }

  reveal(ctx: RequestContext, id: string, body: RevealBody): Promise<RevealedValue> {
    return this.reveals.run(ctx, id, body);
  }

  private run<I extends { version: number }>(
    ctx: RequestContext,
    verb: Verb<I>,
    filter: CaseFilter,
    input: I,
  ): Promise<CaseDetail> {
    return this.transitions.run(ctx, verb, filter, input, (tx) => this.cases.detail(tx, ctx, { id: filter.id }));
  }
}
