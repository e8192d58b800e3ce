import { lookUpSources, type LookupCandidate, type LookupResult } from '@qiancheng/api-client/teacher';
import { LIMITS, pastedColumn, type PastedColumn, type PastedLine } from '@qiancheng/shared';
import { ask, toProblem, type ApiProblem } from '@qiancheng/web-core';
import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue';

/** Typing is not searching: a column that is pasted stands still at once, one that is mended after a moment. */
const PAUSE = 400;
const BOTH = 'all';

export interface Ambiguous extends PastedLine {
  candidates: LookupCandidate[];
}
export interface LeftOut {
  line: number;
  text: string;
  why: string;
}
export type LineMark = 'ambiguous' | 'missing' | 'repeated';

/** What came of a lookup, by the token that was looked for: it stays right while lines move. */
interface Answer {
  ids: ReadonlyMap<string, string>;
  missing: ReadonlySet<string>;
  ambiguous: ReadonlyMap<string, LookupCandidate[]>;
}
const NOTHING: Answer = { ids: new Map(), missing: new Set(), ambiguous: new Map() };

export function answerOf(tokens: readonly string[], result: LookupResult): Answer {
  const token = (at: number): string => tokens[at] ?? '';
  return {
    ids: new Map(result.matched.map(({ at, id }) => [token(at), id])),
    missing: new Set(result.missing.map(token)),
    ambiguous: new Map(result.ambiguous.map(({ at, candidates }) => [token(at), candidates])),
  };
}

/** A column from a spreadsheet: cleaned as it is typed, looked up, and what is ambiguous decided by a person. */
export function usePaste(cohort: () => number | null) {
  const text = ref('');
  const column = computed<PastedColumn>(() => pastedColumn(text.value));
  const tooMany = computed(() => column.value.filled > LIMITS.searchTerms);
  const answer = shallowRef<Answer>(NOTHING);
  const busy = ref(false);
  const problem = shallowRef<ApiProblem | null>(null);
  /** by token: the id that was chosen, or all of them */
  const choices = reactive(new Map<string, string>());
  const tokens = computed(() => column.value.lines.map((line) => line.text));

  let timer: ReturnType<typeof setTimeout> | undefined;
  let controller: AbortController | null = null;

  async function look(): Promise<void> {
    controller?.abort();
    const year = cohort();
    const asked = tokens.value;
    if (year === null || asked.length === 0 || tooMany.value) {
      if (asked.length === 0) answer.value = NOTHING;
      busy.value = false;
      return;
    }
    const mine = new AbortController();
    controller = mine;
    busy.value = true;
    try {
      const result = await ask(lookUpSources({ body: { cohort: year, tokens: asked }, signal: mine.signal }));
      if (controller !== mine) return;
      answer.value = answerOf(asked, result);
      problem.value = null;
    } catch (error) {
      if (controller === mine) problem.value = toProblem(error);
    } finally {
      if (controller === mine) busy.value = false;
    }
  }
  watch(
    () => tokens.value.join('\n'),
    () => {
      clearTimeout(timer);
      busy.value = tokens.value.length > 0 && !tooMany.value;
      timer = setTimeout(() => void look(), PAUSE);
    },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
    controller?.abort();
  });

  const found = computed(() => column.value.lines.filter((line) => answer.value.ids.has(line.text)));
  const missing = computed(() => column.value.lines.filter((line) => answer.value.missing.has(line.text)));
  const ambiguous = computed((): Ambiguous[] =>
    column.value.lines.flatMap((line) => {
      const candidates = answer.value.ambiguous.get(line.text);
      return candidates ? [{ ...line, candidates }] : [];
    }),
  );
  const marks = computed(() => {
    const map = new Map<number, LineMark>();
    for (const { line } of column.value.repeated) map.set(line, 'repeated');
    for (const { line } of missing.value) map.set(line, 'missing');
    for (const { line, text: token } of ambiguous.value) if (!choices.has(token)) map.set(line, 'ambiguous');
    return map;
  });
  const foundIds = computed(() => found.value.map((line) => answer.value.ids.get(line.text) ?? ''));
  const ids = computed(() => {
    const all = new Set(foundIds.value);
    for (const { text: token, candidates } of ambiguous.value) {
      const choice = choices.get(token);
      for (const { id } of candidates) if (choice === BOTH || choice === id) all.add(id);
    }
    return [...all];
  });
  const undecided = computed(() => ambiguous.value.filter(({ text: token }) => !choices.has(token)));
  const leftOut = computed((): LeftOut[] =>
    [
      ...undecided.value.map(({ line, text: token, candidates }) => ({
        line,
        text: token,
        why: `${candidates.length} 人同名，没有选`,
      })),
      ...missing.value.map(({ line, text: token }) => ({ line, text: token, why: '没找到' })),
    ].sort((a, b) => a.line - b.line),
  );

  return {
    text,
    column,
    tooMany,
    busy,
    problem,
    found,
    foundIds,
    missing,
    ambiguous,
    undecided,
    marks,
    ids,
    leftOut,
    choose: (token: string, id: string) => void choices.set(token, id),
    chosen: (token: string): string | undefined => choices.get(token),
    again: look,
    BOTH,
  };
}

export type Paste = ReturnType<typeof usePaste>;

/** Inert in a spreadsheet: a tab before each text keeps numbers whole and signs without effect. */
export function leftOutFile(rows: readonly LeftOut[]): Blob {
  const cell = (text: string): string => `"\t${text.replaceAll('"', '""')}"`;
  const lines = rows.map(({ line, text, why }) => [String(line), cell(text), why].join(','));
  return new Blob([`\ufeff行号,内容,原因\r\n${lines.join('\r\n')}\r\n`], { type: 'text/csv;charset=utf-8' });
}
