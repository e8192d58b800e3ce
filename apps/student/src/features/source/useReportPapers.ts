import { attachReportFile, removeReportFile, type OwnSourceReport } from '@qiancheng/api-client/student';
import { LIMITS } from '@qiancheng/shared';
import { ask, fileBody, toProblem, uploadWithProgress, type Upload } from '@qiancheng/web-core';
import { formatBytes } from '@qiancheng/web-ui';
import { onScopeDispose, ref, shallowRef } from 'vue';

/** Papers of one report. Before there is a report they wait here; afterwards each goes by itself, and says what is wrong with it. */
export function useReportPapers() {
  const picked = shallowRef<readonly File[]>([]);
  const progress = ref<number | null>(null);
  const sending = ref<string | null>(null);
  const problem = ref<string | null>(null);
  let upload: Upload | null = null;

  function takes(file: File): boolean {
    const most = LIMITS.certificateBytes;
    problem.value =
      file.size > most
        ? `${file.name} 有 ${formatBytes(file.size)}，最多 ${formatBytes(most)}。请压缩或拍小一点。`
        : null;
    return problem.value === null;
  }
  function keep(file: File): void {
    if (takes(file)) picked.value = [...picked.value, file];
  }
  function drop(index: number): void {
    problem.value = null;
    picked.value = picked.value.filter((_, at) => at !== index);
  }

  /** @returns the report with its papers; null: it did not get there, and `problem` says why */
  async function send(reportId: string, file: File): Promise<OwnSourceReport | null> {
    if (!takes(file)) return null;
    upload = uploadWithProgress((share) => (progress.value = share));
    [progress.value, sending.value] = [0, file.name];
    try {
      return await ask(attachReportFile({ path: { id: reportId }, ...fileBody(file), fetch: upload.fetch }));
    } catch (error) {
      const { code, detail } = toProblem(error);
      if (code !== 'ABORTED') problem.value = `${file.name}：${detail}`;
      return null;
    } finally {
      upload = null;
      progress.value = sending.value = null;
    }
  }

  /** All that waited, until one does not get there. @returns the report as it stands; whether all are with it */
  async function sendPicked(report: OwnSourceReport): Promise<{ report: OwnSourceReport; whole: boolean }> {
    const waiting = picked.value;
    picked.value = [];
    let now = report;
    for (const file of waiting) {
      const next = await send(report.id, file);
      if (!next) return { report: now, whole: false };
      now = next;
    }
    return { report: now, whole: true };
  }

  async function remove(reportId: string, fileId: string): Promise<OwnSourceReport | null> {
    problem.value = null;
    try {
      return await ask(removeReportFile({ path: { id: reportId, fileId } }));
    } catch (error) {
      problem.value = toProblem(error).detail;
      return null;
    }
  }

  function clear(): void {
    upload?.cancel();
    picked.value = [];
    problem.value = null;
  }
  onScopeDispose(() => upload?.cancel());
  return {
    picked,
    progress,
    sending,
    problem,
    keep,
    drop,
    send,
    sendPicked,
    remove,
    clear,
    cancel: () => upload?.cancel(),
  };
}
