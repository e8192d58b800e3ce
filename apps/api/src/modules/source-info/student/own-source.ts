import { Injectable } from '@nestjs/common';
import {
  isSourceApproved,
  isRegistryField,
  mergeSource,
  normaliseSource,
  type SchoolPolicy,
  shanghaiDate,
  type SourceAction,
  sourceActions,
  sourceClosedOn,
  type SourceCheckContext,
  type SourceError,
  type SourceKey,
  type SourceValues,
  SOURCE_KEYS,
  checkSourceForm,
  resolveSource,
  type SourceState,
  type SourceTerm,
  STUDENT_RULE_IDS,
  studentRule,
} from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import { StudentChecks } from '../checks/student-checks.js';
import { type SourceRecord, SourceRecords } from '../records/source-records.js';

export interface SourceDraft {
  /** 0 where nothing has been saved. */
  version: number;
  savedAt: Date | null;
  /** Own fields as they were written. */
  values: Partial<SourceValues>;
}

/** One student's own side: the school's record, what they wrote, and what the form shows of both. */
export interface OwnSource {
  record: SourceRecord;
  policy: SchoolPolicy;
  registry: readonly string[];
  draft: SourceDraft;
  /** What the student's own side consists of now: the draft, or what was submitted. */
  written: Partial<SourceValues>;
  /** The school's values with those over them. */
  values: SourceValues;
  ctx: SourceCheckContext;
}

export interface SourceFindingOf {
  rule: string;
  severity: string;
  field: SourceKey;
  detail: string;
}

const SET_RULES = STUDENT_RULE_IDS.filter((id) => studentRule(id).kind === 'set');

@Injectable()
export class OwnSources {
  constructor(
    private readonly records: SourceRecords,
    private readonly policies: SchoolPolicies,
    private readonly checks: StudentChecks,
    private readonly clock: Clock,
  ) {}

  /** @param lock the student's row: every act of the student takes it, so that two devices come one after the other */
  async load(tx: Tx, ctx: RequestContext, lock: '' | 'for update of s' = ''): Promise<OwnSource> {
    const record = await this.records.find(tx, ctx, studentIdOf(ctx), lock);
    if (!record) throw new AppError('NOT_FOUND');
    const { policy } = await this.policies.current(tx, tx.schoolId as number);
    const registry = policy.source.registry_fields;
    const draft = (await this.records.draft(tx, record.id)) ?? { version: 0, savedAt: null, values: {} };
    const written = await this.written(tx, record, draft, policy);
    return {
      record,
      policy,
      registry,
      draft,
      written,
      values: mergeSource(record.values, written, registry),
      ctx: { today: shanghaiDate(this.clock.now()), cohort: record.cohort, idType: record.idType },
    };
  }

  /** While it can be written, the draft; under review, what was submitted; once approved, what the school has taken. */
  private async written(
    tx: Tx,
    record: SourceRecord,
    draft: SourceDraft,
    { source: { levels, registry_fields: registry } }: SchoolPolicy,
  ): Promise<Partial<SourceValues>> {
    if (isSourceApproved(record.state, levels)) return {};
    const open = record.state === 'not_started' || record.state === 'returned';
    if (open && draft.version > 0) return draft.values;
    const submitted = await this.records.submitted(tx, record.id);
    return submitted ? ownValues(submitted.values, registry) : {};
  }

  /** @throws AppError NOT_ALLOWED_NOW with the sentence of the process. @returns the state afterwards */
  resolve(own: OwnSource, action: SourceAction): SourceState {
    const result = resolveSource({ ...question(own), action });
    if (!result.ok) throw new AppError('NOT_ALLOWED_NOW', { detail: result.reason });
    return result.to;
  }

  actions(own: OwnSource): ReturnType<typeof sourceActions> {
    return sourceActions(question(own));
  }

  errors({ values, registry, ctx }: OwnSource): SourceError[] {
    return checkSourceForm(normaliseSource(values, registry, ctx), registry, ctx);
  }

  /** The rules of one row over what the form shows, nothing written; of those of the cohort, what was last found. */
  async findings(tx: Tx, own: OwnSource): Promise<SourceFindingOf[]> {
    const values = normaliseSource(own.values, own.registry, own.ctx);
    const shared = await tx.query<{ rule: string; severity: string; field: SourceKey; detail: string }>(
      `select rule, severity, field, detail from check_finding
        where school_id = $1 and student_id = $2 and rule = any($3::text[]) order by rule`,
      [tx.schoolId, own.record.id, SET_RULES],
    );
    // of a phone that is about to change, the comparison with others says nothing
    const standing = shared.filter(({ field }) => values[field] === own.record.values[field]);
    return [...this.checks.rowFindings({ ...own.record, values }), ...standing];
  }
}

/** The part of the values that is the student's to write. */
export function ownValues(values: SourceValues, registry: readonly string[]): Partial<SourceValues> {
  const own: Partial<SourceValues> = {};
  for (const key of SOURCE_KEYS) if (!isRegistryField(key, registry)) own[key] = values[key];
  return own;
}

export function termOf({ until, late }: SourceRecord): SourceTerm | null {
  return until === null ? null : { until, late };
}

function question({ record, policy, ctx: { today } }: OwnSource): Parameters<typeof sourceActions>[0] {
  return {
    snapshot: {
      state: record.state,
      lastPassBy: record.passedBy,
      cohortOpen: record.cohortOpen,
      closedOn: sourceClosedOn(termOf(record), today),
    },
    actor: { kind: 'student' },
    levels: policy.source.levels,
  };
}

export function studentIdOf({ scope }: RequestContext): string {
  if (scope.kind !== 'student') throw new Error(`a ${scope.kind} scope has no source information of its own`);
  return scope.studentId;
}
