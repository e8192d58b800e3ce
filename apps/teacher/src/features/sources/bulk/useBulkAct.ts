import {
  orderSourceAct,
  previewSourceAct,
  type SourceActBody,
  type SourceActPreview,
  type SourceActView,
  type SourceSelection,
} from '@qiancheng/api-client/teacher';
import { ask, toProblem, useAct, type ApiProblem } from '@qiancheng/web-core';
import { onScopeDispose, ref, shallowRef, watch } from 'vue';

export type ActName = SourceActBody['act'];
export type ActForm = Omit<SourceActBody, 'selection' | 'act'>;

/** Typing pauses before the preview is asked again. */
const PAUSE_MS = 300;

/** One act in its dialog: what it would do, asked again with every change of the form, and the order itself. */
export function useBulkAct(act: ActName, selection: () => SourceSelection, form: () => ActForm, open: () => boolean) {
  const preview = shallowRef<SourceActPreview | null>(null);
  const problem = shallowRef<ApiProblem | null>(null);
  const looking = ref(false);
  let controller: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const body = (): SourceActBody => ({ selection: selection(), act, ...form() });
  async function look(): Promise<void> {
    controller?.abort();
    const mine = new AbortController();
    controller = mine;
    looking.value = true;
    try {
      const found = await ask(previewSourceAct({ body: body(), signal: mine.signal }));
      if (controller !== mine) return;
      preview.value = found;
      problem.value = null;
    } catch (error) {
      if (controller === mine) problem.value = toProblem(error);
    } finally {
      if (controller === mine) looking.value = false;
    }
  }
  const order = useAct(({ headers }, asked: SourceActBody) => ask(orderSourceAct({ body: asked, headers })));

  watch(open, (on) => {
    clearTimeout(timer);
    preview.value = null;
    problem.value = null;
    order.clear();
    if (on) void look();
    else controller?.abort();
  });
  watch(
    () => JSON.stringify(form()),
    () => {
      if (!open()) return;
      clearTimeout(timer);
      looking.value = true;
      timer = setTimeout(() => void look(), PAUSE_MS);
    },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
    controller?.abort();
  });

  return {
    preview,
    /** of the preview, or of the order */
    problem: (): ApiProblem | null => order.problem.value ?? problem.value,
    looking,
    busy: order.busy,
    errorOf: (field: string): string | null =>
      order.fieldErrors.value[field] ?? problem.value?.errors.find((one) => one.field === field)?.message ?? null,
    look,
    give: (): Promise<SourceActView | undefined> => order.run(body()),
  };
}

export type BulkAct = ReturnType<typeof useBulkAct>;
