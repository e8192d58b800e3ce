import { Injectable } from '@nestjs/common';
import { makePolicy, type PolicyPatch, type SchoolPolicy } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { Tx } from '../../../platform/database/index.js';

export interface PolicyInForce {
  version: number;
  policy: SchoolPolicy;
}

const CURRENT = {
  name: 'schools.current-policy',
  text: 'select max(version) as version from standing_policy where school_id = $1 and effective_from <= $2',
};

/**
 * A school's parameters. In force is the highest version whose time has come and that was not taken back. A stored version never changes, so it is cached for good; which one is in force is asked each
 * time, by one look into an index: there is nothing to invalidate.
 */
@Injectable()
export class SchoolPolicies {
  private readonly versions = new Map<string, SchoolPolicy>();

  constructor(private readonly clock: Clock) {}

  async current(tx: Tx, schoolId: number): Promise<PolicyInForce> {
    const { version } = await tx.one<{ version: number | null }>(CURRENT, [schoolId, this.clock.now()]);
    if (version === null) throw new Error(`school ${schoolId} has no policy in force`);
    return { version, policy: await this.version(tx, schoolId, version) };
  }

  /** The parameters that a case was sent under: they stay its own, whatever the school decides later. */
  async version(tx: Tx, schoolId: number, version: number): Promise<SchoolPolicy> {
    const key = `${schoolId}/${version}`;
    const known = this.versions.get(key);
    if (known) return known;
    const row = await tx.one<{ policy: PolicyPatch }>(
      'select policy from school_policy where school_id = $1 and version = $2',
      [schoolId, version],
    );
    const policy = makePolicy(row.policy);
    // A version that is being written may yet be rolled back, and its number taken by another.
    tx.afterCommit(() => void this.versions.set(key, policy));
    return policy;
  }

  /** Every version, newest first: cases in flight may follow an older one. */
  async all(tx: Tx, schoolId: number): Promise<PolicyInForce[]> {
    const rows = await tx.query<{ version: number }>(
      'select version from school_policy where school_id = $1 order by version desc',
      [schoolId],
    );
    const found: PolicyInForce[] = [];
    for (const { version } of rows) found.push({ version, policy: await this.version(tx, schoolId, version) });
    return found;
  }
}
