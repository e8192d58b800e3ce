import { Injectable } from '@nestjs/common';
import { maskAddress, type TimerName } from '@qiancheng/shared';
import type { RequestContext } from '../../platform/context/index.js';
import { FieldCipher } from '../../platform/crypto/index.js';
import type { Prepared, Tx } from '../../platform/database/index.js';
import { caseScope } from './agreement.scope.js';
import { CASE_COLUMNS, FROM_CASE, type CaseRow } from './case-row.js';

const names = new Map<string, string>();
/** Each costs every connection some memory; far more texts than the pages' usual filters make are not worth it. */
const MOST_PREPARED = 200;

/** The few texts that scopes and usual filters make of one query, each planned once a connection. */
export function prepared(prefix: string, text: string): string | Prepared {
  const known = names.get(text);
  if (known) return { name: known, text };
  if (names.size >= MOST_PREPARED) return text;
  const name = `agreements.${prefix}.${names.size}`;
  names.set(text, name);
  return { name, text };
}

/** A workspace is one cohort: cases of another are not there. */
export interface CaseFilter {
  id: string;
  cohort?: number;
}

function whereCase(ctx: RequestContext, filter: CaseFilter, params: unknown[]): string {
  const id = `c.id = $${params.push(filter.id)}`;
  const cohort = filter.cohort === undefined ? '' : ` and c.cohort = $${params.push(filter.cohort)}`;
  return `${id}${cohort} and ${caseScope(ctx, 'c', params)}`;
}

type StoredRow = Omit<CaseRow, 'address_masked'> & { address_enc: Buffer | null };

/** Clear text of the sealed columns, for the few acts that may see it. */
export interface SealedRow {
  student_id: string;
  college_id: string;
  class_id: string;
  id_no_enc: Buffer | null;
  phone_enc: Buffer | null;
  address_enc: Buffer | null;
}

/** Every read takes the actor's scope; out of scope reads as absent. */
@Injectable()
export class AgreementRepository {
  constructor(private readonly cipher: FieldCipher) {}

  find(tx: Tx, ctx: RequestContext, filter: CaseFilter): Promise<CaseRow | undefined> {
    return this.one<CaseRow>(tx, ctx, filter, 'find', CASE_COLUMNS, '');
  }

  /** The row, locked: from here on until commit nobody else changes the case. */
  lock(tx: Tx, ctx: RequestContext, filter: CaseFilter): Promise<CaseRow | undefined> {
    return this.one<CaseRow>(tx, ctx, filter, 'lock', CASE_COLUMNS, 'for update of c');
  }

  /** The row with further columns of the caller, over the same FROM. */
  async one<R extends CaseRow>(
    tx: Tx,
    ctx: RequestContext,
    filter: CaseFilter,
    name: string,
    columns: string,
    suffix: string,
  ): Promise<R | undefined> {
    const params: unknown[] = [];
    const where = whereCase(ctx, filter, params);
    const text = `select ${columns} ${FROM_CASE} where ${where} ${suffix}`;
    const row = await tx.maybeOne<StoredRow>(prepared(name, text), params);
    return row && (this.masked(row) as R);
  }

  /** An address has no stored mask: it is made here, and the clear text goes no further. */
  private masked({ address_enc: sealed, ...row }: StoredRow): CaseRow {
    const address = sealed ? maskAddress(this.cipher.open('student', 'address_enc', row.student_id, sealed)) : null;
    return { ...row, address_masked: address };
  }

  /**
   * Commands that count a student's cases lock the student before the case, in a statement of its own: the next one
   * sees what everybody before has committed. Student first, then cases, so nobody waits in a circle.
   */
  async lockStudentOf(tx: Tx, ctx: RequestContext, filter: CaseFilter): Promise<boolean> {
    const params: unknown[] = [];
    const where = whereCase(ctx, filter, params);
    const text = `select 1 from signing_case c join student s on s.school_id = c.school_id and s.id = c.student_id
                   where ${where} for update of s`;
    return (await tx.maybeOne(prepared('lock-student', text), params)) !== undefined;
  }

  /** Is there such a case for this actor? Asked before something expensive is done for it. */
  async exists(tx: Tx, ctx: RequestContext, filter: CaseFilter): Promise<boolean> {
    const params: unknown[] = [];
    const where = whereCase(ctx, filter, params);
    return (await tx.maybeOne(`select 1 from signing_case c where ${where}`, params)) !== undefined;
  }

  async sealedOf(tx: Tx, ctx: RequestContext, filter: CaseFilter): Promise<SealedRow | undefined> {
    const params: unknown[] = [];
    const where = whereCase(ctx, filter, params);
    return tx.maybeOne<SealedRow & Record<string, unknown>>(
      `select c.student_id, c.college_id, c.class_id, s.id_no_enc, s.phone_enc, s.address_enc
         from signing_case c join student s on s.school_id = c.school_id and s.id = c.student_id where ${where}`,
      params,
    );
  }

  /** What should have rung by now in the transaction's school: for the sweep behind the timers. */
  async systemOverdue(tx: Tx, now: Date, limit: number): Promise<{ id: string; timer: TimerName; at: Date }[]> {
    return tx.query<{ id: string; timer: TimerName; at: Date }>(
      `select id, deadline_at as at,
              case state when 'SIGNING' then 'sign_deadline' when 'RECONFIRM' then 'reconfirm'
                         when 'EMP_PENDING' then 'emp_pending' else 'invite_expiry' end as timer
         from signing_case
        where school_id = $1 and deadline_at < $2 and state in ('INVITED', 'SIGNING', 'EMP_PENDING', 'RECONFIRM')
        order by deadline_at, id limit $3`,
      [tx.schoolId, now, limit],
    );
  }
}
