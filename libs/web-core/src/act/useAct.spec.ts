import { describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '../api/problem.js';
import { useAct, type ActContext } from './useAct.js';

const problem = (status: number, code: string, errors: { field: string; code: string; message: string }[] = []) =>
  new ApiProblem({ status, code, detail: '没有办成。', errors });

describe('useAct', () => {
  it('joins a second call while the first one runs: a double click acts once', async () => {
    let finish: (value: string) => void = () => undefined;
    const command = vi.fn(() => new Promise<string>((resolve) => (finish = resolve)));
    const act = useAct(command);
    const first = act.run();
    const second = act.run();
    expect(act.busy.value).toBe(true);
    finish('done');
    expect(await Promise.all([first, second])).toEqual(['done', 'done']);
    expect(command).toHaveBeenCalledOnce();
    expect(act.busy.value).toBe(false);
  });

  it('keeps the key when the answer got lost, and takes a new one after an answer', async () => {
    const keys: string[] = [];
    const answers: (ApiProblem | null)[] = [problem(0, 'OFFLINE'), problem(503, 'SERVICE_UNAVAILABLE'), null, null];
    const act = useAct(async ({ key, headers }: ActContext, _id: string) => {
      keys.push(key);
      expect(headers['Idempotency-Key']).toBe(key);
      const failed = answers.shift();
      if (failed) throw failed;
      return 'ok';
    });
    expect(await act.run('a')).toBeUndefined();
    expect(await act.run('a')).toBeUndefined();
    expect(await act.run('a')).toBe('ok');
    expect(await act.run('a')).toBe('ok');
    expect(keys[0]).toBe(keys[1]);
    expect(keys[1]).toBe(keys[2]);
    expect(keys[3]).not.toBe(keys[2]);
  });

  it('does not reuse a key for other arguments', async () => {
    const keys: string[] = [];
    const act = useAct(async ({ key }: ActContext, _id: string) => {
      keys.push(key);
      throw problem(0, 'OFFLINE');
    });
    await act.run('a');
    await act.run('b');
    expect(keys[0]).not.toBe(keys[1]);
  });

  it('tells one file from another', async () => {
    const keys: string[] = [];
    const act = useAct(async ({ key }: ActContext, _file: File) => {
      keys.push(key);
      throw problem(0, 'OFFLINE');
    });
    const first = new File(['a'], 'a.jpg', { lastModified: 1 });
    await act.run(first);
    await act.run(first);
    await act.run(new File(['b'], 'b.jpg', { lastModified: 1 }));
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[1]);
  });

  it('takes a new key after a refusal: that was an answer', async () => {
    const keys: string[] = [];
    const act = useAct(async ({ key }: ActContext) => {
      keys.push(key);
      throw problem(409, 'INVITE_LIMIT');
    });
    await act.run();
    await act.run();
    expect(keys[0]).not.toBe(keys[1]);
  });

  it('tells field errors by field, and clears them on the next run', async () => {
    const found = problem(422, 'VALIDATION_FAILED', [
      { field: 'terms.post', code: 'REQUIRED', message: '岗位还没有填。' },
    ]);
    const seen = vi.fn();
    let fail = true;
    const act = useAct(
      async () => {
        if (fail) throw found;
        return 1;
      },
      { onProblem: seen },
    );
    await act.run();
    expect(act.fieldErrors.value).toEqual({ 'terms.post': '岗位还没有填。' });
    expect(seen).toHaveBeenCalledWith(found);
    fail = false;
    await act.run();
    expect(act.problem.value).toBeNull();
  });

  it('does not swallow a mistake of ours', async () => {
    const act = useAct(async () => {
      throw new RangeError('bug');
    });
    await expect(act.run()).rejects.toThrow('bug');
    expect(act.busy.value).toBe(false);
  });
});
