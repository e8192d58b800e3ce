import { Injectable } from '@nestjs/common';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AccountWriter, type Initial } from '../../accounts/index.js';
import { AccountNotices } from './account-notices.js';
import { refusalOf, type StudentActName } from './student-acts.js';
import { StudentQueries } from './student-queries.js';
import { factsOf, type StudentAccount } from './student-row.js';

export type ActResult =
  { kind: 'done'; initial: Initial | null } | { kind: 'refused'; reason: string } | { kind: 'absent' };

export interface ActOrder {
  action: StudentActName;
  reason: string;
}

/** One act on one student's account, alone or as one of many: the lock, the rule, the record and the word to the student. */
@Injectable()
export class ActRunner {
  constructor(
    private readonly queries: StudentQueries,
    private readonly writer: AccountWriter,
    private readonly notices: AccountNotices,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
  ) {}

  /** The row that `run` will act on, locked and within the actor's scope. */
  lock(tx: Tx, ctx: RequestContext, studentId: string): Promise<StudentAccount | undefined> {
    return this.queries.find(tx, ctx, studentId, 'for update of s');
  }

  async run(tx: Tx, ctx: RequestContext, studentId: string, order: ActOrder): Promise<ActResult> {
    const row = await this.lock(tx, ctx, studentId);
    if (!row) return { kind: 'absent' };
    const locked = (await this.queries.lockedAmong(tx, ctx, [row])).has(row.id);
    const reason = refusalOf(order.action, factsOf(row, locked));
    if (reason !== null) return { kind: 'refused', reason };
    const initial = await this.perform(tx, ctx, row, order);
    return { kind: 'done', initial };
  }

  private async perform(
    tx: Tx,
    ctx: RequestContext,
    row: StudentAccount,
    { action, reason }: ActOrder,
  ): Promise<Initial | null> {
    const { accountId } = row;
    if (accountId === null) return this.open(tx, ctx, row);
    switch (action) {
      case 'slips':
        return this.writer.resetToInitial(tx, ctx, accountId, reason);
      case 'reset': {
        const initial = await this.writer.resetToInitial(tx, ctx, accountId, reason);
        await this.notices.tell(tx, ctx, accountId, 'reset', reason);
        return initial;
      }
      case 'unlock':
        await this.writer.unlock(tx, ctx, accountId, reason);
        await this.notices.tell(tx, ctx, accountId, 'unlock', reason);
        return null;
      case 'unbind':
        await this.unbind(tx, ctx, accountId, reason);
        await this.notices.tell(tx, ctx, accountId, 'unbind', reason);
        return null;
    }
  }

  /** Students come with the school's list; their account is made when the first slip is printed. */
  private async open(tx: Tx, ctx: RequestContext, row: StudentAccount): Promise<Initial> {
    const made = await this.writer.create(tx, ctx, {
      audience: 'student',
      schoolId: ctx.schoolId,
      login: row.studentNo,
      name: row.name,
      password: { kind: 'initial', idNo: await this.idNoOf(tx, row.id) },
    });
    const { accountId, initial = null, initialKind, expiresAt } = made;
    if (!initialKind || !expiresAt) throw new Error('an account was opened without an initial password');
    await tx.exec('update student set account_id = $3 where school_id = $1 and id = $2', [
      tx.schoolId,
      row.id,
      accountId,
    ]);
    return { initial, initialKind, expiresAt };
  }

  private async idNoOf(tx: Tx, studentId: string): Promise<string | null> {
    const { sealed } = await tx.one<{ sealed: Buffer | null }>(
      'select id_no_enc as sealed from student where school_id = $1 and id = $2',
      [tx.schoolId, studentId],
    );
    return sealed && this.cipher.open('student', 'id_no_enc', studentId, sealed);
  }

  /** Whoever came in by that WeChat is out as well. */
  private async unbind(tx: Tx, ctx: RequestContext, accountId: string, reason: string): Promise<void> {
    await tx.exec(
      `update wechat_binding set unbound_at = $2, unbound_by = $3, unbound_reason = $4
        where account_id = $1 and unbound_at is null`,
      [accountId, this.clock.now(), ctx.actor.accountId, reason],
    );
    await tx.exec('update account set version = version + 1 where id = $1', [accountId]);
    await this.audit.append(tx, ctx, {
      schoolId: ctx.schoolId,
      aggregateType: 'account',
      aggregateId: accountId,
      action: 'account.wechat_unbound',
      before: { bound: true },
      after: { bound: false, reason },
    });
    await this.writer.endSessions(tx, ctx, accountId, reason);
  }
}
