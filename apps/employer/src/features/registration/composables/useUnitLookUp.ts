import { lookUpUnit, type LookUpView } from '@qiancheng/api-client/employer';
import { creditCodeProgress, type CreditCodeProgress } from '@qiancheng/shared';
import { ask, proveWork, toProblem, type ApiProblem } from '@qiancheng/web-core';
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue';

export interface UnitLookUp {
  /** What can be told of the code without asking anybody. */
  typed: ComputedRef<CreditCodeProgress>;
  /** The platform is being asked. */
  asking: ComputedRef<boolean>;
  found: ComputedRef<LookUpView | null>;
  problem: ShallowRef<ApiProblem | null>;
  retry: () => void;
}

/** Somebody who pastes and corrects should not be asked twice. */
const PAUSE_MS = 350;

/** A code is looked up once it is whole and right; an answer to an older code is dropped. */
export function useUnitLookUp(code: Ref<string>): UnitLookUp {
  const typed = computed(() => creditCodeProgress(code.value));
  const whole = computed(() => (typed.value.passed.includes('registrar') ? typed.value.value : null));
  const answer = shallowRef<LookUpView | null>(null);
  const pending = shallowRef<string | null>(null);
  const problem = shallowRef<ApiProblem | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function lookUp(creditCode: string): Promise<void> {
    pending.value = creditCode;
    problem.value = null;
    try {
      const view = await ask(lookUpUnit({ body: { creditCode, captcha: await proveWork() } }));
      if (pending.value === creditCode) answer.value = view;
    } catch (error) {
      if (pending.value === creditCode) problem.value = toProblem(error);
    } finally {
      if (pending.value === creditCode) pending.value = null;
    }
  }

  watch(
    whole,
    (creditCode) => {
      clearTimeout(timer);
      problem.value = null;
      if (creditCode === null || answer.value?.creditCode === creditCode) {
        pending.value = null;
        return;
      }
      pending.value = creditCode;
      timer = setTimeout(() => void lookUp(creditCode), PAUSE_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));

  return {
    typed,
    asking: computed(() => pending.value !== null),
    found: computed(() => (answer.value && answer.value.creditCode === whole.value ? answer.value : null)),
    problem,
    retry: () => {
      if (whole.value) void lookUp(whole.value);
    },
  };
}
