import { setImmediate } from 'node:timers/promises';
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
import type { RosterClass, RosterClasses } from './roster-units.js';
import type { KeptRow, Outcome } from './source-imports.repository.js';

/** A new student, sealed, digested, spelled. */
interface Sealed extends RosterPlace {
  id: string;
  idType: string;
  values: SourceValues;
  /** Fields that the sheet gives. */
  given: readonly SourceKey[];
  registryMac: Partial<Record<SourceKey, string>>;
  /** The values as columns of the row. */
  columns: Record<string, unknown>;
  firstVersion: Buffer;
}

export interface NewStudent extends Sealed {
  accountId: string;
}

/** Rows that are sealed before the database, and other jobs, are listened to again. */
const IN_ONE_GO = 20;
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

  async create(
    tx: Tx,
    ctx: RequestContext,
    rows: readonly KeptRow[],
    given: { order: { id: string; cohort: number }; classes: RosterClasses; registryFields: readonly string[] },
  ): Promise<Outcome[]> {
    if (rows.length === 0) return [];
    const { order, classes } = given;
    // in the order of their time, so that what is written together stands together in the indexes
    const ids = await tx.query<{ id: string }>('select uuidv7() as id from generate_series(1, $1)', [rows.length]);
    const sealed: Sealed[] = [];
    for (const [i, { id }] of ids.entries()) {
      if (i % IN_ONE_GO === 0) await setImmediate();
      const { plan } = rows[i] as KeptRow;
      const place = { cohort: order.cohort, ...placeOf(classes.get(plan.classId ?? '')) };
      sealed.push({ ...this.sealed(id, plan, given.registryFields), ...place });
    }
    const accounts = await this.accounts.open(
      tx,
      ctx,
      sealed.map(({ values, columns }) => ({
        login: values.studentNo,
        name: values.name,
        pinyin: columns['pinyin'] as string,
      })),
    );
    const students = sealed.flatMap((student): NewStudent[] => {
      const accountId = accounts.get(student.values.studentNo);
      return accountId === undefined ? [] : [{ ...student, accountId }];
    });
    await this.tables.insert(tx, students);
    await this.tables.addFirstVersions(tx, ctx, students);
    await this.audit.beginAll(
      tx,
      ctx,
      students.map(({ id }) => ({
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
      students.map((student) => ({ ...student, registryDiffers: [] })),
    );
    return rows.map(({ line, plan }) =>
      accounts.has(plan.values.studentNo ?? '')
        ? { line, outcome: 'created', detail: null }
        : { line, outcome: 'failed', detail: '这个学号已经是别人的登录账号，请联系平台' },
    );
  }

  private sealed(id: string, plan: RosterPlan, registryFields: readonly string[]): Omit<Sealed, keyof RosterPlace> {
    const values = { ...emptySourceValues(), ...plan.values };
    return {
      id,
      idType: plan.idType ?? RESIDENT,
      values,
      given: Object.keys(plan.values) as SourceKey[],
      registryMac: this.macs.of(plan, registryFields),
      columns: jsonColumns(columnsOf(this.cipher, id, values, SOURCE_KEYS)),
      firstVersion: sealVersion(this.cipher, id, 1, values),
    };
  }
}

function placeOf(own: RosterClass | undefined): Omit<RosterPlace, 'cohort'> {
  if (!own) throw new Error('a row without a class got through');
  return { classId: own.id, collegeId: own.collegeId, majorId: own.majorId };
}
