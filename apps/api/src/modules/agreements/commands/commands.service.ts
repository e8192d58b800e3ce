import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { CaseDetail } from '../http/dto/case-detail.dto.js';
import type { Slot } from '@qiancheng/shared';
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

function notYet(): Promise<never> {
  return Promise.reject(new AppError('SERVICE_UNAVAILABLE'));
}

@Injectable()
export class AgreementCommands {
  createDraft(_ctx: RequestContext, _cohort: number, _body: CreateDraftBody): Promise<CaseDetail> {
    return notYet();
  }

  saveDraft(_ctx: RequestContext, _id: string, _body: SaveDraftBody, _cohort: number): Promise<CaseDetail> {
    return notYet();
  }

  send(_ctx: RequestContext, _id: string, _body: VersionBody, _cohort: number): Promise<CaseDetail> {
    return notYet();
  }

  withdraw(_ctx: RequestContext, _id: string, _body: VersionBody, _cohort: number): Promise<CaseDetail> {
    return notYet();
  }

  discard(_ctx: RequestContext, _id: string, _body: VersionBody, _cohort: number): Promise<CaseDetail> {
    return notYet();
  }

  accept(_ctx: RequestContext, _id: string, _body: AcceptBody): Promise<CaseDetail> {
    return notYet();
  }

  decline(_ctx: RequestContext, _id: string, _body: DeclineBody): Promise<CaseDetail> {
    return notYet();
  }

  sign(_ctx: RequestContext, _id: string, _body: SignBody): Promise<CaseDetail> {
    return notYet();
  }

  pass(_ctx: RequestContext, _id: string, _body: PassBody): Promise<CaseDetail> {
    return notYet();
  }

  fail(_ctx: RequestContext, _id: string, _body: FailBody): Promise<CaseDetail> {
    return notYet();
  }

  clawBack(_ctx: RequestContext, _id: string, _body: VersionBody): Promise<CaseDetail> {
    return notYet();
  }

  voidCase(_ctx: RequestContext, _id: string, _body: VoidBody): Promise<CaseDetail> {
    return notYet();
  }

  markSlot(_ctx: RequestContext, _id: string, _slot: Slot, _body: MarkSlotBody): Promise<CaseDetail> {
    return notYet();
  }

  reveal(_ctx: RequestContext, _id: string, _body: RevealBody): Promise<RevealedValue> {
    return notYet();
  }
}
