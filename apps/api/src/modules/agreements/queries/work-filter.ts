import { isRole } from '../../../platform/access/index.js';
import type { Grant, RequestContext } from '../../../platform/context/index.js';
import { predecessorsOf, type ReviewRole, SIGNING_FLOWS, type Slot, slotMarkers } from '@qiancheng/shared';
import type { PolicyInForce } from '../../schools/index.js';

type Bind = (value: unknown) => string;

const ROLE_OF: Record<string, ReviewRole | undefined> = {
  counsellor: 'counsellor',
  college_admin: 'college',
  center_admin: 'center',
  center_staff: 'center',
};

/** The slots of the case's present revision, as a condition on alias `c`. */
function slotCondition(policies: readonly PolicyInForce[], slot: Slot, bind: Bind): string {
  const versions = policies.filter(({ policy }) => policy.sign.slots.includes(slot));
  const parts = versions.map(({ version, policy }) => {
    const before = predecessorsOf(policy, slot);
    const ready =
      before.length === 0
        ? 'true'
        : `(select count(*) from signing_slot d where ${OF_CASE('d')} and d.slot = any(${bind(before)}::text[])) = ${before.length}`;
    return `(c.policy_version = ${bind(version)} and ${ready})`;
  });
  if (parts.length === 0) return 'false';
  return `(c.state = 'SIGNING' and not exists (select 1 from signing_slot d where ${OF_CASE('d')} and d.slot = ${bind(slot)}) and (${parts.join(' or ')}))`;
}

const OF_CASE = (d: string): string =>
  `${d}.school_id = c.school_id and ${d}.case_id = c.id and ${d}.revision = c.revision and ${d}.cleared_at is null`;

/** Waits for this slot: the ones before it are done, itself is not. */
export function waitsForSlot(policies: readonly PolicyInForce[], slot: Slot, bind: Bind): string {
  return slotCondition(policies, slot, bind);
}

/** Waits for this review role, at whatever level each school parameter version puts it. */
export function waitsForReview(policies: readonly PolicyInForce[], role: ReviewRole, bind: Bind): string {
  const parts = policies.flatMap(({ version, policy }) =>
    SIGNING_FLOWS.flatMap((flow) =>
      policy.review.levels[flow].flatMap((at, i) =>
        at === role
          ? [`(c.policy_version = ${bind(version)} and c.flow = ${bind(flow)} and c.review_level = ${i + 1})`]
          : [],
      ),
    ),
  );
  return parts.length === 0 ? 'false' : `(c.state = 'REVIEW' and (${parts.join(' or ')}))`;
}

function coverage(grant: Grant, bind: Bind): string {
  if (grant.collegeIds === null && grant.classIds === null) return 'true';
  const parts: string[] = [];
  if (grant.collegeIds?.length) parts.push(`c.college_id = any(${bind(grant.collegeIds)}::uuid[])`);
  if (grant.classIds?.length) parts.push(`c.class_id = any(${bind(grant.classIds)}::uuid[])`);
  return parts.length === 0 ? 'false' : `(${parts.join(' or ')})`;
}

/** The review roles of this account, each with the condition that its grant covers the row. */
export function reviewGrants(
  ctx: RequestContext,
  bind: Bind,
  only?: ReviewRole,
): { role: ReviewRole; covers: string }[] {
  return ctx.actor.grants.flatMap((grant) => {
    const role = isRole(grant.role) ? ROLE_OF[grant.role] : undefined;
    return role && (only === undefined || only === role) ? [{ role, covers: coverage(grant, bind) }] : [];
  });
}

/** Slots that this role records in the first place; the centre may record a unit's seal, but it does not wait for it. */
export function slotsOf(policies: readonly PolicyInForce[], role: ReviewRole): Slot[] {
  const all = policies.flatMap(({ policy }) =>
    policy.sign.slots.filter((slot) =>
      slotMarkers(policy, slot).some((marker) => marker.kind === 'staff' && marker.roles?.[0] === role),
    ),
  );
  return [...new Set(all)];
}

/** What waits for this account now, by role and scope: the work list. */
export function waitsForMe(ctx: RequestContext, policies: readonly PolicyInForce[], bind: Bind): string {
  const parts = reviewGrants(ctx, bind).map(({ role, covers }) => {
    const acts = [
      waitsForReview(policies, role, bind),
      ...slotsOf(policies, role).map((slot) => slotCondition(policies, slot, bind)),
    ];
    return `(${covers} and (${acts.join(' or ')}))`;
  });
  const mine = parts.length === 0 ? 'false' : `(${parts.join(' or ')})`;
  // I6: who started a case never reviews it
  return `(${mine} and c.initiator_id is distinct from ${bind(ctx.actor.accountId)})`;
}
