import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, ref } from 'vue';
import { openPdf } from './pdf/open-pdf.js';
import type { PdfPaper } from './pdf/pdf-paper.js';
import { usePaper, type OpenPaper, type ViewedPaper } from './usePaper.js';

vi.mock('./pdf/open-pdf.js', () => ({ openPdf: vi.fn() }));
const open = vi.mocked(openPdf);

const PICTURE: ViewedPaper = { key: 'a', name: 'a.jpg', mime: 'image/jpeg', size: 1 };
const LETTER: ViewedPaper = { key: 'b', name: 'b.pdf', mime: 'application/pdf', size: 1 };

const pdf = (pages = 3): PdfPaper => ({
  pages,
  sizeOf: vi.fn((page: number) => Promise.resolve({ width: 100 * page, height: 50 })),
  textOf: () => Promise.resolve(''),
  draw: () => Promise.resolve(),
  close: vi.fn(),
});

function viewer(first: ViewedPaper, load: (key: string) => Promise<Blob> = () => Promise.resolve(new Blob(['x']))) {
  const paper = ref(first);
  let view: OpenPaper | undefined;
  const wrapper = mount(
    defineComponent({
      setup() {
        view = usePaper(() => paper.value, load);
        return () => null;
      },
    }),
  );
  return { paper, wrapper, view: view as OpenPaper };
}

beforeEach(() => {
  open.mockReset();
  URL.createObjectURL = vi.fn(() => 'blob:x');
  URL.revokeObjectURL = vi.fn();
});

describe('a paper that is looked at', () => {
  it('is no PDF: nothing is loaded that opens one', async () => {
    const { view } = viewer(PICTURE);
    await flushPromises();
    expect(view.url.value).toBe('blob:x');
    expect(open).not.toHaveBeenCalled();
  });

  it('is turned page by page, and no further than its pages', async () => {
    open.mockResolvedValue(pdf());
    const { view } = viewer(LETTER);
    await vi.waitFor(() => expect(view.size.value.width).toBe(100));
    view.turnPage(0);
    expect(view.page.value).toBe(1);
    view.turnPage(3);
    await flushPromises();
    expect([view.page.value, view.size.value.width]).toEqual([3, 300]);
    view.turnPage(4);
    expect(view.page.value).toBe(3);
  });

  it('is closed when another one is chosen, which begins at its first page', async () => {
    const first = pdf();
    open.mockResolvedValue(first);
    const { view, paper, wrapper } = viewer(LETTER);
    await vi.waitFor(() => expect(view.pdf.value).not.toBeNull());
    view.turnPage(2);
    paper.value = PICTURE;
    await flushPromises();
    expect(first.close).toHaveBeenCalledTimes(1);
    expect([view.pdf.value, view.page.value]).toEqual([null, 1]);
    wrapper.unmount();
    expect(URL.revokeObjectURL).toHaveBeenCalledTimes(2);
  });

  it('says that it cannot be opened, and is tried again', async () => {
    open.mockRejectedValueOnce(new Error('encrypted')).mockResolvedValueOnce(pdf());
    const load = vi.fn(() => Promise.resolve(new Blob(['x'])));
    const { view } = viewer(LETTER, load);
    await vi.waitFor(() => expect(view.failed.value).toBe(true));
    view.retry();
    await vi.waitFor(() => expect(view.pdf.value).not.toBeNull());
    expect(view.failed.value).toBe(false);
    expect(load).toHaveBeenCalledTimes(1);
  });
});
