import { Injectable } from '@nestjs/common';
import {
  isRegistryField,
  isSourceKey,
  mergeSource,
  normaliseSource,
  sourceDifferences,
  type SourceKey,
  type SourceValues,
} from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError, type FieldError } from '../../../platform/http/index.js';
import { StudentChecks } from '../checks/student-checks.js';
import type { OwnSourceSaved, OwnSourceView } from '../http/student-source.dto.js';
import { SourceRecords } from '../records/source-records.js';
import { type OwnSource, OwnSources, ownValues } from './own-source.js';
import { OwnSourceViews } from './own-source-views.js';

/** Nobody types more into one field; beyond it, it is no slip that has to be kept. */
const MOST_WRITTEN = 500;

/** What the student does: every act locks the student's row first, then compares the draft's version. */
@Injectable()
export class StudentSourceActs {
  constructor(
    private readonly db: Db,
    private readonly own: OwnSources,
    private readonly views: OwnSourceViews,
    private readonly records: SourceRecords,
    private readonly checks: StudentChecks,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Single fields, as they were written: what is wrong is kept and named, so that nothing typed is lost. */
  save(ctx: RequestContext, body: { version: number; values: Record<string, unknown> }): Promise<OwnSourceSaved> {
    return this.db.tx(ctx, async (tx) => {
      const own = await this.own.load(tx, ctx, 'for update of s');
      this.own.resolve(own, 'save');
      assertVersion(own, body.version);
      const written = readFields(body.values, own.registry);
      const values = { ...own.written, ...written };
      const version = await this.records.saveDraft(tx, own.record.id, values);
      const merged: OwnSource = { ...own, values: mergeSource(own.record.values, values, own.registry) };
      return this.views.saved(tx, merged, version, this.clock.now());
    });
  }

  submit(ctx: RequestContext, body: { version: number }): Promise<OwnSourceView> {
    return this.db.tx(ctx, async (tx) => {
      const own = await this.own.load(tx, ctx, 'for update of s');
      const to = this.own.resolve(own, 'submit');
      assertVersion(own, body.version);
      const errors = this.own.errors(own);
      if (errors.length > 0) throw incomplete(errors);
      const { record, registry } = own;
      const values = normaliseSource(own.values, registry, own.ctx);
      const before = await this.records.submitted(tx, record.id);
      const changed = before ? sourceDifferences(before.values, values, registry) : [];
      const differs = sourceDifferences(record.values, values, registry);
      await this.records.saveDraft(tx, record.id, ownValues(values, registry));
      const versionNo = await this.records.addVersion(tx, ctx, record.id, { kind: 'submitted', values, changed });
      await this.records.writeState(tx, record.id, to, { differs });
      await this.records.addEvent(tx, ctx, record.id, {
        action: 'submit',
        level: null,
        from: record.state,
        to,
        versionNo,
      });
      await this.checks.saveRows(tx, [record]);
      await this.audit.append(tx, ctx, {
        schoolId: tx.schoolId,
        aggregateType: 'source',
        aggregateId: record.id,
        action: 'source.submit',
        before: { state: record.state },
        after: { state: to, versionNo, changed, differs },
      });
      return this.views.view(tx, ctx);
    });
  }

  /** Until the first reviewer has acted; what was written stays in the draft. */
  withdraw(ctx: RequestContext): Promise<OwnSourceView> {
    return this.db.tx(ctx, async (tx) => {
      const own = await this.own.load(tx, ctx, 'for update of s');
      const to = this.own.resolve(own, 'withdraw');
      const { record } = own;
      await this.records.writeState(tx, record.id, to, { differs: null });
      // one who came from elsewhere than this page has no draft yet: what was submitted becomes it
      if (own.draft.version === 0) await this.records.saveDraft(tx, record.id, own.written);
      await this.records.addEvent(tx, ctx, record.id, { action: 'withdraw', level: null, from: record.state, to });
      await this.audit.append(tx, ctx, {
        schoolId: tx.schoolId,
        aggregateType: 'source',
        aggregateId: record.id,
        action: 'source.withdraw',
        before: { state: record.state },
        after: { state: to },
      });
      return this.views.view(tx, ctx);
    });
  }
}

/** The other device's draft comes along, so that the page can show both. */
function assertVersion({ draft }: OwnSource, version: number): void {
  if (draft.version === version) return;
  throw new AppError('STALE_VERSION', {
    detail: '你在另一台设备或另一个页面上刚改过。看过那边的内容再保存，这里写的不会丢。',
    extra: {
      currentVersion: draft.version,
      draft: { version: draft.version, savedAt: draft.savedAt?.toISOString() ?? null, values: draft.values },
    },
  });
}

function incomplete(errors: readonly { field: SourceKey; message: string }[]): AppError {
  return new AppError('VALIDATION_FAILED', {
    detail: `有 ${errors.length} 处要改，改完才能提交。`,
    errors: errors.map(({ field, message }) => ({ field, code: 'INVALID', message })),
  });
}

function readFields(values: Record<string, unknown>, registry: readonly string[]): Partial<SourceValues> {
  const errors: FieldError[] = [];
  const written: Partial<SourceValues> = {};
  for (const [field, value] of Object.entries(values)) {
    const message = refusal(field, value, registry);
    if (message) errors.push({ field: `values.${field.slice(0, 40)}`, code: 'INVALID', message });
    else written[field as SourceKey] = value as string;
  }
  if (errors.length > 0) throw new AppError('VALIDATION_FAILED', { errors });
  return written;
}

function refusal(field: string, value: unknown, registry: readonly string[]): string | null {
  if (!isSourceKey(field)) return '没有这一项。';
  if (isRegistryField(field, registry)) return '以学籍为准，不能直接改。有误请报告给学院。';
  if (typeof value !== 'string') return '应为文字。';
  return value.length > MOST_WRITTEN ? `最多 ${MOST_WRITTEN} 个字。` : null;
}
