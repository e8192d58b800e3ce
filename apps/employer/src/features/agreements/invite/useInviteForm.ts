import {
  AGREEMENT_BLOCKS,
  agreementWarnings,
  checkAgreementForm,
  type AgreementBlockKey,
  type AgreementValues,
} from '@qiancheng/shared';
import { useAutosave, type ApiProblem, type Autosave } from '@qiancheng/web-core';
import { computed, reactive, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { conflictsOf, mergeValues, valuesOf, writePath, type FieldConflict } from './values.js';

/** The part of a case that the form works with. */
export interface DraftSource extends AgreementValues {
  version: number;
  confirmed: readonly string[];
}

export interface InviteForm<D extends DraftSource> {
  detail: ShallowRef<D>;
  values: AgreementValues;
  confirmed: Ref<ReadonlySet<AgreementBlockKey>>;
  /** errors that may be shown: of fields that were left, of blocks that were to be confirmed, and the server's */
  shownErrors: ComputedRef<Record<string, string>>;
  warnings: ComputedRef<Record<string, string>>;
  /** the server's errors about things that cannot be corrected in this form */
  elsewhere: Ref<string[]>;
  unconfirmed: ComputedRef<AgreementBlockKey[]>;
  ready: ComputedRef<boolean>;
  conflicts: ShallowRef<FieldConflict[] | null>;
  set: (block: AgreementBlockKey, key: string, value: unknown) => void;
  leave: (path: string) => void;
  /** answers the path of the first field that stands in the way, or null when the block is confirmed */
  confirm: (block: AgreementBlockKey, on: boolean) => string | null;
  takeServerErrors: (problem: ApiProblem) => void;
  resolve: (choose: Readonly<Record<string, 'mine' | 'theirs'>>) => void;
  autosave: Autosave;
}

const KEYS = AGREEMENT_BLOCKS.map((block) => block.key);
/** Nobody can correct these here; whether they are in order is the server's to say. */
const READONLY = new Set(
  AGREEMENT_BLOCKS.flatMap((block) =>
    block.fields.filter((field) => field.readonly).map((field) => `${block.key}.${field.key}`),
  ),
);

/**
 * The invitation while it is written: values, ticks, checks, the draft on the server. Changing a field takes its block's tick
 * away, because what was confirmed is no longer what stands there.
 */
export function useInviteForm<D extends DraftSource>(
  initial: D,
  server: {
    save: (body: { version: number; values: AgreementValues; confirmed: AgreementBlockKey[] }) => Promise<D>;
    read: () => Promise<D>;
  },
): InviteForm<D> {
  const detail = shallowRef<D>(initial) as ShallowRef<D>;
  const values = reactive(valuesOf(initial)) as AgreementValues;
  const confirmed = ref<ReadonlySet<AgreementBlockKey>>(new Set(initial.confirmed as AgreementBlockKey[]));
  const left = ref<ReadonlySet<string>>(new Set());
  const tried = ref<ReadonlySet<AgreementBlockKey>>(new Set());
  const serverErrors = ref<Record<string, string>>({});
  const elsewhere = ref<string[]>([]);
  const conflicts = shallowRef<FieldConflict[] | null>(null);
  let base = valuesOf(initial);
  let theirs: D | null = null;

  const errors = computed(() => {
    const found: Record<string, string> = {};
    for (const { path, message } of checkAgreementForm(values)) if (!READONLY.has(path)) found[path] ??= message;
    return found;
  });
  const blockOf = (path: string): AgreementBlockKey => path.split('.')[0] as AgreementBlockKey;
  const shownErrors = computed(() => {
    const shown = Object.entries(errors.value).filter(
      ([path]) => left.value.has(path) || tried.value.has(blockOf(path)),
    );
    return { ...Object.fromEntries(shown), ...serverErrors.value };
  });
  const warnings = computed(() =>
    Object.fromEntries(agreementWarnings(values).map(({ path, message }) => [path, message])),
  );

  const autosave = useAutosave(async () => {
    const sent = valuesOf(values);
    const ticks = [...confirmed.value];
    const put = async (): Promise<D> => {
      detail.value = await server.save({ version: detail.value.version, values: sent, confirmed: ticks });
      base = sent;
      return detail.value;
    };
    try {
      const saved = await put();
      // The server takes the tick of a block whose values came with this save; the person ticked it after changing them.
      if (ticks.some((key) => !saved.confirmed.includes(key))) await put();
    } catch (error) {
      if (isStale(error)) await compare();
      throw error;
    }
  });

  function isStale(error: unknown): boolean {
    return error instanceof Error && 'code' in error && error.code === 'STALE_VERSION';
  }
  /** Somebody else saved this draft: fetch theirs, and ask only about the fields that both of us changed. */
  async function compare(): Promise<void> {
    theirs = await server.read();
    conflicts.value = conflictsOf(base, values, valuesOf(theirs));
  }
  function resolve(choose: Readonly<Record<string, 'mine' | 'theirs'>>): void {
    if (!theirs) return;
    const merged = mergeValues(base, values, valuesOf(theirs), choose);
    for (const key of KEYS) Object.assign(values[key], merged[key]);
    detail.value = theirs;
    base = valuesOf(theirs);
    // What was confirmed was another text.
    confirmed.value = new Set();
    theirs = null;
    conflicts.value = null;
    autosave.reset();
    autosave.touch();
  }

  function set(block: AgreementBlockKey, key: string, value: unknown): void {
    const path = `${block}.${key}`;
    writePath(values, path, value);
    if (confirmed.value.has(block)) confirmed.value = new Set([...confirmed.value].filter((entry) => entry !== block));
    if (path in serverErrors.value) {
      serverErrors.value = Object.fromEntries(Object.entries(serverErrors.value).filter(([entry]) => entry !== path));
    }
    autosave.touch();
  }
  function leave(path: string): void {
    left.value = new Set([...left.value, path]);
  }
  function confirm(block: AgreementBlockKey, on: boolean): string | null {
    if (!on) {
      confirmed.value = new Set([...confirmed.value].filter((entry) => entry !== block));
      autosave.touch();
      return null;
    }
    const first = Object.keys({ ...errors.value, ...serverErrors.value }).find((path) => blockOf(path) === block);
    tried.value = new Set([...tried.value, block]);
    if (first) return first;
    confirmed.value = new Set([...confirmed.value, block]);
    autosave.touch();
    return null;
  }
  function takeServerErrors(problem: ApiProblem): void {
    const named = problem.errors.map(({ field, message }): [string, string] => [
      field.replace(/^values\./, ''),
      message,
    ]);
    const here = ([path]: [string, string]): boolean =>
      path.includes('.') && KEYS.includes(blockOf(path)) && !READONLY.has(path);
    serverErrors.value = Object.fromEntries(named.filter(here));
    // A whole block (not confirmed) is named by the sentence of the problem already.
    elsewhere.value = named.filter((entry) => !here(entry) && entry[0].includes('.')).map(([, message]) => message);
    const touched = new Set(named.map(([path]) => blockOf(path)));
    confirmed.value = new Set([...confirmed.value].filter((block) => !touched.has(block)));
  }

  const unconfirmed = computed(() => KEYS.filter((key) => !confirmed.value.has(key)));
  return {
    detail,
    values,
    confirmed,
    shownErrors,
    warnings,
    elsewhere,
    unconfirmed,
    ready: computed(() => unconfirmed.value.length === 0 && Object.keys(errors.value).length === 0),
    conflicts,
    set,
    leave,
    confirm,
    takeServerErrors,
    resolve,
    autosave,
  };
}
