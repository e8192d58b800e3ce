import { Injectable } from '@nestjs/common';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { NO_PASSWORD } from './account-writer.js';

export interface Holder {
  login: string;
  name: string;
  pinyin: string;
}

/** Accounts of many students at once, as they come with the school's list. */
@Injectable()
export class StudentAccounts {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /**
   * Accounts without a password: the days of an initial one begin with the slip that it is printed on, so none is made here.
   * @returns the account by its login; a login that is taken is missing
   */
  async open(tx: Tx, ctx: RequestContext, holders: readonly Holder[]): Promise<Map<string, string>> {
    const made = await tx.query<{ id: string; login: string; name: string }>(
      `insert into account (audience, school_id, login, name, pinyin, password_hash, password_kind, password_at, created_at)
       select 'student', $2, h.login, h.name, h.pinyin, $3, 'none', $4, $4
         from jsonb_to_recordset($1::jsonb) as h (login text, name text, pinyin text)
       on conflict do nothing returning id, login, name`,
      [JSON.stringify(holders), tx.schoolId, NO_PASSWORD, this.clock.now()],
    );
    await this.audit.beginAll(
      tx,
      ctx,
      made.map(({ id, login, name }) => ({
        schoolId: tx.schoolId,
        aggregateType: 'account',
        aggregateId: id,
        action: 'account.created',
        after: { audience: 'student', login, name, password: 'none', email: null },
      })),
    );
    return new Map(made.map(({ id, login }) => [login, id]));
  }

  /** After a student's name was put right: the account is called the same. */
  async rename(
    tx: Tx,
    ctx: RequestContext,
    names: readonly { accountId: string; before: string; name: string; pinyin: string }[],
  ): Promise<void> {
    if (names.length === 0) return;
    await tx.exec(
      `update account a set name = n.name, pinyin = n.pinyin, version = a.version + 1
         from jsonb_to_recordset($1::jsonb) as n ("accountId" uuid, name text, pinyin text)
        where a.id = n."accountId" and a.audience = 'student' and a.school_id = $2`,
      [JSON.stringify(names), tx.schoolId],
    );
    await this.audit.appendAll(
      tx,
      ctx,
      names.map(({ accountId, before, name }) => ({
        schoolId: tx.schoolId,
        aggregateType: 'account',
        aggregateId: accountId,
        action: 'account.edited',
        before: { name: before },
        after: { name },
      })),
    );
  }
}
