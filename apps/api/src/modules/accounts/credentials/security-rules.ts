import { Injectable } from '@nestjs/common';
import { DEFAULT_POLICY, type SchoolPolicy } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { Tx } from '../../../platform/database/index.js';

export type Security = SchoolPolicy['security'];

const IN_FORCE = {
  name: 'accounts.security-rules',
  text: `select policy->'security' as security from standing_policy
          where school_id = $1 and effective_from <= $2 order by version desc limit 1`,
};
const OF_SCHOOL = {
  name: 'accounts.security-rules-of-code',
  text: `select s.id as "schoolId", (select policy->'security' from standing_policy p
           where p.school_id = s.id and p.effective_from <= $2 order by p.version desc limit 1) as security
           from school s where s.code = $1`,
};
const OF_ALL = {
  name: 'accounts.security-rules-of-all',
  text: `select distinct on (school_id) policy->'security' as security from standing_policy
          where effective_from <= $1 order by school_id, version desc`,
};

/** What the school has decided about log-ins; those who belong to no school live by the defaults. */
@Injectable()
export class SecurityRules {
  /** Within one transaction a school's rules are read once, however many steps of a log-in ask for them. */
  private readonly read = new WeakMap<Tx, Map<number, Security>>();

  constructor(private readonly clock: Clock) {}

  async of(tx: Tx, schoolId: number | null): Promise<Security> {
    if (schoolId === null) return DEFAULT_POLICY.security;
    const known = this.read.get(tx)?.get(schoolId);
    if (known) return known;
    const row = await tx.maybeOne<{ security: Partial<Security> | null }>(IN_FORCE, [schoolId, this.clock.now()]);
    return this.keep(tx, schoolId, row?.security);
  }

  /** For a log-in that names this school, or none. Whether there is such an account plays no part. */
  async forLogin(tx: Tx, schoolCode: string | undefined): Promise<Security> {
    if (schoolCode === undefined) return this.strictest(tx);
    const values = [schoolCode, this.clock.now()];
    const row = await tx.maybeOne<{ schoolId: number; security: Partial<Security> | null }>(OF_SCHOOL, values);
    return row ? this.keep(tx, row.schoolId, row.security) : DEFAULT_POLICY.security;
  }

  private keep(tx: Tx, schoolId: number, own: Partial<Security> | null | undefined): Security {
    const security = { ...DEFAULT_POLICY.security, ...own };
    const kept = this.read.get(tx) ?? new Map<number, Security>();
    this.read.set(tx, kept.set(schoolId, security));
    return security;
  }

  /** Where no school is named, the strictest of all: which rule applies must not tell whose account it is. */
  private async strictest(tx: Tx): Promise<Security> {
    const rows = await tx.query<{ security: Partial<Security> | null }>(OF_ALL, [this.clock.now()]);
    const all = rows.map((row) => ({ ...DEFAULT_POLICY.security, ...row.security }));
    if (all.length === 0) return DEFAULT_POLICY.security;
    return {
      ...DEFAULT_POLICY.security,
      lock_after_failures: Math.min(...all.map((one) => one.lock_after_failures)),
      lock_minutes: Math.max(...all.map((one) => one.lock_minutes)),
      captcha_after_failures: Math.min(...all.map((one) => one.captcha_after_failures)),
    };
  }
}
