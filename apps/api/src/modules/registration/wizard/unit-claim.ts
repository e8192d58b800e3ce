import { Injectable } from '@nestjs/common';
import { MEMBER_FLOW, type MemberStatus } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { nextState } from '../review/flow-guard.js';
import { UnitHistory } from '../kit/unit-history.js';
import { createProvisional, nameColumns } from '../kit/unit-rows.js';
import { type KnownUnit, unitByCode } from '../kit/unit-standing.js';
import { refusePath } from './unit-look-up.js';

/** Makes a unit somebody's to register: a new row, or one that is known and nobody looks after. */
@Injectable()
export class UnitClaim {
  constructor(
    private readonly clock: Clock,
    private readonly history: UnitHistory,
  ) {}

  /** Of two who register the same code at once, the second waits here for the first, and is then led to join. */
  async take(tx: Tx, ctx: RequestContext, unit: { name: string; creditCode: string }): Promise<string> {
    const created = await createProvisional(tx, unit, this.clock.now());
    if (created) {
      await this.history.append(tx, ctx, {
        employerId: created,
        action: 'unit.register',
        to: 'provisional',
        after: unit,
      });
      return created;
    }
    const known = await unitByCode(tx, unit.creditCode, 'for update of e');
    if (!known) throw new Error('a unit whose code is taken is not there');
    refusePath(known.standing, 'register');
    await this.claim(tx, ctx, known, unit.name);
    return known.id;
  }

  /** The first administrator; by the letter that came with the registration. */
  async establish(tx: Tx, ctx: RequestContext, employerId: string, letterId: string | null): Promise<void> {
    const accountId = ctx.actor.accountId;
    const before = await statusOf(tx, employerId, accountId);
    const to = nextState(MEMBER_FLOW, { action: 'establish', status: before, actor: 'system' });
    await tx.exec(
      `insert into employer_member (account_id, employer_id, role, status, authorisation_file_id, created_at)
       values ($1, $2, 'employer_admin', $3, $4, $5)
       on conflict (account_id, employer_id) do update
         set role = 'employer_admin', status = $3, authorisation_file_id = $4, reason = '', version = employer_member.version + 1`,
      [accountId, employerId, to, letterId, this.clock.now()],
    );
    await this.history.append(tx, ctx, { employerId, action: 'member.establish', from: before, to });
  }

  private async claim(tx: Tx, ctx: RequestContext, known: KnownUnit, name: string): Promise<void> {
    const now = this.clock.now();
    if (known.status === 'rejected') {
      await tx.exec(
        `update employer set status = 'provisional', name = $2, name_norm = $3, pinyin = $4, updated_at = $5, version = version + 1
          where id = $1`,
        [known.id, ...nameColumns(name), now],
      );
    }
    // Whose registration was refused does not stay its administrator.
    const former = await tx.query<{ id: string }>(
      `update employer_member set status = 'removed', reason = '单位重新登记', decided_at = $3, version = version + 1
        where employer_id = $1 and account_id <> $2 and status in ('active', 'requested') returning account_id as id`,
      [known.id, ctx.actor.accountId, now],
    );
    for (const { id } of former) {
      await this.history.append(tx, ctx, {
        employerId: known.id,
        action: 'member.remove',
        memberId: id,
        to: 'removed',
        note: '单位重新登记',
      });
    }
    await this.history.append(tx, ctx, {
      employerId: known.id,
      action: 'unit.claim',
      from: known.status,
      to: 'provisional',
      before: { name: known.name, status: known.status },
      after: { name },
    });
  }
}

export async function statusOf(tx: Tx, employerId: string, accountId: string | null): Promise<MemberStatus | null> {
  const row = await tx.maybeOne<{ status: MemberStatus }>(
    'select status from employer_member where employer_id = $1 and account_id = $2 for update',
    [employerId, accountId],
  );
  return row?.status ?? null;
}
