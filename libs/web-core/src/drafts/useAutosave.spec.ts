import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { ApiProblem } from '../api/problem.js';
import { useAutosave, type Autosave } from './useAutosave.js';

interface Held {
  value: string;
  answer: () => void;
  fail: (status: number) => void;
}

describe('useAutosave', () => {
  let text = '';
  let saves: Held[] = [];
  let scope = effectScope();
  let draft: Autosave;

  beforeEach(() => {
    vi.useFakeTimers();
    saves = [];
    scope = effectScope();
    draft = scope.run(() =>
      useAutosave(
        () => {
          const value = text;
          return new Promise<void>((resolve, reject) => {
            saves.push({
              value,
              answer: () => resolve(),
              fail: (status) => reject(new ApiProblem({ status, code: 'X', detail: 'x' })),
            });
          });
        },
        { delay: 100, retry: 1000 },
      ),
    )!;
  });
  afterEach(() => {
    scope.stop();
    vi.useRealTimers();
  });
  const type = (value: string): void => {
    text = value;
    draft.touch();
  };
  const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

  it('waits for a pause, then saves what is there', async () => {
    type('a');
    await pass(60);
    type('ab');
    await pass(60);
    expect(saves).toHaveLength(0);
    await pass(60);
    expect(saves.map((save) => save.value)).toEqual(['ab']);
    saves[0]?.answer();
    await pass(0);
    expect(draft.state.value).toBe('saved');
    expect(draft.savedAt.value).toBeInstanceOf(Date);
  });

  it('saves one at a time, and the newest edit wins', async () => {
    type('one');
    await pass(100);
    type('two');
    await pass(100);
    type('three');
    await pass(200);
    expect(saves.map((save) => save.value)).toEqual(['one']);
    saves[0]?.answer();
    await pass(0);
    expect(saves.map((save) => save.value)).toEqual(['one', 'three']);
    saves[1]?.answer();
    await pass(0);
    expect(draft.state.value).toBe('saved');
  });

  it('tries a failed one again with what is there by then', async () => {
    type('one');
    await pass(100);
    saves[0]?.fail(0);
    await pass(0);
    expect(draft.state.value).toBe('failed');
    text = 'two';
    await pass(1000);
    expect(saves.map((save) => save.value)).toEqual(['one', 'two']);
    saves[1]?.answer();
    await pass(0);
    expect(draft.state.value).toBe('saved');
  });

  it('never retries a conflict or a refusal by itself', async () => {
    type('one');
    await pass(100);
    saves[0]?.fail(409);
    await pass(10_000);
    expect(saves).toHaveLength(1);
    expect(draft.state.value).toBe('refused');
  });

  it('flush saves at once and tells whether everything is on the server', async () => {
    type('one');
    const flushed = draft.flush();
    await pass(0);
    type('two');
    saves[0]?.answer();
    await pass(0);
    saves[1]?.answer();
    expect(await flushed).toBe(true);
    expect(saves.map((save) => save.value)).toEqual(['one', 'two']);

    type('three');
    const failed = draft.flush();
    await pass(0);
    saves[2]?.fail(500);
    expect(await failed).toBe(false);
  });

  it('asks before the page is left with something unsaved', async () => {
    const clean = new Event('beforeunload', { cancelable: true });
    dispatchEvent(clean);
    expect(clean.defaultPrevented).toBe(false);
    type('one');
    const dirty = new Event('beforeunload', { cancelable: true });
    dispatchEvent(dirty);
    expect(dirty.defaultPrevented).toBe(true);
  });
});
