import type { JobView } from '@qiancheng/api-client/teacher';
import { downloadDocument, jobEnded, toProblem, useJob } from '@qiancheng/web-core';
import { announce, toast, type JobState } from '@qiancheng/web-ui';
import { defineStore } from 'pinia';
import { computed, effectScope, ref, shallowReactive, type ShallowRef } from 'vue';

export interface TrackedJob {
  title: string;
  job: ShallowRef<JobView | null>;
  /** Fetches the result where it is no document. */
  fetch?: () => Promise<void>;
}

/** Jobs that this visit has started. They go on at the server whatever happens here; this only follows and tells. */
export const useJobs = defineStore('jobs', () => {
  const tracked = shallowReactive<TrackedJob[]>([]);
  const open = ref(false);

  const list = computed(() =>
    tracked.flatMap(({ title, job, fetch }) =>
      job.value ? [{ title, job: job.value, file: Boolean(fetch) && job.value.status === 'done' }] : [],
    ),
  );
  const running = computed(() => list.value.filter((entry) => !jobEnded(entry.job)).length);
  const share = computed(() => {
    const active = list.value.filter((entry) => !jobEnded(entry.job));
    const sum = active.reduce(
      (total, { job }) => total + (job.progress.total ? job.progress.done / job.progress.total : 0),
      0,
    );
    return active.length ? sum / active.length : 0;
  });

  function track(title: string, first: JobView, fetch?: () => Promise<void>): TrackedJob {
    // A page that closes must not stop the following: the job has a scope of its own.
    const follow = effectScope(true).run(() => useJob());
    if (!follow) throw new Error('the job could not be followed');
    const entry: TrackedJob = { title, job: follow.job, ...(fetch ? { fetch } : {}) };
    tracked.unshift(entry);
    void follow.watch(first).then((ended) => {
      if (ended?.status === 'done')
        toast(`${title}：${ended.result?.documentId ? '做好了，可以在任务里下载' : '办完了'}`);
      else if (ended?.status === 'failed') toast(`${title}：没有完成`, 'seal');
      if (ended) announce(`${title}${ended.status === 'done' ? '做好了' : '没有完成'}`);
    });
    return entry;
  }

  async function download(job: JobState): Promise<void> {
    const fetch = tracked.find((entry) => entry.job.value?.id === job.id)?.fetch;
    const documentId = job.result?.documentId;
    try {
      if (fetch) await fetch();
      else if (documentId) await downloadDocument(documentId);
    } catch (error) {
      toast(toProblem(error).detail, 'seal');
    }
  }

  return { list, running, share, open, track, download };
});
