import { Injectable } from '@nestjs/common';
import { isRegistryField, SOURCE_KEYS, type SourceKey, sourceField } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { pinyinOf } from '../../../platform/pinyin/index.js';
import { StudentAccounts } from '../../accounts/index.js';
import { StudentChecks } from '../checks/student-checks.js';
import type { SourceRecord } from '../records/source-records.js';
import type { RosterPlan } from './check-roster-row.js';
import { NewStudents } from './new-students.js';
import { RegistryMacs } from './registry-macs.js';
import { changeLabel, changesOf, RosterJudge } from './roster-judge.js';
import { type RosterChange, RosterReports } from './roster-reports.js';
import { type RosterRecord, RosterTables } from './roster-tables.js';
import { classesOf, type RosterClasses } from './roster-units.js';
import type { ExistingChoice, KeptRow, Outcome, SourceImport } from './source-imports.repository.js';

export interface WriteContext {
  order: SourceImport;
  registryFields: readonly string[];
}

interface PageContext extends WriteContext {
  classes: RosterClasses;
}

interface Change extends RosterChange {
  line: number;
}

/** Writes rows of a checked sheet, some hundred in a transaction and a few statements. */
@Injectable()
export class RosterWriter {
  constructor(
    private readonly audit: AuditService,
    private readonly accounts: StudentAccounts,
    private readonly checks: StudentChecks,
    private readonly judge: RosterJudge,
    private readonly tables: RosterTables,
    private readonly newStudents: NewStudents,
    private readonly macs: RegistryMacs,
    private readonly reports: RosterReports,
  ) {}

  /** The school may have changed since the check: whether a student is there is asked again, behind a lock. */
  async write(tx: Tx, ctx: RequestContext, rows: readonly KeptRow[], asked: WriteContext): Promise<Outcome[]> {
    const { order } = asked;
    const numbers = rows.map(({ plan }) => plan.values.studentNo ?? '');
    const present = await this.judge.present(tx, ctx, numbers, 'for update of s');
    const named = [...rows.map(({ plan }) => plan.classId), ...[...present.values()].map(({ classId }) => classId)];
    const classes = await classesOf(
      tx,
      order.cohort,
      named.filter((id) => id !== null),
    );
    const given = { ...asked, classes };
    const refused = await this.refusals(tx, rows, present, given);
    const good = rows.filter(({ line }) => !refused.has(line));
    const outcomes = new Map<number, Outcome>(
      [...refused].map(([line, detail]) => [line, { line, outcome: 'failed', detail }]),
    );
    const fresh = good.filter(({ plan }) => !present.has(plan.values.studentNo ?? ''));
    for (const one of await this.newStudents.create(tx, ctx, fresh, given)) outcomes.set(one.line, one);
    const known = good.flatMap(({ line, plan }) => {
      const before = present.get(plan.values.studentNo ?? '');
      return before ? [{ line, plan, before }] : [];
    });
    if (order.existing === 'skip') {
      for (const { line } of known)
        outcomes.set(line, { line, outcome: 'skipped', detail: '学号已经有了，按选择跳过' });
    } else {
      for (const one of await this.update(tx, ctx, known, given)) outcomes.set(one.line, one);
    }
    return [...outcomes.values()];
  }

  private async refusals(
    tx: Tx,
    rows: readonly KeptRow[],
    present: ReadonlyMap<string, SourceRecord>,
    { order, classes }: PageContext,
  ): Promise<Map<number, string>> {
    const refused = new Map<number, string>();
    const lines = rows.map(({ line, plan }) => ({ line, values: plan.values }));
    for (const { line, key, studentNo } of await this.judge.bearers(tx, order.cohort, lines)) {
      refused.set(line, `本届学号 ${studentNo} 的学生已经用了这个${sourceField(key).label}`);
    }
    for (const { line, plan } of rows) {
      const record = present.get(plan.values.studentNo ?? '');
      if (record && record.cohort !== order.cohort) refused.set(line, `这个学号在 ${record.cohort} 届`);
      if (plan.classId !== null && !classes.has(plan.classId)) refused.set(line, '班级已经不在了');
      if (!record && plan.classId === null) refused.set(line, '没有这个学号，新学生要填班级');
    }
    return refused;
  }

