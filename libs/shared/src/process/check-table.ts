import { chartOf } from './chart.js';
import { GUARDS } from './guards.js';
import { makePolicy, type SchoolPolicy } from './policy.js';
import { outcomeOf } from './resolve.js';
import { permissionFor } from './row.js';
import { enabledFlows, fits, requestsOf } from './samples.js';
import { SIGNING_TABLE } from './table.js';
import { SIGNING_ACTIONS, SIGNING_STATES, type SigningState } from './states.js';
import { EFFECT_TYPES, type EffectType } from './types.js';
import { POLICY_VARIANTS } from './variants.js';

/** States that termination and reissue enter and leave: they belong to other tables. */
const OTHER_TABLES: readonly SigningState[] = ['TERM_COUNTERPARTY', 'TERM_REVIEW', 'TERMINATED', 'SUPERSEDED'];

function policiesToTry(): SchoolPolicy[] {
  const variants = Object.values(POLICY_VARIANTS);
  return variants.flatMap((base) => [
    base,
    makePolicy(
      { review: { fail_to: 'closed' }, sign: { on_timeout: 'expire' }, reconfirm: { on_timeout: 'expire' } },
      base,
    ),
  ]);
}

/** The effects that the table asks for, found by running every row on specimens under every policy. */
function effectTypesOf(policies: SchoolPolicy[]): Set<EffectType> {
  const types = new Set<EffectType>();
  for (const policy of policies) {
    for (const flow of enabledFlows(policy)) {
      for (const node of [null, ...chartOf(policy, [flow]).states]) {
        for (const row of SIGNING_TABLE.filter((candidate) => fits(candidate, node, flow, policy))) {
          for (const request of requestsOf(row, node, flow, policy)) {
            for (const effect of outcomeOf(row, request).effects) types.add(effect.type);
          }
        }
      }
    }
  }
  return types;
}

/**
 * What is wrong with the table; empty when it is sound. Run when a process boots: a table that cannot reach a state
 * or asks for an unknown effect must not wait for the first case to fall over it.
 */
export function checkTable(handled: readonly EffectType[] = EFFECT_TYPES): string[] {
  const problems: string[] = [];
  for (const action of SIGNING_ACTIONS) {
    const rows = SIGNING_TABLE.filter((row) => row.action === action).length;
    if (rows !== 1) problems.push(`action ${action} has ${rows} rows, not one`);
  }
  const ids = SIGNING_TABLE.map((row) => row.id);
  if (new Set(ids).size !== ids.length) problems.push('row ids are not unique');
  for (const row of SIGNING_TABLE) {
    for (const guard of row.guards) {
      if (!Object.hasOwn(GUARDS, guard)) problems.push(`${row.id}: unknown guard ${guard}`);
    }
    for (const kind of row.actor) {
      if (!permissionFor(row, kind)) problems.push(`${row.id}: no permission for ${kind}`);
    }
  }
  const reached = new Set<SigningState>();
  for (const policy of policiesToTry()) {
    for (const state of chartOf(policy).states) reached.add(state.state);
  }
  for (const state of SIGNING_STATES) {
    if (!reached.has(state) && !OTHER_TABLES.includes(state)) problems.push(`state ${state} cannot be reached`);
  }
  for (const state of reached) {
    if (!SIGNING_STATES.includes(state)) problems.push(`target ${state} is not a state`);
  }
  for (const type of effectTypesOf(policiesToTry())) {
    if (!handled.includes(type)) problems.push(`effect ${type} has no handler`);
  }
  return problems;
}
