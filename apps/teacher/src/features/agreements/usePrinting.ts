import { createPrint, listCases } from '@qiancheng/api-client/teacher';
import { LIMITS } from '@qiancheng/shared';
import { ask, useAct } from '@qiancheng/web-core';
import type { PrintChoice } from '@qiancheng/web-ui';
import { computed, ref, shallowRef } from 'vue';
import { useJobs, type TrackedJob } from '../../stores/jobs.js';
import type { CaseQuery } from './query.js';

/** The agreements of a whole selection in list order, for a print that follows it. */
export async function idsOf(query: CaseQuery, max: number = LIMITS.bulkPrint): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 1; ids.length < max; page += 1) {
    const answer = await ask(listCases({ query: { ...query, page, pageSize: LIMITS.maxPageSize } }));
    ids.push(...answer.items.map((row) => row.id));
    if (!answer.items.length || ids.length >= answer.total) break;
  }
  return ids.slice(0, max);
}

/**
 * A print of one or many: the dialog starts a job, and the job drawer keeps following it when the dialog or the page is
 * closed.
 */
export function usePrinting(options: { onDone?: () => void; nameOf?: (caseId: string) => string | undefined } = {}) {
  const jobs = useJobs();
  const open = ref(false);
  const title = ref('打印协议书');
  const tracked = shallowRef<TrackedJob | null>(null);
  let collect: () => Promise<string[]> = () => Promise.resolve([]);

  const create = useAct(async (context, choice: PrintChoice) => {
    const caseIds = await collect();
    return ask(createPrint({ body: { ...choice, caseIds }, headers: context.headers }));
  });
  const job = computed(() => tracked.value?.job.value ?? null);

  return {
    open,
    job,
    busy: create.busy,
    /** One that cannot be printed stops the whole print: it is named, so that it can be taken out of the selection. */
    problem: computed(() => {
      const found = create.problem.value;
      if (!found) return null;
      const name = typeof found.extra['caseId'] === 'string' ? options.nameOf?.(found.extra['caseId']) : undefined;
      return name ? `${name}：${found.detail}可以先从选择里去掉这一份。` : found.detail;
    }),
    show(name: string, ids: () => Promise<string[]>): void {
      title.value = name;
      collect = ids;
      tracked.value = null;
      create.clear();
      open.value = true;
    },
    async submit(choice: PrintChoice): Promise<void> {
      const started = await create.run(choice);
      if (!started) return;
      tracked.value = jobs.track(title.value, started);
      options.onDone?.();
    },
    download: (): void => {
      if (job.value) void jobs.download(job.value);
    },
    again: (): void => {
      tracked.value = null;
    },
  };
}
