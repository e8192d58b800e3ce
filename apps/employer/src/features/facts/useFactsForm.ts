import {
  CERTIFICATION_FIELDS,
  checkCertification,
  EMPTY_CERTIFICATION,
  natureHint,
  type CertificationData,
  type CertificationField,
} from '@qiancheng/shared';
import { useAutosave, type ApiProblem, type Autosave } from '@qiancheng/web-core';
import { computed, reactive, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';

/** What the server keeps of it: a draft of the wizard, or a certification. */
export interface FactsSource {
  version: number;
  data: CertificationData;
}

/** A field that somebody else and I have both changed. */
export interface FactsConflict {
  field: CertificationField | 'intro';
  mine: unknown;
  theirs: unknown;
}

export interface FactsForm {
  values: CertificationData;
  /** errors that may be shown: of fields that were left, of all once handing in was tried, and the server's */
  errors: ComputedRef<Record<string, string>>;
  hints: ComputedRef<Partial<Record<CertificationField, string>>>;
  complete: ComputedRef<boolean>;
  conflicts: ShallowRef<FactsConflict[] | null>;
  set: <F extends CertificationField>(field: F, value: CertificationData[F]) => void;
  leave: (field: CertificationField) => void;
  showAll: () => void;
  takeProblem: (problem: ApiProblem) => void;
  resolve: (choose: Readonly<Record<string, 'mine' | 'theirs'>>) => void;
  autosave: Autosave;
  version: Ref<number>;
}

export const emptyFacts = (): CertificationData => ({ ...EMPTY_CERTIFICATION, tags: [] });

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const copy = (data: CertificationData): CertificationData => ({ ...data, tags: [...data.tags] });

/**
 * The facts of a unit while they are typed: checked as one types, saved by themselves. When another tab or a colleague has
 * saved meanwhile, one is asked about the fields that both have changed, and nothing else.
 */
export function useFactsForm(
  initial: FactsSource,
  server: {
    save: (version: number, data: CertificationData) => Promise<FactsSource>;
    read: () => Promise<FactsSource>;
  },
): FactsForm {
  const version = ref(initial.version);
  const values = reactive(copy(initial.data));
  const left = ref<ReadonlySet<string>>(new Set());
  const tried = ref(false);
  const serverErrors = ref<Record<string, string>>({});
  const conflicts = shallowRef<FactsConflict[] | null>(null);
  let base = copy(initial.data);
  let theirs: FactsSource | null = null;

  const found = computed(() => checkCertification(values) as Record<string, string>);
  const errors = computed(() => {
    const shown = Object.entries(found.value).filter(([field]) => tried.value || left.value.has(field));
    return { ...Object.fromEntries(shown), ...serverErrors.value };
  });
  const hints = computed(() => {
    const nature = natureHint(values.creditCode, values.natureCode);
    return nature ? { natureCode: nature } : {};
  });

  const autosave = useAutosave(async () => {
    const sent = copy(values);
    try {
      const saved = await server.save(version.value, sent);
      version.value = saved.version;
      base = sent;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'STALE_VERSION') await compare();
      throw error;
    }
  });

  async function compare(): Promise<void> {
    theirs = await server.read();
    const { data } = theirs;
    conflicts.value = CERTIFICATION_FIELDS.filter(
      (field) =>
        !same(values[field], base[field]) && !same(data[field], base[field]) && !same(values[field], data[field]),
    ).map((field) => ({ field, mine: values[field], theirs: data[field] }));
  }
  function resolve(choose: Readonly<Record<string, 'mine' | 'theirs'>>): void {
    if (!theirs) return;
    const { data } = theirs;
    for (const field of CERTIFICATION_FIELDS) {
      const changed = !same(values[field], base[field]);
      const keep = changed && (same(data[field], base[field]) || choose[field] !== 'theirs');
      if (!keep) Object.assign(values, { [field]: data[field] });
    }
    version.value = theirs.version;
    base = copy(data);
    theirs = null;
    conflicts.value = null;
    autosave.reset();
    autosave.touch();
  }

  function set<F extends CertificationField>(field: F, value: CertificationData[F]): void {
    values[field] = value as never;
    if (field in serverErrors.value) {
      serverErrors.value = Object.fromEntries(Object.entries(serverErrors.value).filter(([name]) => name !== field));
    }
    autosave.touch();
  }

  return {
    values,
    errors,
    hints,
    complete: computed(() => Object.keys(found.value).length === 0),
    conflicts,
    set,
    leave: (field) => {
      left.value = new Set([...left.value, field]);
    },
    showAll: () => {
      tried.value = true;
    },
    takeProblem: (problem) => {
      const here = problem.errors.filter(({ field }) => field.startsWith('data.'));
      serverErrors.value = Object.fromEntries(here.map(({ field, message }) => [field.slice(5), message]));
      tried.value = true;
    },
    resolve,
    autosave,
    version,
  };
}
