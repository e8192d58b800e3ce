import { onBeforeUnmount, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { Picture } from './paper-frame.js';
import type { PdfPaper } from './pdf/pdf-paper.js';

/** What a viewer is told of a paper. */
export interface ViewedPaper {
  key: string;
  name: string;
  mime: string;
  size: number;
  pages?: number | null;
}

export interface OpenPaper {
  /** object URL of the paper that is shown, once it has come */
  url: Readonly<Ref<string | null>>;
  pdf: ShallowRef<PdfPaper | null>;
  /** of a PDF, from 1 */
  page: Ref<number>;
  /** of the picture, or of the page */
  size: Ref<Picture>;
  failed: Readonly<Ref<boolean>>;
  retry: () => void;
  fail: () => void;
  turnPage: (to: number) => void;
  fetched: () => Promise<string | null>;
}

const NOTHING: Picture = { width: 0, height: 0 };

/** Fetches papers as they are shown, each once, and opens those that are PDF. */
export function usePaper(paper: () => ViewedPaper | null, load: (key: string) => Promise<Blob>): OpenPaper {
  const blobs = new Map<string, { blob: Blob; url: string }>();
  const url = ref<string | null>(null);
  const pdf = shallowRef<PdfPaper | null>(null);
  const page = ref(1);
  const size = ref<Picture>(NOTHING);
  const failed = ref(false);
  let gone = false;

  const current = (key: string): boolean => !gone && paper()?.key === key;

  async function fetchPaper(key: string): Promise<{ blob: Blob; url: string } | null> {
    const known = blobs.get(key);
    if (known) return known;
    const blob = await load(key);
    if (gone) return null;
    const made = blobs.get(key) ?? { blob, url: URL.createObjectURL(blob) };
    blobs.set(key, made);
    return made;
  }

  async function measure(): Promise<void> {
    const [opened, number] = [pdf.value, page.value];
    if (!opened) return;
    const found = await opened.sizeOf(number);
    if (opened === pdf.value && number === page.value) size.value = found;
  }

  async function show({ key, mime }: ViewedPaper): Promise<void> {
    failed.value = false;
    try {
      const made = await fetchPaper(key);
      if (!made || !current(key)) return;
      url.value = made.url;
      if (mime.startsWith('image/')) return;
      const { openPdf } = await import('./pdf/open-pdf.js');
      const opened = await openPdf(made.blob);
      if (!current(key)) return opened.close();
      pdf.value = opened;
      await measure();
    } catch {
      if (current(key)) failed.value = true;
    }
  }

  function leave(): void {
    pdf.value?.close();
    pdf.value = null;
    url.value = null;
    page.value = 1;
    size.value = NOTHING;
  }
  watch(
    () => paper()?.key,
    () => {
      leave();
      const next = paper();
      if (next) void show(next);
    },
    { immediate: true },
  );
  onBeforeUnmount(() => {
    gone = true;
    leave();
    for (const made of blobs.values()) URL.revokeObjectURL(made.url);
  });

  return {
    url,
    pdf,
    page,
    size,
    failed,
    retry: () => {
      const again = paper();
      leave();
      if (again) void show(again);
    },
    fail: () => void (failed.value = true),
    turnPage: (to) => {
      if (!pdf.value || to < 1 || to > pdf.value.pages || to === page.value) return;
      page.value = to;
      void measure().catch(() => (failed.value = true));
    },
    fetched: async () => {
      const now = paper();
      return now ? ((await fetchPaper(now.key).catch(() => null))?.url ?? null) : null;
    },
  };
}
