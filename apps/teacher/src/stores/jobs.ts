import type { JobView } from '@qiancheng/api-client/teacher';
import { downloadDocument, jobEnded, toProblem, useJob } from '@qiancheng/web-core';
import { announce, toast, type JobState } from '@qiancheng/web-ui';
import { defineStore } from 'pinia';
import { computed, effectScope, ref, shallowReactive, type ShallowRef } from 'vue';

export interface TrackedJob {
  title: string;
  job: ShallowRef<JobView | null>;
}

/** Jobs that this visit has started. They go on at the server whatever happens here; this only follows and tells. */
export const useJobs = defineStore('jobs', () => {
  const tracked = shallowReactive<TrackedJob[]>([]);
  const open = ref(false);

  const list = computed(() =>
    tracked.flatMap((entry) => (entry.job.value ? [{ title: entry.title, job: entry.job.value }] : [])),
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

  function track(title: string, first: JobView): TrackedJob {
    // A page that closes must not stop the following: the job has a scope of its own.
    const follow = effectScope(true).run(() => useJob());
    if (!follow) throw new Error('the job could not be followed');
    const entry: TrackedJob = { title, job: follow.job };
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
    if (!job.result?.documentId) return;
    try {
      await downloadDocument(job.result.documentId);
    } catch (error) {
      toast(toProblem(error).detail, 'seal');
    }
  }

  return { list, running, share, open, track, download };
});
