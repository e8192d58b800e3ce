import { Injectable } from '@nestjs/common';
import { describeChanges, formatDateTime, readPolicy, type PolicyProblem, type SchoolPolicy } from '@qiancheng/shared';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { lockSchool, schoolOf } from '../school-of.js';
import type {
  PolicySettingsView,
  PolicyVersionContent,
  PolicyVersionView,
  SavePolicyBody,
  VersionState,
  WithdrawPolicyBody,
} from './parameters.dto.js';
import { SchoolPolicies } from './policies.js';

const FURTHEST_DAYS = 400;
const DAY_MS = 86_400_000;

interface VersionRow {
  version: number;
  effective_from: Date;
  created_at: Date;
  created_by_name: string;
  note: string;
  withdrawn_at: Date | null;
  withdrawn_by_name: string | null;
}

const VERSIONS = `
  select p.version, p.effective_from, p.created_at, p.created_by_name, p.note, w.withdrawn_at, w.withdrawn_by_name
    from school_policy p
    left join school_policy_withdrawal w on w.school_id = p.school_id and w.version = p.version
   where p.school_id = $1 order by p.version desc`;

/** Who could not pass a second step: no phone for a code, and no authenticator app. */
const WITHOUT_FACTOR = `
  select count(*)::int as count from account
   where school_id = $1 and audience = 'teacher' and status = 'active' and phone_enc is null and totp_confirmed_at is null`;

/**
 * The school's parameters as people change them: never a row again, always a new version, in force at once or at a time
 * to come. One version at most may wait, so that what is saved in between cannot get lost under it.
 */
