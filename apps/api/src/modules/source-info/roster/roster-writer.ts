import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  emptySourceValues,
  isRegistryField,
  SOURCE_KEYS,
  type SourceKey,
  sourceField,
  type SourceValues,
} from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { pinyinOf } from '../../../platform/pinyin/index.js';
import { StudentAccounts } from '../../accounts/index.js';
import { StudentChecks } from '../checks/student-checks.js';
import { registryMac } from '../records/source-columns.js';
import type { SourceRecord } from '../records/source-records.js';
import type { RosterPlan } from './check-roster-row.js';
import { changeLabel, changesOf, RosterJudge } from './roster-judge.js';
import { type RosterRecord, RosterTables } from './roster-tables.js';
import type { RosterUnits } from './roster-units.js';
import type { ExistingChoice, Outcome, SourceImport, WaitingRow } from './source-imports.repository.js';

export interface WriteContext {
  order: SourceImport;
  units: RosterUnits;
  registryFields: readonly string[];
}

interface Change {
  line: number;
  before: SourceRecord;
  after: RosterRecord;
  changes: string[];
}

const RESIDENT = '居民身份证';
const OWN = new Set<SourceKey>(['name', 'studentNo', 'idNo', 'examNo', 'birthDate']);
const MOST_MACS = 2000;

/** Writes rows of a checked sheet, some hundred in a transaction and a few statements. */
@Injectable()
export class RosterWriter {
  private readonly macs = new Map<string, string>();

  constructor(
    private readonly cipher: FieldCipher,
    private readonly audit: AuditService,
    private readonly accounts: StudentAccounts,
    private readonly checks: StudentChecks,
    private readonly judge: RosterJudge,
    private readonly tables: RosterTables,
  ) {}

  /** The school may have changed since the check: whether a student is there is asked again, behind a lock. */
  async write(tx: Tx, ctx: RequestContext, rows: readonly WaitingRow[], given: WriteContext): Promise<Outcome[]> {
    const { order } = given;
    const numbers = rows.map(({ plan }) => plan.values.studentNo ?? '');
    const present = await this.judge.present(tx, ctx, numbers, 'for update of s');
    const refused = await this.refusals(tx, rows, present, given);
    const good = rows.filter(({ line }) => !refused.has(line));
    const outcomes = new Map<number, Outcome>(
      [...refused].map(([line, detail]) => [line, { line, outcome: 'failed', detail }]),
    );
    const fresh = good.filter(({ plan }) => !present.has(plan.values.studentNo ?? ''));
    for (const one of await this.create(tx, ctx, fresh, given)) outcomes.set(one.line, one);
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
    rows: readonly WaitingRow[],
    present: ReadonlyMap<string, SourceRecord>,
    { order, units }: WriteContext,
  ): Promise<Map<number, string>> {
    const refused = new Map<number, string>();
    const lines = rows.map(({ line, plan }) => ({ line, values: plan.values }));
    for (const { line, key, studentNo } of await this.judge.bearers(tx, order.cohort, lines)) {
      refused.set(line, `本届学号 ${studentNo} 的学生已经用了这个${sourceField(key).label}`);
    }
    for (const { line, plan } of rows) {
      const record = present.get(plan.values.studentNo ?? '');
      if (record && record.cohort !== order.cohort) refused.set(line, `这个学号在 ${record.cohort} 届`);
      if (plan.classId !== null && !units.class(plan.classId)) refused.set(line, '班级已经不在了');
      if (!record && plan.classId === null) refused.set(line, '没有这个学号，新学生要填班级');
    }
    return refused;
  }

  private async create(
    tx: Tx,
    ctx: RequestContext,
    rows: readonly WaitingRow[],
    { order, units, registryFields }: WriteContext,
  ): Promise<Outcome[]> {
    if (rows.length === 0) return [];
    const records = rows.map(({ line, plan }) => {
      const values = { ...emptySourceValues(), ...plan.values };
      return { line, record: this.freshRecord(plan, values, order.cohort, units, registryFields) };
    });
    const holders = records.map(({ record: { values, pinyin } }) => ({
      login: values.studentNo,
      name: values.name,
      pinyin,
    }));
    const accounts = await this.accounts.open(tx, ctx, holders);
    const opened = records.flatMap(({ record }) => {
      const accountId = accounts.get(record.values.studentNo);
      return accountId === undefined ? [] : [{ ...record, accountId }];
    });
    await this.tables.insert(tx, opened);
    await this.tables.addVersions(
      tx,
      ctx,
      opened.map(({ id, values, given }) => ({ id, values, changed: given, first: true })),
    );
    await this.audit.appendAll(
      tx,
      ctx,
      opened.map(({ id }) => ({
        schoolId: tx.schoolId,
        aggregateType: 'student',
        aggregateId: id,
        action: 'source.imported',
        after: { importId: order.id, created: true },
      })),
    );
    // the registry has just said what stands there
    await this.checks.saveRows(
      tx,
      opened.map((record) => ({ ...record, registryDiffers: [] })),
    );
    return records.map(({ line, record }) =>
      accounts.has(record.values.studentNo)
        ? { line, outcome: 'created', detail: null }
        : { line, outcome: 'failed', detail: '这个学号已经是别人的登录账号，请联系平台' },
    );
  }

  private freshRecord(
    plan: RosterPlan,
    values: SourceValues,
    cohort: number,
    units: RosterUnits,
    registryFields: readonly string[],
  ): RosterRecord {
    const own = units.class(plan.classId);
    if (!own) throw new Error('a row without a class got through');
    return {
      id: randomUUID(),
      cohort,
      accountId: null,
      idType: plan.idType ?? RESIDENT,
      classId: own.id,
      collegeId: own.collegeId,
      majorId: own.majorId,
      values,
      given: Object.keys(plan.values) as SourceKey[],
      pinyin: pinyinOf(values.name),
      registryMac: this.registryMacs(plan, registryFields),
    };
  }

  private async update(
    tx: Tx,
    ctx: RequestContext,
    rows: readonly (WaitingRow & { before: SourceRecord })[],
    { order, units, registryFields }: WriteContext,
  ): Promise<Outcome[]> {
    const all = rows.map(({ line, plan, before }): Change => {
      const keys = keysOf(before, registryFields, order.existing ?? 'skip');
      return {
        line,
        before,
        changes: changesOf(before, plan, keys),
        after: this.after(before, plan, keys, units, registryFields),
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
    units: RosterUnits,
    registryFields: readonly string[],
  ): RosterRecord {
    const given = keys.filter((key) => plan.values[key] !== undefined);
    const written = Object.fromEntries(given.map((key) => [key, plan.values[key]]));
    const values = { ...before.values, ...written };
    const own = units.class(plan.classId) ?? {
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
      registryMac: { ...before.registryMac, ...this.registryMacs(plan, registryFields) },
    };
  }

  private registryMacs(plan: RosterPlan, registryFields: readonly string[]): Partial<Record<SourceKey, string>> {
    const entries = Object.entries(plan.values) as [SourceKey, string][];
    return Object.fromEntries(
      entries
        .filter(([key]) => isRegistryField(key, registryFields))
        .map(([key, value]) => [key, this.macOf(key, value)]),
    );
  }

  /** What is the same in many rows is made once; what is a person's own is not kept. */
  private macOf(key: SourceKey, value: string): string {
    if (OWN.has(key)) return registryMac(this.cipher, key, value);
    const name = `${key} ${value}`;
    const mac = this.macs.get(name) ?? registryMac(this.cipher, key, value);
    if (this.macs.size >= MOST_MACS) this.macs.clear();
    this.macs.set(name, mac);
    return mac;
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
