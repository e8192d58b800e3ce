import * as api from '@qiancheng/api-client/teacher';
import { ApiProblem } from '@qiancheng/web-core';
import { flushPromises } from '@vue/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, ref } from 'vue';
import { useBulkAct, type ActForm } from './useBulkAct.js';

vi.mock('@qiancheng/api-client/teacher', async (original) => ({
  ...(await original<typeof api>()),
  previewSourceAct: vi.fn(),
  orderSourceAct: vi.fn(),
}));

const SELECTION = { ids: ['s1', 's2'] };
const PREVIEW = { total: 2, eligible: 1, differing: 0, dropped: 0, misfits: [], changes: [], majors: [] };
const answerOf = (data: unknown) => Promise.resolve({ data }) as never;

function dialog() {
  const open = ref(false);
  const form = ref<ActForm>({ differences: 'skip' });
  const act = effectScope(true).run(() =>
    useBulkAct(
      'pass',
      () => SELECTION,
      () => form.value,
      () => open.value,
    ),
  );
  if (!act) throw new Error('no scope');
  return { open, form, act };
}

describe('an act on many', () => {
  beforeEach(() => {
    vi.mocked(api.previewSourceAct).mockReset();
    vi.mocked(api.orderSourceAct).mockReset();
  });

  it('looks first, and again when the form changes; a late answer to an older form is dropped', async () => {
    const { open, form, act } = dialog();
    let late: (value: unknown) => void = () => undefined;
    vi.mocked(api.previewSourceAct).mockReturnValueOnce(new Promise((resolve) => (late = resolve)) as never);
    open.value = true;
    await flushPromises();
    expect(api.previewSourceAct).toHaveBeenCalledTimes(1);
    vi.mocked(api.previewSourceAct).mockReturnValue(answerOf({ ...PREVIEW, eligible: 2 }));
    form.value = { differences: 'copy' };
    await act.look();
    late({ data: PREVIEW });
    await flushPromises();
    expect(act.preview.value?.eligible).toBe(2);
    expect(vi.mocked(api.previewSourceAct).mock.lastCall?.[0].body).toEqual({
      selection: SELECTION,
      act: 'pass',
      differences: 'copy',
    });
  });

  it('gives the order that was looked at, and forgets everything when it is closed', async () => {
    const { open, act } = dialog();
    vi.mocked(api.previewSourceAct).mockReturnValue(answerOf(PREVIEW));
    vi.mocked(api.orderSourceAct).mockReturnValue(answerOf({ id: 'a1' }));
    open.value = true;
    await flushPromises();
    expect(await act.give()).toEqual({ id: 'a1' });
    expect(vi.mocked(api.orderSourceAct).mock.lastCall?.[0].body).toEqual({
      selection: SELECTION,
      act: 'pass',
      differences: 'skip',
    });
    open.value = false;
    await flushPromises();
    expect(act.preview.value).toBeNull();
  });

  it('puts what is wrong beside its field', async () => {
    const { open, act } = dialog();
    const errors = [{ field: 'set.politicalCode', code: 'INVALID', message: '没有这一项。' }];
    vi.mocked(api.previewSourceAct).mockRejectedValue(
      new ApiProblem({ status: 422, code: 'VALIDATION_FAILED', detail: '有内容没有填好。', errors }),
    );
    open.value = true;
    await flushPromises();
    expect(act.errorOf('set.politicalCode')).toBe('没有这一项。');
    expect(act.looking.value).toBe(false);
  });
});
