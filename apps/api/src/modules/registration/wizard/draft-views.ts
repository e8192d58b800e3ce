import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/index.js';
import { VerificationCodes } from '../../accounts/index.js';
import { Papers } from '../certification/papers.js';
import { unitByCode } from '../kit/unit-standing.js';
import type { Draft } from './draft-row.js';
import { type DraftOwner, Drafts } from './drafts.repository.js';
import type { DraftAnswer, DraftView, SchoolAskedView } from './http/wizard.dto.js';

/** A draft as the pages show it. */
@Injectable()
export class DraftViews {
  constructor(
    private readonly drafts: Drafts,
    private readonly papers: Papers,
    private readonly codes: VerificationCodes,
  ) {}

  async answer(tx: Tx, owner: DraftOwner): Promise<DraftAnswer> {
    const draft = await this.drafts.find(tx, owner);
    return { draft: draft ? await this.view(tx, draft) : null };
  }

  async view(tx: Tx, draft: Draft): Promise<DraftView> {
    const unit = await unitByCode(tx, draft.creditCode);
    return {
      version: draft.version,
      path: draft.path,
      name: draft.name,
      creditCode: draft.creditCode,
      standing: unit?.standing ?? 'unknown',
      contact: draft.accountId
        ? null
        : { login: draft.login, person: draft.person, phoneMasked: draft.phoneMasked, email: draft.email },
      channels: { sms: this.codes.available('sms'), mail: this.codes.available('mail') },
      data: draft.data,
      schools: await schoolViews(tx, draft),
      message: draft.message,
      files: await this.papers.views(tx, draft.files),
      savedAt: draft.updatedAt.toISOString(),
    };
  }
}

async function schoolViews(tx: Tx, { schools }: Draft): Promise<SchoolAskedView[]> {
  const rows = await tx.query<{ id: number; code: string; name: string }>(
    'select id, code, name from school where id = any($1::int[])',
    [schools.map((asked) => asked.schoolId)],
  );
  return schools.flatMap(({ schoolId, services }) => {
    const school = rows.find((row) => row.id === schoolId);
    return school ? [{ schoolCode: school.code, schoolName: school.name, services }] : [];
  });
}
