import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../../platform/context/index.js';
import { AppError } from '../../../platform/http/index.js';
import type { AgreementView, CompareView, InvitationList, StudentOverview } from '../http/dto/student.dto.js';

function notYet(): Promise<never> {
  return Promise.reject(new AppError('SERVICE_UNAVAILABLE'));
}

@Injectable()
export class StudentQueries {
  overview(_ctx: RequestContext): Promise<StudentOverview> {
    return notYet();
  }

  invitations(_ctx: RequestContext, _closed: boolean): Promise<InvitationList> {
    return notYet();
  }

  compare(_ctx: RequestContext, _ids: string[]): Promise<CompareView> {
    return notYet();
  }

  agreement(_ctx: RequestContext): Promise<AgreementView> {
    return notYet();
  }
}
