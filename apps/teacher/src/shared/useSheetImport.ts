import { downloadFile, toProblem, useAct, useLoad, type ActContext } from '@qiancheng/web-core';
import { toast } from '@qiancheng/web-ui';
import { computed, onBeforeUnmount, ref, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';

const POLL_MS = 1000;

export interface SheetImport {
  id: string;
  status: string;
}

export interface SheetImportOptions<V extends SheetImport> {
  get: (id: string, signal: AbortSignal) => Promise<V>;
  upload: (file: File, context: ActContext) => Promise<V>;
  /** States in which something is under way, and worth asking again. */
  busy: readonly V['status'][];
}

/**
 * What every import from a sheet has in common: the one that the address names, followed while it is under way, so that a
 * reload finds it again; another file; files fetched from it.
 */
export function useSheetImport<V extends SheetImport>(options: SheetImportOptions<V>) {
  const route = useRoute();
  const router = useRouter();
  const id = computed(() => String(route.query['id'] ?? ''));
  const current = useLoad(
    () => id.value,
    async (one, signal) => (one ? options.get(one, signal) : null),
    { keep: true },
  );
  const data = computed(() => (current.data.value?.id === id.value ? current.data.value : null));
  const busy = computed(() => data.value !== null && options.busy.includes(data.value.status));
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch([busy, current.data], ([on]) => {
    clearTimeout(timer);
    if (on) timer = setTimeout(() => void current.reload(), POLL_MS);
  });
  onBeforeUnmount(() => clearTimeout(timer));

  // A file looks empty as an argument: what tells two of them apart is handed along, so that another file is another request.
  const upload = useAct((context, file: File, _which: string) => options.upload(file, context));
  async function choose(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    input.value = '';
    if (!file) return;
    const made = await upload.run(file, `${file.name}/${file.size}/${file.lastModified}`);
    if (made) await router.push({ query: { id: made.id } });
  }

  const fetching = ref(false);
  async function fetchFile(path: string, name: string, method: 'GET' | 'POST' = 'GET'): Promise<void> {
    fetching.value = true;
    try {
      await downloadFile(path, name, method);
    } catch (error) {
      toast(toProblem(error).detail, 'seal');
    } finally {
      fetching.value = false;
    }
  }
  return { id, current, data, busy, upload, choose, fetching, fetchFile };
}