@Injectable()
export class PolicyDesk {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly policies: SchoolPolicies,
  ) {}

  view(ctx: RequestContext): Promise<PolicySettingsView> {
    return this.db.read(ctx, (tx) => this.read(tx, schoolOf(ctx)));
  }

  content(ctx: RequestContext, version: number): Promise<PolicyVersionContent> {
    return this.db.read(ctx, async (tx) => {
      const known = (await this.versions(tx, schoolOf(ctx))).some((row) => row.version === version);
      if (!known) throw new AppError('NOT_FOUND');
      return { version, policy: asJson(await this.policies.version(tx, schoolOf(ctx), version)) };
    });
  }

  save(ctx: RequestContext, body: SavePolicyBody): Promise<PolicySettingsView> {
    const schoolId = schoolOf(ctx);
    return this.db.tx(ctx, async (tx) => {
      await lockSchool(tx, schoolId);
      const now = this.clock.now();
      const rows = await this.versions(tx, schoolId);
      const latest = checkBase(rows, body.baseVersion);
      const waiting = rows.find((row) => isScheduled(row, now));
      if (waiting) throw waitingConflict(waiting);
      const { policy, problems } = readPolicy(body.policy);
      if (problems.length > 0) throw invalid(problems);
      const current = await this.policies.current(tx, schoolId);
      const changes = describeChanges(current.policy, policy);
      if (changes.length === 0)
        throw new AppError('VALIDATION_FAILED', { detail: '和现在的参数一样，没有可以保存的改动。' });
      const from = effectiveFrom(body.effectiveFrom, now);
      await tx.exec(
        `insert into school_policy (school_id, version, policy, effective_from, note, created_by, created_by_name, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          schoolId,
          latest + 1,
          JSON.stringify(policy),
          from,
          body.note,
          ctx.actor.accountId,
          ctx.actor.displayName,
          now,
        ],
      );
      await this.audit.append(tx, ctx, {
        schoolId,
        aggregateType: 'school_policy',
        aggregateId: String(schoolId),
        action: 'policy.save',
        before: { version: current.version },
        after: { version: latest + 1, effectiveFrom: from.toISOString(), note: body.note, changes },
      });
      return this.read(tx, schoolId);
    });
  }

  /** Only before it takes effect: what was in force for a moment may already have cases under it. */
  withdraw(ctx: RequestContext, version: number, body: WithdrawPolicyBody): Promise<PolicySettingsView> {
    const schoolId = schoolOf(ctx);
    return this.db.tx(ctx, async (tx) => {
      await lockSchool(tx, schoolId);
      const now = this.clock.now();
      const rows = await this.versions(tx, schoolId);
      const row = rows.find((one) => one.version === version);
      if (!row) throw new AppError('NOT_FOUND');
      checkBase(rows, body.baseVersion);
      if (row.withdrawn_at) throw new AppError('CONFLICT', { detail: `第 ${version} 版已经撤回了。` });
      if (!isScheduled(row, now))
        throw new AppError('CONFLICT', { detail: `第 ${version} 版已经生效，不能撤回。要改回去，请另存一版。` });
      await tx.exec(
        `insert into school_policy_withdrawal (school_id, version, withdrawn_by, withdrawn_by_name, withdrawn_at)
         values ($1, $2, $3, $4, $5)`,
        [schoolId, version, ctx.actor.accountId, ctx.actor.displayName, now],
      );
      await this.audit.append(tx, ctx, {
        schoolId,
        aggregateType: 'school_policy',
        aggregateId: String(schoolId),
        action: 'policy.withdraw',
        before: { version, effectiveFrom: row.effective_from.toISOString() },
      });
      return this.read(tx, schoolId);
    });
  }

  private versions(tx: Tx, schoolId: number): Promise<VersionRow[]> {
    return tx.query<VersionRow & Record<string, unknown>>(VERSIONS, [schoolId]);
  }

  private async read(tx: Tx, schoolId: number): Promise<PolicySettingsView> {
    const now = this.clock.now();
    const rows = await this.versions(tx, schoolId);
    const current = await this.policies.current(tx, schoolId);
    const views: PolicyVersionView[] = [];
    for (const row of rows)
      views.push(await this.versionView(tx, schoolId, row, rows, stateOf(row, current.version, now)));
    const { count } = await tx.one<{ count: number }>(WITHOUT_FACTOR, [schoolId]);
    return {
      version: current.version,
      latestVersion: rows[0]?.version ?? current.version,
      scheduledVersion: views.find((view) => view.state === 'scheduled')?.version ?? null,
      policy: asJson(current.policy),
      versions: views,
      staffWithoutFactor: count,
    };
  }

  private async versionView(
    tx: Tx,
    schoolId: number,
    row: VersionRow,
    rows: readonly VersionRow[],
    state: VersionState,
  ): Promise<PolicyVersionView> {
    // what was taken back has never been in force: the next one changed what stood before it
    const before = rows.find((one) => one.version < row.version && one.withdrawn_at === null);
    const changes = before
      ? describeChanges(
          await this.policies.version(tx, schoolId, before.version),
          await this.policies.version(tx, schoolId, row.version),
        )
      : [];
    return {
      version: row.version,
      state,
      effectiveFrom: row.effective_from,
      createdAt: row.created_at,
      createdByName: row.created_by_name,
      note: row.note,
      changes: changes.map(({ key, title, from, to }) => ({ key, title, from, to })),
      withdrawnAt: row.withdrawn_at,
      withdrawnByName: row.withdrawn_by_name,
    };
  }
}

const isScheduled = (row: VersionRow, now: Date): boolean => row.withdrawn_at === null && row.effective_from > now;

function stateOf(row: VersionRow, current: number, now: Date): VersionState {
  if (row.withdrawn_at) return 'withdrawn';
  if (row.version === current) return 'in_force';
  return isScheduled(row, now) ? 'scheduled' : 'past';
}

/** @returns the newest version, which is the one that its author has seen */
function checkBase(rows: readonly VersionRow[], base: number): number {
  const newest = rows[0];
  if (!newest) throw new Error('a school without parameters');
  if (newest.version === base) return newest.version;
  throw new AppError('STALE_VERSION', {
    detail: `${newest.created_by_name || '别人'}刚刚保存了第 ${newest.version} 版。请对照后再保存你的改动。`,
    extra: { currentVersion: newest.version },
  });
}

function waitingConflict({ version, effective_from: from }: VersionRow): AppError {
  return new AppError('CONFLICT', {
    detail: `第 ${version} 版定在 ${formatDateTime(from)} 生效。要另外改，请先撤回它。`,
    extra: { scheduledVersion: version },
  });
}

function invalid(problems: readonly PolicyProblem[]): AppError {
  return new AppError('VALIDATION_FAILED', {
    detail: `有 ${problems.length} 处参数不能这样设。请按提示改正。`,
    errors: problems.map(({ path, message }) => ({ field: `policy.${path}`, code: 'policy', message: `${message}。` })),
  });
}

function effectiveFrom(wanted: string | null, now: Date): Date {
  if (wanted === null) return now;
  const from = new Date(wanted);
  const wrong = (message: string): AppError =>
    new AppError('VALIDATION_FAILED', { errors: [{ field: 'effectiveFrom', code: 'time', message }] });
  if (from < now) throw wrong('生效时间不能早于现在。');
  if (from.getTime() > now.getTime() + FURTHEST_DAYS * DAY_MS) throw wrong(`最远只能定在 ${FURTHEST_DAYS} 天以内。`);
  return from;
}

const asJson = (policy: SchoolPolicy): Record<string, unknown> => ({ ...policy });
