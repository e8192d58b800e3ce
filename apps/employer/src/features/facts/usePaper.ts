import { LIMITS } from '@qiancheng/shared';
import { ApiProblem, toProblem, uploadWithProgress, type Upload } from '@qiancheng/web-core';
import { formatBytes } from '@qiancheng/web-ui';
import { onScopeDispose, reactive } from 'vue';

/** What one paper's row shows beside the file that is there. */
export interface PaperState {
  progress: number | null;
  sending: string | null;
  problem: string | null;
}

export interface PaperDesk<K extends string> {
  state: (kind: K) => PaperState;
  pick: (kind: K, file: File) => Promise<void>;
  cancel: (kind: K) => void;
  clear: (kind: K) => Promise<void>;
  /** the server's words on a paper that is missing */
  say: (kind: K, problem: string) => void;
  busy: () => boolean;
}

const idle = (): PaperState => ({ progress: null, sending: null, problem: null });

/** Sends and clears papers, each by itself. What is too large is not even sent. */
export function usePapers<K extends string>(server: {
  upload: (kind: K, file: File, upload: Upload) => Promise<void>;
  clear: (kind: K) => Promise<void>;
  maxBytes?: number;
}): PaperDesk<K> {
  const states = reactive(new Map<K, PaperState>());
  const uploads = new Map<K, Upload>();
  const maxBytes = server.maxBytes ?? LIMITS.certificateBytes;

  function state(kind: K): PaperState {
    let found = states.get(kind);
    if (!found) {
      states.set(kind, idle());
      found = states.get(kind) as PaperState;
    }
    return found;
  }

  async function pick(kind: K, file: File): Promise<void> {
    const row = state(kind);
    row.problem = null;
    if (file.size > maxBytes) {
      row.problem = `${file.name} 有 ${formatBytes(file.size)}，最多 ${formatBytes(maxBytes)}。请压缩或拍小一点。`;
      return;
    }
    const upload = uploadWithProgress((share) => (row.progress = share));
    uploads.set(kind, upload);
    Object.assign(row, { progress: 0, sending: file.name });
    try {
      await server.upload(kind, file, upload);
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code !== 'ABORTED') row.problem = `${file.name}：${problem.detail}`;
    } finally {
      uploads.delete(kind);
      Object.assign(row, { progress: null, sending: null });
    }
  }

  async function clear(kind: K): Promise<void> {
    const row = state(kind);
    row.problem = null;
    try {
      await server.clear(kind);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      row.problem = error.detail;
    }
  }

  onScopeDispose(() => uploads.forEach((upload) => upload.cancel()));
  return {
    state,
    pick,
    cancel: (kind) => uploads.get(kind)?.cancel(),
    clear,
    say: (kind, problem) => {
      state(kind).problem = problem;
    },
    busy: () => uploads.size > 0,
  };
}
