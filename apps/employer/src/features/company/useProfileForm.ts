import { getCompany, saveCompany, type CompanyProfile, type SaveProfileBody } from '@qiancheng/api-client/employer';
import { BASIC_FIELDS, checkCertificationField, type CertificationData } from '@qiancheng/shared';
import { ask, useAct, type Act } from '@qiancheng/web-core';
import { computed, reactive, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { FactsConflict } from '../facts/useFactsForm.js';

type Basic = Omit<SaveProfileBody, 'version'>;
type BasicField = keyof Basic;

export interface ProfileForm {
  values: Basic;
  dirty: ComputedRef<boolean>;
  errors: ComputedRef<Record<string, string>>;
  conflicts: ShallowRef<FactsConflict[] | null>;
  set: <F extends BasicField>(field: F, value: Basic[F]) => void;
  save: () => Promise<boolean>;
  resolve: (choose: Readonly<Record<string, 'mine' | 'theirs'>>) => void;
  reset: () => void;
  act: Act<[], void>;
}

const FIELDS: readonly BasicField[] = [...BASIC_FIELDS, 'intro'];
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export function basicOf({ data, intro }: Pick<CompanyProfile, 'data' | 'intro'>): Basic {
  const basic = Object.fromEntries(BASIC_FIELDS.map((field) => [field, data[field]])) as Omit<Basic, 'intro'>;
  return { ...basic, tags: [...data.tags], intro };
}

/**
 * What a unit changes at once. Saving is explicit: others read it at the same moment. When a colleague was faster, one is
 * asked about what both have changed; the rest of both stays.
 */
export function useProfileForm(profile: Ref<CompanyProfile>): ProfileForm {
  const values = reactive(basicOf(profile.value));
  const tried = ref(false);
  const conflicts = shallowRef<FactsConflict[] | null>(null);
  let base = basicOf(profile.value);

  const dirty = computed(() => FIELDS.some((field) => !same(values[field], basicOf(profile.value)[field])));
  const found = computed(() => {
    const wrong = BASIC_FIELDS.map((field) => {
      const value = values[field] as CertificationData[typeof field];
      return [field, checkCertificationField(field, value as never)] as const;
    });
    return Object.fromEntries(wrong.filter(([, problem]) => problem !== null)) as Record<string, string>;
  });

  const act = useAct(
    async () => {
      profile.value = await ask(saveCompany({ body: { ...values, version: profile.value.version } }));
      base = basicOf(profile.value);
      Object.assign(values, basicOf(profile.value));
      tried.value = false;
    },
    { onProblem: (problem) => problem.code === 'STALE_VERSION' && void compare() },
  );
  async function compare(): Promise<void> {
    profile.value = await ask(getCompany());
    const theirs = basicOf(profile.value);
    conflicts.value = FIELDS.filter(
      (field) =>
        !same(values[field], base[field]) && !same(theirs[field], base[field]) && !same(values[field], theirs[field]),
    ).map((field) => ({ field, mine: values[field], theirs: theirs[field] }));
  }
  function resolve(choose: Readonly<Record<string, 'mine' | 'theirs'>>): void {
    const theirs = basicOf(profile.value);
    for (const field of FIELDS) {
      const changed = !same(values[field], base[field]);
      const keep = changed && (same(theirs[field], base[field]) || choose[field] !== 'theirs');
      if (!keep) Object.assign(values, { [field]: theirs[field] });
    }
    base = theirs;
    conflicts.value = null;
    act.clear();
  }

  return {
    values,
    dirty,
    errors: computed(() => ({ ...(tried.value ? found.value : {}), ...act.fieldErrors.value })),
    conflicts,
    set: (field, value) => {
      Object.assign(values, { [field]: value });
      act.clear();
    },
    save: async () => {
      tried.value = true;
      if (Object.keys(found.value).length > 0) return false;
      await act.run();
      return act.problem.value === null;
    },
    resolve,
    reset: () => {
      Object.assign(values, basicOf(profile.value));
      tried.value = false;
      act.clear();
    },
    act,
  };
}
