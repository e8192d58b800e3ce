import * as api from '@qiancheng/api-client/teacher';
import { ApiProblem } from '@qiancheng/web-core';
import { flushPromises } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { useRecord } from './useRecord.js';

vi.mock('@qiancheng/api-client/teacher', async (original) => ({
  ...(await original<typeof api>()),
  getCase: vi.fn(),
  pass: vi.fn(),
  getHome: vi.fn(() => Promise.resolve({ data: { rows: [], waiting: { total: 0, late: 0 } } })),
}));

const event = (id: string, label: string) => ({
  id,
  label,
  action: 'pass',
  at: '2027-04-26T02:00:00Z',
  actorName: '王知微',
});
const BEFORE = { id: 'c1', version: 4, stateLabel: '学院审核中', events: [event('e1', '应约')] };
const AFTER = {
  id: 'c1',
  version: 5,
  stateLabel: '就业中心审核中',
  events: [event('e2', '学院通过'), event('e1', '应约')],
};
const SCHOOL = { contact: '李', phone: '1', postcode: '410082', mailingAddress: '明德楼' };
const stale = new ApiProblem({ status: 409, code: 'STALE_VERSION', detail: '内容刚刚被别人改过。' });

function open() {
  const record = effectScope(true).run(() => useRecord(() => 'c1'));
  if (!record) throw new Error('no scope');
  return record;
}
const answerOf = (data: unknown) => Promise.resolve({ data }) as never;

describe('useRecord', () => {
  beforeEach(() => {
    setActivePinia(createPinia());
    vi.mocked(api.getCase).mockReset();
    vi.mocked(api.pass).mockReset();
  });

  it('sends the version that is on screen, and shows the answer when the page stays', async () => {
    vi.mocked(api.getCase).mockReturnValue(answerOf(BEFORE));
    vi.mocked(api.pass).mockReturnValue(answerOf(AFTER));
    const record = open();
    await flushPromises();
    const answer = await record.pass({ version: 4, school: SCHOOL });
    const call = vi.mocked(api.pass).mock.calls[0]?.[0];
    expect(call?.body.version).toBe(4);
    expect(new Headers(call?.headers as HeadersInit).get('Idempotency-Key')).toBeTruthy();
    expect(record.data.value).toEqual(BEFORE);
    if (answer) record.show(answer);
    expect(record.data.value).toEqual(AFTER);
    expect(record.conflict.value).toBeNull();
  });

  it('tries nothing again after a conflict, says who did what, and shows the newer record when asked', async () => {
    vi.mocked(api.getCase).mockReturnValueOnce(answerOf(BEFORE)).mockReturnValue(answerOf(AFTER));
    vi.mocked(api.pass).mockImplementation(() => Promise.reject(stale) as never);
    const record = open();
    await flushPromises();
    expect(await record.pass({ version: 4, school: SCHOOL })).toBeUndefined();
    expect(record.conflict.value?.reading).toBe(true);
    await flushPromises();
    expect(api.pass).toHaveBeenCalledTimes(1);
    expect(record.data.value).toEqual(BEFORE);
    expect(record.conflict.value?.changes.map((item) => item.label)).toEqual(['学院通过']);
    record.takeFresh();
    expect(record.data.value).toEqual(AFTER);
    expect(record.conflict.value).toBeNull();
  });

  it('still explains a conflict when the newer record cannot be read', async () => {
    vi.mocked(api.getCase)
      .mockReturnValueOnce(answerOf(BEFORE))
      .mockImplementation(
        () => Promise.reject(new ApiProblem({ status: 0, code: 'OFFLINE', detail: '没有连上' })) as never,
      );
    vi.mocked(api.pass).mockImplementation(() => Promise.reject(stale) as never);
    const record = open();
    await flushPromises();
    await record.pass({ version: 4, school: SCHOOL });
    await flushPromises();
    expect(record.conflict.value).toMatchObject({ problem: stale, fresh: null, reading: false, changes: [] });
  });
});
