import { getOverview } from '@qiancheng/api-client/student';
import { ApiProblem } from '@qiancheng/web-core';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { overview } from '../testing/fixtures.js';
import { useOverview } from './overview.js';

vi.mock('@qiancheng/api-client/student', () => ({ getOverview: vi.fn() }));
const call = vi.mocked(getOverview);
const answer = (state: 'invited' | 'signed') => ({ data: overview({ state }) }) as never;
const problem = (status: number, code: string) => new ApiProblem({ status, code, detail: '…' });

beforeEach(() => {
  setActivePinia(createPinia());
  call.mockReset();
});

describe('useOverview', () => {
  it('does not ask again for what was fetched while the page came', async () => {
    call.mockResolvedValue(answer('invited'));
    const store = useOverview();
    store.warm();
    await store.ensure();
    expect(call).toHaveBeenCalledTimes(1);
    expect(store.data?.state).toBe('invited');
  });

  it('loses nothing when it was asked too early', async () => {
    call.mockRejectedValueOnce(problem(401, 'NOT_AUTHENTICATED')).mockResolvedValueOnce(answer('signed'));
    const store = useOverview();
    store.warm();
    await store.ensure();
    expect(store.data?.state).toBe('signed');
    expect(store.problem).toBeNull();
  });

  it('keeps what it showed when a renewal fails, and tells a first failure apart from emptiness', async () => {
    call.mockResolvedValueOnce(answer('invited')).mockRejectedValue(problem(500, 'INTERNAL'));
    const store = useOverview();
    await store.refresh();
    await store.refresh();
    expect(store.state).toBe('ready');
    expect(store.data?.state).toBe('invited');
    store.drop();
    await store.refresh();
    expect(store.state).toBe('error');
  });

  it('drops the late answer of somebody who has signed out', async () => {
    let arrive: (value: never) => void = () => undefined;
    call.mockReturnValueOnce(new Promise((resolve) => (arrive = resolve)) as never);
    const store = useOverview();
    const late = store.refresh();
    store.drop();
    arrive(answer('invited'));
    await late;
    expect(store.data).toBeNull();
  });
});
