import { Injectable } from '@nestjs/common';
import { holdsFor } from '../../../platform/access/index.js';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { PersonalAccesses } from '../../people/index.js';
import { AgreementRepository } from '../agreement.repository.js';
import { schoolOf } from '../agreement.scope.js';
import type { RevealBody, RevealedValue, RevealField } from '../http/dto/commands.dto.js';

const COLUMNS: Record<RevealField, 'id_no_enc' | 'phone_enc' | 'address_enc'> = {
  idNo: 'id_no_enc',
  phone: 'phone_enc',
  address: 'address_enc',
};

/** Shows one covered value to somebody who says why; the record of it is written before the value is given. */
@Injectable()
export class Reveal {
  constructor(
    private readonly db: Db,
    private readonly cases: AgreementRepository,
    private readonly cipher: FieldCipher,
    private readonly audit: AuditService,
    private readonly accesses: PersonalAccesses,
  ) {}

  run(ctx: RequestContext, id: string, { field, reason }: RevealBody): Promise<RevealedValue> {
    return this.db.tx(ctx, async (tx) => {
      const row = await this.cases.sealedOf(tx, ctx, { id });
      if (!row) throw new AppError('NOT_FOUND');
      const mayReveal = holdsFor(ctx, 'case.reveal', { collegeId: row.college_id, classId: row.class_id });
      if (!mayReveal) throw new AppError('FORBIDDEN');
      const column = COLUMNS[field];
      const sealed = row[column];
      if (!sealed) throw new AppError('NOT_FOUND', { detail: '学籍库里没有登记这一项。' });
      await this.audit.append(tx, ctx, {
        schoolId: schoolOf(ctx),
        aggregateType: 'case',
        aggregateId: id,
        action: 'case.reveal',
        after: { field, reason },
      });
      await this.accesses.note(tx, ctx, { studentIds: [row.student_id], kind: 'reveal', fields: [field], reason });
      return { value: this.cipher.open('student', column, row.student_id, sealed) };
    });
  }
}
