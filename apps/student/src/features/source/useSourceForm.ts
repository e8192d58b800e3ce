import {
  getOwnSource,
  saveOwnSource,
  submitOwnSource,
  withdrawOwnSource,
  type OwnSourceFinding,
  type OwnSourceView,
} from '@qiancheng/api-client/student';
import {
  checkSourceForm,
  isSourceKey,
  mergeSource,
  normaliseSource,
  shanghaiDate,
  SOURCE_KEYS,
  sourceField,
  sourceProgress,
  type SourceKey,
  type SourceValues,
} from '@qiancheng/shared';
import { ApiProblem, ask, toProblem, useAct, useAutosave, useOnline } from '@qiancheng/web-core';
import { computed, reactive, ref, shallowRef } from 'vue';
import { mergeDrafts, unsavedKeys, type Clash } from './merge.js';

/** So often another device may have been faster before the person is asked to look. */
const TRIES = 3;

/**
 * The form while it is filled in: values, checks, the draft on the server. Single fields are sent, as they were written. What
 * another device saved meanwhile is merged; only a field that both changed is asked about.
 */
export function useSourceForm(initial: OwnSourceView) {
  const view = shallowRef(initial);
  const values = reactive({ ...initial.values }) as SourceValues;
  /** what the server has */
  const base = ref<SourceValues>({ ...values });
  const version = ref(initial.draft.version);
  const findings = shallowRef<readonly OwnSourceFinding[]>(initial.findings);
  /** judged: at first everything that stands there, later what was left */
  const left = ref<ReadonlySet<SourceKey>>(new Set(SOURCE_KEYS));
  const tried = ref(false);
  const serverErrors = ref<Partial<Record<SourceKey, string>>>({});
  const clashes = shallowRef<readonly Clash[] | null>(null);
  /** what happened elsewhere, in words */
  const elsewhere = ref('');
  const online = useOnline();

  const registry = computed<readonly string[]>(() => view.value.registryFields);
  const check = computed(() => ({
    today: shanghaiDate(new Date()),
    cohort: view.value.cohort,
    idType: view.value.idType,
  }));
  const action = (name: string) => view.value.availableActions.find((each) => each.action === name);
  const locked = computed(() => action('save')?.allowed !== true);
  const unsaved = computed(() => (locked.value ? [] : unsavedKeys(base.value, values)));

  const errors = computed(() => {
    const found: Partial<Record<SourceKey, string>> = {};
    if (locked.value) return found;
    const kept = normaliseSource({ ...values }, registry.value, check.value);
    for (const { field, message } of checkSourceForm(kept, registry.value, check.value)) found[field] ??= message;
    return found;
  });
  /** Of fields that were left with something in them, of everything once submitting was tried; what the server said. */
  const shownErrors = computed(() => {
    const shown: Partial<Record<SourceKey, string>> = { ...serverErrors.value };
    for (const [key, message] of Object.entries(errors.value) as [SourceKey, string][]) {
      if (tried.value || (left.value.has(key) && values[key] !== '')) shown[key] = message;
    }
    return shown;
  });
  const warnings = computed(() => {
    const shown: Partial<Record<SourceKey, string>> = {};
    for (const { field, detail } of findings.value) {
      if (errors.value[field] === undefined) shown[field] ??= detail;
    }
    return shown;
  });
  const progress = computed(() => sourceProgress({ ...values }, registry.value, check.value));

  const autosave = useAutosave(async () => {
    for (let attempt = 1; unsaved.value.length > 0; attempt += 1) {
      if (!navigator.onLine) throw new ApiProblem({ status: 0, code: 'OFFLINE', detail: '没有连上网络。' });
      const sent = Object.fromEntries(unsaved.value.map((key) => [key, values[key]]));
      try {
        const saved = await ask(saveOwnSource({ body: { version: version.value, values: sent } }));
        base.value = { ...base.value, ...sent };
        version.value = saved.version;
        findings.value = saved.findings;
      } catch (error) {
        const problem = toProblem(error);
        if (problem.code === 'NOT_ALLOWED_NOW') await reload(problem.detail);
        if (problem.code !== 'STALE_VERSION' || !takeIn(problem) || attempt >= TRIES) throw problem;
      }
    }
  });

  /** @returns whether saving can go on: nothing has to be asked */
  function takeIn(problem: ApiProblem): boolean {
    const draft = problem.extra['draft'] as { version: number; values: Partial<SourceValues> };
    const theirs = mergeSource(view.value.school as SourceValues, draft.values, registry.value);
    const merge = mergeDrafts(base.value, values, theirs);
    Object.assign(values, merge.values);
    base.value = theirs;
    version.value = draft.version;
    if (merge.taken.length > 0) {
      const names = merge.taken.map((key) => sourceField(key).label).join('、');
      elsewhere.value = `你在另一台设备上改了${names}，已经合到这里。`;
    }
    if (merge.clashes.length === 0) return true;
    clashes.value = merge.clashes;
    return false;
  }
  function resolve(choose: Readonly<Partial<Record<SourceKey, 'mine' | 'theirs'>>>): void {
    for (const { field, theirs } of clashes.value ?? []) if (choose[field] === 'theirs') values[field] = theirs;
    clashes.value = null;
    autosave.reset();
    if (unsaved.value.length > 0) autosave.touch();
  }

  function show(next: OwnSourceView): void {
    view.value = next;
    Object.assign(values, next.values);
    base.value = { ...values };
    version.value = next.draft.version;
    findings.value = next.findings;
    serverErrors.value = {};
    tried.value = false;
    left.value = new Set(SOURCE_KEYS);
    autosave.reset();
  }
  /** What is written here and cannot be kept any more is repeated in words, to be copied from. */
  async function reload(words: string): Promise<void> {
    const mine = unsaved.value.map((key) => `${sourceField(key).label}「${values[key]}」`).join('、');
    show(await ask(getOwnSource()));
    elsewhere.value = mine ? `${words}这里刚写的没有保存：${mine}。` : words;
  }

  function set(key: SourceKey, value: string): void {
    // while somebody writes, nothing is said of it; what has been said goes as soon as it is right
    if (shownErrors.value[key] === undefined) left.value = new Set([...left.value].filter((one) => one !== key));
    values[key] = value;
    delete serverErrors.value[key];
    autosave.touch();
  }
  function leave(key: SourceKey): void {
    left.value = new Set([...left.value, key]);
    if (unsaved.value.length > 0) void autosave.flush();
  }

  const submitAct = useAct((context) =>
    ask(submitOwnSource({ headers: context.headers, body: { version: version.value } })),
  );
  const withdrawAct = useAct((context) => ask(withdrawOwnSource({ headers: context.headers })));

  /** @returns done, or what stands in the way: `errors` are shown by then */
  async function submit(): Promise<'done' | 'errors' | 'failed'> {
    elsewhere.value = '';
    tried.value = true;
    if (Object.keys(errors.value).length > 0) return 'errors';
    if (!(await autosave.flush())) return 'failed';
    const next = await submitAct.run();
    if (next) {
      show(next);
      return 'done';
    }
    const problem = submitAct.problem.value;
    for (const { field, message } of problem?.errors ?? []) {
      if (isSourceKey(field)) serverErrors.value[field] = message;
    }
    if (problem?.code === 'STALE_VERSION' && takeIn(problem)) {
      elsewhere.value = `${elsewhere.value || '你在另一台设备上刚保存过。'}看一遍再提交。`;
    }
    if (problem?.code === 'NOT_ALLOWED_NOW') await reload(problem.detail);
    return problem?.errors.length ? 'errors' : 'failed';
  }
  async function withdraw(): Promise<boolean> {
    elsewhere.value = '';
    const next = await withdrawAct.run();
    if (next) show(next);
    else if (withdrawAct.problem.value?.status === 409) await reload(withdrawAct.problem.value.detail);
    return next !== undefined;
  }

  return {
    view,
    values,
    locked,
    online,
    unsaved,
    shownErrors,
    warnings,
    progress,
    clashes,
    elsewhere,
    autosave,
    action,
    set,
    leave,
    resolve,
    submit,
    withdraw,
    submitting: submitAct.busy,
    withdrawing: withdrawAct.busy,
    problem: computed(() => submitAct.problem.value ?? withdrawAct.problem.value),
  };
}
export type SourceForm = ReturnType<typeof useSourceForm>;
