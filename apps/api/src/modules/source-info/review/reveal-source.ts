import { Injectable } from '@nestjs/common';
import { isRegistryField } from '@qiancheng/shared';
import { holdsFor } from '../../../platform/access/index.js';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { type PersonalField, PersonalAccesses } from '../../people/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import { SourceRecords } from '../records/source-records.js';
import type { RevealedSourceValues, RevealSourceBody } from './review.dto.js';
import { isPersonal } from './source-texts.js';

/** Covered values of both sides for somebody who says why; the note of it is written before they are given. */
@Injectable()
export class RevealSource {
  constructor(
    private readonly db: Db,
    private readonly records: SourceRecords,
    private readonly policies: SchoolPolicies,
    private readonly accesses: PersonalAccesses,
    private readonly audit: AuditService,
  ) {}

  run(ctx: RequestContext, id: string, { fields, reason }: RevealSourceBody): Promise<RevealedSourceValues> {
    return this.db.tx(ctx, async (tx) => {
      const record = await this.records.find(tx, ctx, id);
      if (!record) throw new AppError('NOT_FOUND');
      if (!holdsFor(ctx, 'case.reveal', record)) throw new AppError('FORBIDDEN');
      const keys = [...new Set(fields)].filter(isPersonal);
      if (keys.length === 0) throw new AppError('VALIDATION_FAILED', { detail: '这几项没有隐去，不用查看。' });
      const { policy } = await this.policies.current(tx, tx.schoolId as number);
      const student = (await this.records.submitted(tx, id))?.values;
      await this.audit.append(tx, ctx, {
        schoolId: tx.schoolId,
        aggregateType: 'source',
        aggregateId: id,
        action: 'source.reveal',
        after: { fields: keys, reason },
      });
      await this.accesses.note(tx, ctx, { studentIds: [id], kind: 'reveal', fields: keys as PersonalField[], reason });
      const own = (key: (typeof keys)[number]): boolean => !isRegistryField(key, policy.source.registry_fields);
      return {
        values: keys.map((key) => ({
          key,
          school: record.values[key],
          student: student && own(key) ? student[key] : null,
        })),
      };
    });
  }
}
