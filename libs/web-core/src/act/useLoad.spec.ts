import { describe, expect, it } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { ApiProblem } from '../api/problem.js';
import { useLoad } from './useLoad.js';

const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('useLoad', () => {
  it('drops an answer that comes after a newer question', async () => {
    const q = ref('old');
    const waiting = new Map<string, (value: string) => void>();
    const scope = effectScope();
    const load = scope.run(() =>
      useLoad(
        () => q.value,
        (source) => new Promise<string>((resolve) => waiting.set(source, resolve)),
        { keep: true },
      ),
    )!;
    q.value = 'new';
    await nextTick();
    waiting.get('new')?.('answer to new');
    await settle();
    waiting.get('old')?.('answer to old');
    await settle();
    expect(load.data.value).toBe('answer to new');
    expect(load.state.value).toBe('ready');
    scope.stop();
  });

  it.each([
    [403, 'FORBIDDEN', 'forbidden'],
    [404, 'NOT_FOUND', 'missing'],
    [500, 'INTERNAL', 'error'],
    [0, 'OFFLINE', 'offline'],
  ])('tells %i %s apart from an empty answer: %s', async (status, code, state) => {
    const scope = effectScope();
    const load = scope.run(() =>
      useLoad(
        () => 1,
        async (): Promise<string[]> => {
          throw new ApiProblem({ status, code, detail: 'x' });
        },
      ),
    )!;
    await settle();
    expect(load.state.value).toBe(state);
    expect(load.data.value).toBeNull();
    scope.stop();
  });

  it('asks again by itself when the network is back', async () => {
    let offline = true;
    const scope = effectScope();
    const load = scope.run(() =>
      useLoad(
        () => 1,
        async () => {
          if (offline) throw new ApiProblem({ status: 0, code: 'OFFLINE', detail: 'x' });
          return 'there';
        },
      ),
    )!;
    await settle();
    expect(load.state.value).toBe('offline');
    offline = false;
    dispatchEvent(new Event('online'));
    await settle();
    expect(load.data.value).toBe('there');
    scope.stop();
  });
});
