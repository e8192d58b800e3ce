import { HashQueue } from './hash-queue.js';

interface Held {
  promise: Promise<unknown>;
  finish: () => void;
}

function hold(queue: HashQueue, log: string[], name: string): Held {
  let finish = (): void => undefined;
  const gate = new Promise<void>((resolve) => (finish = resolve));
  const promise = queue.run(async () => {
    log.push(name);
    await gate;
  });
  return { promise, finish: () => finish() };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('HashQueue', () => {
  it('works on as many as it is wide, the rest in the order in which they came', async () => {
    const queue = new HashQueue(2, 10);
    const log: string[] = [];
    const held = ['a', 'b', 'c', 'd'].map((name) => hold(queue, log, name));
    await settled();
    expect(log).toEqual(['a', 'b']);
    held[1]?.finish();
    await held[1]?.promise;
    const late = hold(queue, log, 'e');
    await settled();
    expect(log).toEqual(['a', 'b', 'c']);
    for (const one of [...held, late]) one.finish();
    await Promise.all([...held, late].map((one) => one.promise));
    expect(log).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('refuses with a sentence whoever finds no place, and goes on after failures', async () => {
    const queue = new HashQueue(1, 1);
    const log: string[] = [];
    const [first, second] = [hold(queue, log, 'a'), hold(queue, log, 'b')];
    await expect(queue.run(() => Promise.resolve())).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      extra: { retryAfter: 30 },
    });
    first.finish();
    second.finish();
    await Promise.all([first.promise, second.promise]);
    await expect(queue.run(() => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory');
    await expect(queue.run(() => Promise.resolve('next'))).resolves.toBe('next');
  });
});
