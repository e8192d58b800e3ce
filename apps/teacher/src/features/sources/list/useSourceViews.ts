import {
  changeSourceView,
  createSourceView,
  deleteSourceView,
  getSourceView,
  listSourceViews,
  type SourceSavedView,
  type SourceViewBody,
} from '@qiancheng/api-client/teacher';
import { ask, toProblem, useAct, useLoad } from '@qiancheng/web-core';
import { toast } from '@qiancheng/web-ui';
import { computed, watch } from 'vue';

/** Saved views: one's own, and the one that somebody's link has opened. */
export function useSourceViews(opened: () => string | null) {
  const own = useLoad(
    () => 'views',
    async (_source, signal) => (await ask(listSourceViews({ signal }))).items,
    { keep: true },
  );
  const mine = computed<SourceSavedView[]>(() => own.data.value ?? []);
  const foreign = useLoad(
    () => {
      const id = opened();
      return own.data.value && id && !mine.value.some((view) => view.id === id) ? id : null;
    },
    async (viewId, signal) => (viewId ? await ask(getSourceView({ path: { viewId }, signal })) : null),
  );
  const current = computed<SourceSavedView | null>(() => {
    const id = opened();
    return mine.value.find((view) => view.id === id) ?? (foreign.data.value?.id === id ? foreign.data.value : null);
  });
  watch(foreign.problem, (problem) => problem && toast(problem.detail, 'seal'));

  const put = (view: SourceSavedView): void => {
    const rest = mine.value.filter(({ id }) => id !== view.id);
    const at = mine.value.findIndex(({ id }) => id === view.id);
    own.data.value = at < 0 ? [...rest, view] : [...rest.slice(0, at), view, ...rest.slice(at)];
  };
  const saved = async (made: SourceSavedView | undefined): Promise<SourceSavedView | undefined> => {
    if (made) put(made);
    return made;
  };
  const create = useAct(({ headers }, body: SourceViewBody) => ask(createSourceView({ body, headers })));
  const change = useAct(({ headers }, view: SourceSavedView, body: Partial<SourceViewBody>) =>
    ask(changeSourceView({ path: { viewId: view.id }, body: { version: view.version, ...body }, headers })),
  );

  return {
    mine,
    foreign: computed(() => foreign.data.value),
    current,
    loaded: computed(() => own.data.value !== null || own.problem.value !== null),
    /** nobody's view, or one that was not shared */
    missing: computed(() => foreign.problem.value !== null || own.problem.value !== null),
    creating: create,
    changing: change,
    create: async (body: SourceViewBody) => saved(await create.run(body)),
    change: async (view: SourceSavedView, body: Partial<SourceViewBody>) => {
      const made = await saved(await change.run(view, body));
      // somebody else's window was faster: what is there now is shown, and can be changed again
      if (!made && change.problem.value?.code === 'STALE_VERSION') await own.reload();
      return made;
    },
    async remove(view: SourceSavedView): Promise<boolean> {
      try {
        await ask(deleteSourceView({ path: { viewId: view.id } }));
        own.data.value = mine.value.filter(({ id }) => id !== view.id);
        return true;
      } catch (error) {
        toast(toProblem(error).detail, 'seal');
        return false;
      }
    },
  };
}

export type SourceViews = ReturnType<typeof useSourceViews>;
