import { Injectable } from '@nestjs/common';
import {
  maskEmail,
  MEMBER_FLOW,
  MEMBER_REASONS,
  type MemberAction,
  type MemberStatus,
  type ReviewReason,
  ROLES,
} from '@qiancheng/shared';
import { grantHolds } from '../../../platform/access/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { Notifier } from '../../notifications/index.js';
import { UnitHistory } from '../kit/unit-history.js';
import { nextState } from '../review/flow-guard.js';
import { codedSentence } from '../review/history-view.js';
import type { MemberList, MemberReasonBody, MemberRole, MemberRoleBody, MemberView } from './http/members.dto.js';

interface Member {
  id: string;
  name: string;
  title: string;
  role: MemberRole;
  status: MemberStatus;
  phone: string | null;
  email: string | null;
  message: string;
  since: Date;
  version: number;
}

const COLUMNS = `m.account_id as id, a.name, m.title, m.role, m.status, a.phone_masked as phone, a.email, m.message,
  m.created_at as since, m.version`;
const FROM = 'from employer_member m join account a on a.id = m.account_id';

/** The people of a unit. What is changed here holds from their next request on: a session asks for its unit each time. */
@Injectable()
export class Members {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly history: UnitHistory,
    private readonly notifier: Notifier,
  ) {}

  list(ctx: RequestContext): Promise<MemberList> {
    return this.db.read({ schoolId: null }, (tx) => this.view(tx, ctx));
  }

  accept(ctx: RequestContext, id: string, version: number): Promise<MemberList> {
    return this.change(ctx, id, version, 'accept', async (tx, member, to) => {
      await this.write(tx, ctx, member, { status: to, role: 'employer_member' });
      await this.tell(tx, ctx, id, '加入申请已同意', '同意了你的加入申请，现在可以一起办理签约。');
    });
  }

  decline(ctx: RequestContext, id: string, body: MemberReasonBody): Promise<MemberList> {
    const reason = reasonOf(body);
    return this.change(ctx, id, body.version, 'decline', async (tx, member, to) => {
      await this.write(tx, ctx, member, { status: to, reason: said(reason) });
      await this.tell(tx, ctx, id, '加入申请没有同意', `没有同意你的加入申请。原因：${said(reason)}。`);
      return [reason];
    });
  }

  remove(ctx: RequestContext, id: string, body: MemberReasonBody): Promise<MemberList> {
    const reason = reasonOf(body);
    if (id === ctx.actor.accountId)
      throw new AppError('NOT_ALLOWED_NOW', { detail: '不能移出自己。要离开请用「退出单位」。' });
    return this.change(ctx, id, body.version, 'remove', async (tx, member, to) => {
      await this.write(tx, ctx, member, { status: to, reason: said(reason) });
      await this.tell(tx, ctx, id, '你已被移出单位', `把你移出了单位。原因：${said(reason)}。`);
      return [reason];
    });
  }

  /** Giving somebody the administration, or taking it: a unit keeps at least one administrator. */
  changeRole(ctx: RequestContext, id: string, { version, memberRole: role }: MemberRoleBody): Promise<MemberList> {
    return this.db.system(async (tx) => {
      const employerId = employerOf(ctx);
      await lockUnit(tx, employerId);
      const member = await lock(tx, employerId, id, version);
      if (member.status !== 'active')
        throw new AppError('NOT_ALLOWED_NOW', { detail: '在用的成员才能改角色。请刷新页面查看最新状态。' });
      if (member.role === role)
        throw new AppError('NOT_ALLOWED_NOW', { detail: `${member.name}已经是${ROLES[role].label}。` });
      if (member.role === 'employer_admin') await keepOneAdmin(tx, employerId, id);
      await this.write(tx, ctx, member, { status: 'active', role });
      await this.history.append(tx, ctx, {
        employerId,
        memberId: id,
        action: 'member.role',
        from: member.role,
        to: role,
      });
      await this.tell(tx, ctx, id, '你的角色变了', `把你改为${ROLES[role].label}。`);
      return this.view(tx, ctx);
    });
  }

  /** Whoever leaves may work for another unit, or for none. */
  async leave(ctx: RequestContext, version: number): Promise<void> {
    const employerId = employerOf(ctx);
    const accountId = ctx.actor.accountId as string;
    await this.db.system(async (tx) => {
      await lockUnit(tx, employerId);
      const member = await lock(tx, employerId, accountId, version);
      const to = nextState(MEMBER_FLOW, { action: 'leave', status: member.status, actor: 'person' });
      if (member.role === 'employer_admin') await keepOneAdmin(tx, employerId, accountId);
      await this.write(tx, ctx, member, { status: to, reason: '本人退出' });
      await this.history.append(tx, ctx, { employerId, action: 'member.leave', from: member.status, to });
      await this.notifier.tell(tx, ctx, {
        to: { kind: 'unit', employerId, role: 'employer_admin' },
        event: 'member_left',
        title: '有成员退出了单位',
        body: `${member.name}退出了单位。`,
        about: { kind: 'members', id: employerId },
      });
    });
  }

  private change(
    ctx: RequestContext,
    id: string,
    version: number,
    action: MemberAction & ('accept' | 'decline' | 'remove'),
    apply: (tx: Tx, member: Member, to: MemberStatus) => Promise<ReviewReason[] | void>,
  ): Promise<MemberList> {
    return this.db.system(async (tx) => {
      const employerId = employerOf(ctx);
      await lockUnit(tx, employerId);
      const member = await lock(tx, employerId, id, version);
      const to = nextState(MEMBER_FLOW, { action, status: member.status, actor: 'admin' });
      if (action === 'remove' && member.role === 'employer_admin') await keepOneAdmin(tx, employerId, id);
      const reasons = await apply(tx, member, to);
      await this.history.append(tx, ctx, {
        employerId,
        memberId: id,
        action: `member.${action}`,
        from: member.status,
        to,
        reasons: reasons ?? [],
      });
      return this.view(tx, ctx);
    });
  }

  private async write(
    tx: Tx,
    ctx: RequestContext,
    { id, role }: Member,
    next: { status: MemberStatus; role?: MemberRole; reason?: string },
  ): Promise<void> {
    await tx.exec(
      `update employer_member set status = $3, role = $4, reason = $5, decided_by = $6, decided_at = $7, version = version + 1
        where employer_id = $1 and account_id = $2`,
      [employerOf(ctx), id, next.status, next.role ?? role, next.reason ?? '', ctx.actor.accountId, this.clock.now()],
    );
    // Whoever no longer administers the unit lets nobody else in.
    if (role === 'employer_admin')
      await tx.exec(
        `update member_invitation set revoked_at = $3
          where employer_id = $1 and invited_by = $2 and accepted_at is null and revoked_at is null and expires_at > $3`,
        [employerOf(ctx), id, this.clock.now()],
      );
  }

  private async tell(tx: Tx, ctx: RequestContext, accountId: string, title: string, what: string): Promise<void> {
    const employerId = employerOf(ctx);
    const { name } = await tx.one<{ name: string }>('select name from employer where id = $1', [employerId]);
    await this.notifier.tell(tx, ctx, {
      to: { kind: 'accounts', ids: [accountId] },
      event: 'member_changed',
      title,
      body: `${name}的管理员${what}`,
      about: { kind: 'members', id: employerId },
    });
  }

  private async view(tx: Tx, ctx: RequestContext): Promise<MemberList> {
    const manages = ctx.actor.grants.some((grant) => grantHolds(grant, 'member.manage'));
    const rows = await tx.query<Member & Record<string, unknown>>(
      `select ${COLUMNS} ${FROM} where m.employer_id = $1 and (m.status = 'active' or (m.status = 'requested' and $2))
        order by m.status = 'requested' desc, m.role, m.created_at, a.id`,
      [employerOf(ctx), manages],
    );
    const admins = rows.filter((row) => row.status === 'active' && row.role === 'employer_admin').length;
    return { items: rows.map((row) => memberView(ctx, row, manages)), admins };
  }
}

