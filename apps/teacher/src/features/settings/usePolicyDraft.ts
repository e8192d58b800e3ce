import {
  describeChanges,
  PARAMETER_KEYS,
  PARAMETERS,
  parameterValue,
  policyAdvice,
  readPolicy,
  validatePolicy,
  withParameter,
  type ParameterKey,
  type PolicyChange,
  type PolicyProblem,
  type SchoolPolicy,
} from '@qiancheng/shared';
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';

export interface PolicyDraft {
  base: ShallowRef<SchoolPolicy>;
  draft: ShallowRef<SchoolPolicy>;
  changes: ComputedRef<PolicyChange[]>;
  problems: ComputedRef<PolicyProblem[]>;
  advice: ComputedRef<PolicyProblem[]>;
  set: (key: ParameterKey, value: unknown) => void;
  undo: (key: ParameterKey) => void;
  start: (policy: SchoolPolicy) => void;
  /** Takes this as a draft on the present base: an older version, or what is wanted again after a conflict. */
  fill: (policy: SchoolPolicy) => void;
  /** After somebody else saved: their values below, ours on top. */
  rebase: (theirs: SchoolPolicy) => void;
  problemOf: (key: ParameterKey) => string | null;
  adviceOf: (key: ParameterKey) => string | null;
  focus: Ref<string>;
}

/** What came from the server is a policy; what it lacks is filled with the product's defaults. */
export const asPolicy = (value: unknown): SchoolPolicy => readPolicy(value).policy;

/** The parameters as they are being edited, with what is wrong and what differs. */
export function usePolicyDraft(first: SchoolPolicy): PolicyDraft {
  const base = shallowRef(first);
  const draft = shallowRef(first);
  const focus = ref('');
  const problems = computed(() => validatePolicy(draft.value));
  const advice = computed(() => policyAdvice(draft.value));
  const of = (list: readonly PolicyProblem[], key: ParameterKey): string | null =>
    list.find((one) => one.path === key || (one.path === 'flows' && key === 'flows.employer_invite'))?.message ?? null;
  const put = (policy: SchoolPolicy, key: ParameterKey, value: unknown): SchoolPolicy =>
    withParameter(policy, key, value as never);

  return {
    base,
    draft,
    focus,
    problems,
    advice,
    changes: computed(() => describeChanges(base.value, draft.value)),
    set: (key, value) => {
      draft.value = put(draft.value, key, value);
    },
    undo: (key) => {
      draft.value = put(draft.value, key, parameterValue(base.value, key));
    },
    start: (policy) => {
      base.value = policy;
      draft.value = policy;
    },
    fill: (policy) => {
      draft.value = policy;
    },
    rebase: (theirs) => {
      const own = describeChanges(base.value, draft.value).map((change) => change.key);
      const mine = draft.value;
      base.value = theirs;
      draft.value = own.reduce((policy, key) => put(policy, key, parameterValue(mine, key)), theirs);
    },
    problemOf: (key) => of(problems.value, key),
    adviceOf: (key) => of(advice.value, key),
  };
}

/** The keys of a group, those that match a search. */
export function keysOf(group: string, query: string): ParameterKey[] {
  const wanted = query.trim().toLowerCase();
  return PARAMETER_KEYS.filter((key) => {
    const { group: own, title, explain } = PARAMETERS[key];
    return own === group && (wanted === '' || `${title}${explain}${key}`.toLowerCase().includes(wanted));
  });
}
