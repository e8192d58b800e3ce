import { Injectable } from '@nestjs/common';
import {
  CERTIFICATION_STATUS_LABELS,
  EDITABLE_CERTIFICATION,
  type ReviewReason,
  reviewSentence,
  reviewSubjectLabel,
} from '@qiancheng/shared';
import type { Tx } from '../../../platform/database/index.js';
import type { Certification } from './certification-row.js';
import type { CertificationView, FindingView } from './http/status.dto.js';
import { Papers } from './papers.js';

@Injectable()
export class OwnCertificationViews {
  constructor(private readonly papers: Papers) {}

  async view(tx: Tx, certification: Certification): Promise<CertificationView> {
    const { id, kind, status, version, data, reasons, submittedAt, dueAt, decidedAt, updatedAt } = certification;
    return {
      id,
      kind,
      status,
      statusLabel: CERTIFICATION_STATUS_LABELS[status],
      version,
      editable: EDITABLE_CERTIFICATION.includes(status),
      data,
      files: await this.papers.views(tx, certification.files),
      findings: findingsOf(reasons, data.natureCode),
      submittedAt: submittedAt?.toISOString() ?? null,
      dueAt: dueAt?.toISOString() ?? null,
      decidedAt: decidedAt?.toISOString() ?? null,
      savedAt: updatedAt.toISOString(),
    };
  }
}

export function findingsOf(reasons: readonly ReviewReason[], natureCode: string): FindingView[] {
  return reasons.map((reason) => ({
    field: reason.field,
    label: reviewSubjectLabel(reason.field, natureCode),
    words: reviewSentence(reason),
    repaired: reason.repaired ?? false,
  }));
}