function memberView(ctx: RequestContext, row: Member, manages: boolean): MemberView {
  const self = row.id === ctx.actor.accountId;
  const others = row.status === 'requested' ? ['accept', 'decline'] : ['role', 'remove'];
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    title: row.title,
    role: row.role,
    roleLabel: ROLES[row.role].label,
    status: row.status === 'requested' ? 'requested' : 'active',
    phone: row.phone,
    email: row.email && maskEmail(row.email),
    message: row.message,
    since: row.since.toISOString(),
    self,
    actions: self ? ['leave'] : manages ? others : [],
  };
}

export function employerOf(ctx: RequestContext): string {
  if (ctx.scope.kind !== 'employer') throw new AppError('NOT_FOUND');
  return ctx.scope.employerId;
}

/** Who administers a unit is changed by one at a time: two administrators cannot take it from each other at once. */
async function lockUnit(tx: Tx, employerId: string): Promise<void> {
  await tx.one('select id from employer where id = $1 for update', [employerId]);
}

async function lock(tx: Tx, employerId: string, accountId: string, version: number): Promise<Member> {
  const row = await tx.maybeOne<Member & Record<string, unknown>>(
    `select ${COLUMNS} ${FROM} where m.employer_id = $1 and m.account_id = $2 for update of m`,
    [employerId, accountId],
  );
  if (!row) throw new AppError('NOT_FOUND');
  if (row.version !== version) throw new AppError('STALE_VERSION', { extra: { currentVersion: row.version } });
  return row;
}

async function keepOneAdmin(tx: Tx, employerId: string, besides: string): Promise<void> {
  const { others } = await tx.one<{ others: number }>(
    `select count(*)::int as others from employer_member m join account a on a.id = m.account_id and a.status = 'active'
      where m.employer_id = $1 and m.status = 'active' and m.role = 'employer_admin' and m.account_id <> $2`,
    [employerId, besides],
  );
  if (others === 0) throw new AppError('LAST_ADMIN');
}

function reasonOf({ reasonCode: code, reasonText: text }: MemberReasonBody): ReviewReason {
  const known = MEMBER_REASONS.find((one) => one.code === code);
  const message = !known
    ? '没有这种原因，请重新选。'
    : known.textRequired && !text.trim()
      ? '这个原因需要写明。'
      : null;
  if (message) throw new AppError('VALIDATION_FAILED', { detail: message });
  return { field: 'whole', code, text: text.trim() };
}

const said = (reason: ReviewReason): string => codedSentence(MEMBER_REASONS, reason).replace(/[。．.]+$/u, '');
