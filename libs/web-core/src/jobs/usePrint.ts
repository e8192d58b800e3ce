import type { JobView } from '@qiancheng/api-client/employer';
import { computed, ref, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { ApiProblem } from '../api/problem.js';
import { useAct, type ActContext } from '../act/useAct.js';
import { documentHref, downloadDocument } from './documents.js';
import { useJob } from './useJob.js';

export interface Print<C> {
  open: Ref<boolean>;
  show: () => void;
  submit: (choice: C) => Promise<void>;
  download: () => Promise<void>;
  again: () => void;
  job: ShallowRef<JobView | null>;
  busy: Readonly<Ref<boolean>>;
  problem: ComputedRef<ApiProblem | null>;
  fileHref: ComputedRef<string | null>;
}

/** What stands behind a QcPrintDialog: start the job, follow it, fetch the file. */
export function usePrint<C>(
  createPrint: (context: ActContext, choice: C) => Promise<JobView>,
  options: { onDone?: () => void } = {},
): Print<C> {
  const open = ref(false);
  const follow = useJob({ onEnd: (ended) => ended.status === 'done' && options.onDone?.() });
  const create = useAct(createPrint);
  const fetchFile = useAct((_context: ActContext, id: string) => downloadDocument(id));
  const documentId = computed(() => follow.job.value?.result?.documentId ?? null);

  return {
    open,
    show: () => {
      follow.stop();
      follow.job.value = null;
      create.clear();
      fetchFile.clear();
      open.value = true;
    },
    submit: async (choice) => {
      const job = await create.run(choice);
      if (job) void follow.watch(job);
    },
    download: async () => {
      if (documentId.value) await fetchFile.run(documentId.value);
    },
    again: () => {
      follow.stop();
      follow.job.value = null;
    },
    job: follow.job,
    busy: create.busy,
    problem: computed(() => create.problem.value ?? fetchFile.problem.value),
    fileHref: computed(() => (documentId.value ? documentHref(documentId.value, true) : null)),
  };
}