  private async update(
    tx: Tx,
    ctx: RequestContext,
    rows: readonly { line: number; plan: RosterPlan; before: SourceRecord }[],
    { order, classes, registryFields }: PageContext,
  ): Promise<Outcome[]> {
    const all = rows.map(({ line, plan, before }): Change => {
      const keys = keysOf(before, registryFields, order.existing ?? 'skip');
      return {
        line,
        before,
        changes: changesOf(before, plan, keys),
        after: this.after(before, plan, keys, classes, registryFields),
      };
    });
    const changed = all.filter(({ changes }) => changes.length > 0);
    const same = all.filter(({ changes }) => changes.length === 0);
    // the registry says what we have: DC-05 compares with it from now on
    await this.tables.setRegistry(
      tx,
      same.map(({ after }) => after),
    );
    await this.tables.update(
      tx,
      changed.map(({ after }) => after),
    );
    await this.accounts.rename(tx, ctx, changed.flatMap(renamed));
    const fieldsOf = ({ changes }: Change): SourceKey[] => SOURCE_KEYS.filter((key) => changes.includes(key));
    await this.tables.addVersions(
      tx,
      ctx,
      changed.map((one) => ({ id: one.before.id, values: one.after.values, changed: fieldsOf(one) })),
    );
    await this.tables.addEvents(
      tx,
      ctx,
      changed.map(({ before, changes }) => ({
        id: before.id,
        state: before.state,
        note: `导入名单“${order.fileName}”：改了${changes.map(changeLabel).join('、')}`,
      })),
    );
    await this.reports.answer(tx, ctx, changed, classes);
    await this.tables.compareAgain(
      tx,
      changed.filter(({ before }) => before.differs !== null),
      registryFields,
    );
    await this.audit.appendAll(
      tx,
      ctx,
      changed.map(({ before, changes }) => ({
        schoolId: tx.schoolId,
        aggregateType: 'student',
        aggregateId: before.id,
        action: 'source.imported',
        after: { importId: order.id, fields: changes },
      })),
    );
    await this.checks.saveRows(
      tx,
      all.map(({ after }) => after),
    );
    return all.map(({ line, changes }) => ({
      line,
      outcome: changes.length > 0 ? 'updated' : 'unchanged',
      detail: null,
    }));
  }

  private after(
    before: SourceRecord,
    plan: RosterPlan,
    keys: readonly SourceKey[],
    classes: RosterClasses,
    registryFields: readonly string[],
  ): RosterRecord {
    const given = keys.filter((key) => plan.values[key] !== undefined);
    const written = Object.fromEntries(given.map((key) => [key, plan.values[key]]));
    const values = { ...before.values, ...written };
    const own = classes.get(plan.classId ?? '') ?? {
      id: before.classId,
      collegeId: before.collegeId,
      majorId: before.majorId,
    };
    return {
      id: before.id,
      cohort: before.cohort,
      accountId: before.accountId,
      idType: plan.idType ?? before.idType,
      classId: own.id,
      collegeId: own.collegeId,
      majorId: own.majorId,
      values,
      given,
      pinyin: pinyinOf(values.name),
      registryMac: { ...before.registryMac, ...this.macs.of(plan, registryFields) },
    };
  }
}

/** Which fields of a student who is there already may be written. */
function keysOf(before: SourceRecord, registryFields: readonly string[], choice: ExistingChoice): SourceKey[] {
  if (choice === 'update') return SOURCE_KEYS;
  return SOURCE_KEYS.filter((key) => isRegistryField(key, registryFields) || before.values[key] === '');
}

function renamed({ before, after }: Change): { accountId: string; before: string; name: string; pinyin: string }[] {
  if (before.accountId === null || before.values.name === after.values.name) return [];
  const { accountId } = before;
  return [{ accountId, before: before.values.name, name: after.values.name, pinyin: after.pinyin }];
}
