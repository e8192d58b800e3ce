import { Injectable } from '@nestjs/common';
import {
  checkSourceValue,
  isRegistryField,
  isSourceKey,
  shanghaiDate,
  type SourceCheckContext,
  sourceDifferences,
  sourceField,
  type SourceKey,
  type SourceValues,
} from '@qiancheng/shared';
import { holdsFor, rolesCovering } from '../../../platform/access/index.js';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, type FieldError } from '../../../platform/http/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import { StudentChecks } from '../checks/student-checks.js';
import { type SourceRecord, SourceRecords } from '../records/source-records.js';
import { copyRefusal, lockOf } from './record-parts.js';
import { RecordViews } from './record-views.js';
import type { SaveSourceBody, SourceRecordView } from './review.dto.js';
import { mustBeFresh, resolved } from './source-standing.js';
import { maskedValues } from './source-texts.js';

/** The school's values by hand, or taken over from what the student wrote (F-053, F-054). */
@Injectable()
export class SaveSource {
  constructor(
    private readonly db: Db,
    private readonly records: SourceRecords,
    private readonly checks: StudentChecks,
    private readonly policies: SchoolPolicies,
    private readonly views: RecordViews,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  run(ctx: RequestContext, id: string, body: SaveSourceBody): Promise<SourceRecordView> {
    return this.db.tx(ctx, async (tx) => {
      const record = await this.records.find(tx, ctx, id, 'for update of s');
      if (!record) throw new AppError('NOT_FOUND');
      if (!holdsFor(ctx, 'source.edit', record)) throw new AppError('FORBIDDEN');
      const { policy } = await this.policies.current(tx, tx.schoolId as number);
      const { levels, registry_fields: registry } = policy.source;
      mustBeFresh(record, body.version, levels);
      resolved(ctx, record, levels, 'edit');
      const student = (await this.records.submitted(tx, id))?.values ?? null;
      const wanted = this.wanted(record, student, registry, body);
      await this.write(tx, ctx, record, { ...record.values, ...wanted }, body.reason ?? '');
      return this.views.view(tx, ctx, id);
    });
  }

  /**
   * Writes the school's values, keeps them as a version, and puts differences and findings right. The caller has locked
   * the row and asked whether it may be. @returns the fields that are others now
   */
  async write(
    tx: Tx,
    ctx: RequestContext,
    record: SourceRecord,
    values: SourceValues,
    note: string,
  ): Promise<SourceKey[]> {
    const changed = (Object.keys(values) as SourceKey[]).filter((key) => values[key] !== record.values[key]);
    if (changed.length === 0) return changed;
    const { policy } = await this.policies.current(tx, tx.schoolId as number);
    const student = (await this.records.submitted(tx, record.id))?.values ?? null;
    const next = { ...record, values };
    await this.records.writeValues(tx, record.id, values, changed);
    await this.records.writeDiffers(
      tx,
      record.id,
      student && sourceDifferences(values, student, policy.source.registry_fields),
    );
    const versionNo = await this.records.addVersion(tx, ctx, record.id, { kind: 'edited', values, changed });
    await this.records.addEvent(tx, ctx, record.id, {
      action: 'edit',
      level: rolesCovering(ctx, record)[0] ?? null,
      from: record.state,
      to: record.state,
      versionNo,
      note,
    });
    await this.audit.append(tx, ctx, {
      schoolId: tx.schoolId,
      aggregateType: 'source',
      aggregateId: record.id,
      action: 'source.edit',
      before: maskedValues(record.values, changed),
      after: { ...maskedValues(values, changed), ...(note ? { reason: note } : {}) },
    });
    await this.checks.saveRows(tx, [next]);
    await this.checks.saveSets(tx, record.cohort, changed);
    return changed;
  }

  /** @throws VALIDATION_FAILED by field; a value by hand counts more than a copy of the same field */
  private wanted(
    record: SourceRecord,
    student: SourceValues | null,
    registry: readonly string[],
    { copy = [], set = {}, reason = '' }: SaveSourceBody,
  ): Partial<SourceValues> {
    const check = { today: shanghaiDate(this.clock.now()), cohort: record.cohort, idType: record.idType };
    const errors: FieldError[] = [];
    const values: Partial<SourceValues> = {};
    for (const key of copy) {
      const refusal = copyRefusal(key, student, registry);
      if (refusal !== null || !student) errors.push({ field: key, code: 'NOT_COPYABLE', message: refusal ?? '' });
      else values[key] = student[key];
    }
    for (const [key, value] of Object.entries(set)) {
      const judged = judge(key, value, registry, check, reason);
      if ('error' in judged) errors.push(judged.error);
      else values[judged.key] = judged.value;
    }
    if (errors.length > 0) throw new AppError('VALIDATION_FAILED', { errors });
    if (Object.keys(values).length === 0) {
      throw new AppError('VALIDATION_FAILED', { detail: '没有要保存的修改。' });
    }
    return values;
  }
}

type Judged = { key: SourceKey; value: string } | { error: FieldError };

function judge(
  name: string,
  value: unknown,
  registry: readonly string[],
  check: SourceCheckContext,
  reason: string,
): Judged {
  const bad = (code: string, message: string, field = name): Judged => ({ error: { field, code, message } });
  if (!isSourceKey(name) || typeof value !== 'string') return bad('INVALID', '没有这一项，或值不是文字。');
  const { label, required, registry: kind } = sourceField(name);
  if (kind === 'always') return bad('REGISTRY', lockOf(name, registry) ?? '');
  if (isRegistryField(name, registry) && reason.trim().length < 2) {
    return bad('REQUIRED', `${label}是学籍字段，请写明为什么改，学生会看到。`, 'reason');
  }
  const checked = checkSourceValue(name, value, check);
  if (!checked.ok) return bad('INVALID', checked.reason);
  return checked.value === '' && required ? bad('REQUIRED', `请填写${label}。`) : { key: name, value: checked.value };
}
