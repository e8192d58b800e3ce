import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { emptySourceValues, SOURCE_KEYS, type SourceKey, type SourceValues } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { StudentAccounts } from '../../accounts/index.js';
import { StudentChecks } from '../checks/student-checks.js';
import { columnsOf, jsonColumns } from '../records/source-columns.js';
import type { RosterPlan } from './check-roster-row.js';
import { RegistryMacs } from './registry-macs.js';
import { type RosterPlace, RosterTables, sealVersion } from './roster-tables.js';
import type { RosterClass, RosterUnits } from './roster-units.js';
import type { Outcome, WaitingRow } from './source-imports.repository.js';

/** A new student as far as the database need not be asked: sealed, digested, spelled. */
export interface NewStudent {
  id: string;
  idType: string;
  values: SourceValues;
  /** Fields that the sheet gives. */
  given: readonly SourceKey[];
  pinyin: string;
  registryMac: Partial<Record<SourceKey, string>>;
  /** Of the registry when the digests were made. */
  registryFields: readonly string[];
  /** Members of the JSON object that the row is made of. */
  columns: string;
  firstVersion: string;
}

export interface ReadyRow extends WaitingRow {
  /** Null where the student was there at the check. */
  fresh: NewStudent | null;
}

export interface PlacedStudent extends NewStudent, RosterPlace {
  accountId: string;
}

const RESIDENT = '居民身份证';

/** Students who come with the sheet: record, account, first version, findings. */
@Injectable()
export class NewStudents {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly audit: AuditService,
    private readonly accounts: StudentAccounts,
    private readonly checks: StudentChecks,
    private readonly tables: RosterTables,
    private readonly macs: RegistryMacs,
  ) {}

  ready(row: WaitingRow, registryFields: readonly string[]): ReadyRow {
    return { ...row, fresh: row.verdict === 'new' ? this.fresh(row.plan, registryFields) : null };
  }

  private fresh(plan: RosterPlan, registryFields: readonly string[]): NewStudent {
    const id = randomUUID();
    const values = { ...emptySourceValues(), ...plan.values };
    const columns = jsonColumns(columnsOf(this.cipher, id, values, SOURCE_KEYS));
    return {
      id,
      idType: plan.idType ?? RESIDENT,
      values,
      given: Object.keys(plan.values) as SourceKey[],
      pinyin: columns['pinyin'] as string,
      registryMac: this.macs.of(plan, registryFields),
      registryFields,
      columns: JSON.stringify(columns).slice(1, -1),
      firstVersion: sealVersion(this.cipher, id, 1, values),
    };
  }

  async create(
    tx: Tx,
    ctx: RequestContext,
    rows: readonly ReadyRow[],
    given: { order: { id: string; cohort: number }; units: RosterUnits; registryFields: readonly string[] },
  ): Promise<Outcome[]> {
    if (rows.length === 0) return [];
    const { order, units, registryFields } = given;
    const students = rows.map(({ line, plan, fresh }) => {
      const student = this.current(plan, fresh, registryFields);
      return { line, student: { ...student, cohort: order.cohort, ...placeOf(units.class(plan.classId)) } };
    });
    const accounts = await this.accounts.open(
      tx,
      ctx,
      students.map(({ student: { values, pinyin } }) => ({ login: values.studentNo, name: values.name, pinyin })),
    );
    const opened = students.flatMap(({ student }): PlacedStudent[] => {
      const accountId = accounts.get(student.values.studentNo);
      return accountId === undefined ? [] : [{ ...student, accountId }];
    });
    await this.tables.insert(tx, opened);
    await this.tables.addFirstVersions(tx, ctx, opened);
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
      opened.map((student) => ({ ...student, registryDiffers: [] })),
    );
    return students.map(({ line, student }) =>
      accounts.has(student.values.studentNo)
        ? { line, outcome: 'created', detail: null }
        : { line, outcome: 'failed', detail: '这个学号已经是别人的登录账号，请联系平台' },
    );
  }

  /** The school may have decided since what is of the registry; and a student who was there at the check may be gone. */
  private current(plan: RosterPlan, fresh: NewStudent | null, registryFields: readonly string[]): NewStudent {
    if (fresh === null) return this.fresh(plan, registryFields);
    if (fresh.registryFields.join() === registryFields.join()) return fresh;
    return { ...fresh, registryMac: this.macs.of(plan, registryFields), registryFields };
  }
}

function placeOf(own: RosterClass | undefined): Omit<RosterPlace, 'cohort'> {
  if (!own) throw new Error('a row without a class got through');
  return { classId: own.id, collegeId: own.collegeId, majorId: own.majorId };
}
