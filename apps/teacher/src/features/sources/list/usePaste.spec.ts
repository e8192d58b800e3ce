import { lookUpSources } from '@qiancheng/api-client/teacher';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, type EffectScope } from 'vue';
import { leftOutFile, usePaste, type Paste } from './usePaste.js';

vi.mock('@qiancheng/api-client/teacher', () => ({ lookUpSources: vi.fn() }));
vi.mock('@qiancheng/web-core', async (original) => ({
  ...(await original<object>()),
  ask: (answer: Promise<unknown>) => answer,
}));

const candidate = (id: string, studentNo: string) => ({
  id,
  studentNo,
  name: '王子涵',
  collegeName: '计算机学院',
  majorName: '软件工程',
  className: '软工2301',
});
const answer = (body: object): void => {
  vi.mocked(lookUpSources).mockResolvedValue(body as never);
};

let scope: EffectScope;
let paste: Paste;
beforeEach(() => {
  vi.useFakeTimers();
  scope = effectScope();
  paste = scope.run(() => usePaste(() => 2027)) as Paste;
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
  vi.mocked(lookUpSources).mockReset();
});

async function typed(text: string): Promise<void> {
  paste.text.value = text;
  await nextTick();
  await vi.advanceTimersByTimeAsync(500);
}

describe('a pasted column', () => {
  it('asks once for each thing, and says of each line what came of it', async () => {
    answer({
      matched: [{ at: 0, id: 'a' }],
      missing: [2],
      ambiguous: [{ at: 1, candidates: [candidate('b', '1'), candidate('c', '2')] }],
    });
    await typed('20230104\n王子涵\n\n２０２３０１０４\n没有这人');
    expect(vi.mocked(lookUpSources).mock.calls[0]?.[0].body).toEqual({
      cohort: 2027,
      tokens: ['20230104', '王子涵', '没有这人'],
    });
    expect([...paste.marks.value]).toEqual([
      [4, 'repeated'],
      [5, 'missing'],
      [2, 'ambiguous'],
    ]);
    expect(paste.ids.value).toEqual(['a']);
    expect(paste.leftOut.value.map(({ line, why }) => [line, why])).toEqual([
      [2, '2 人同名，没有选'],
      [5, '没找到'],
    ]);
  });

  it('counts whom somebody chose among those of one name', async () => {
    answer({
      matched: [],
      missing: [],
      ambiguous: [{ at: 0, candidates: [candidate('b', '1'), candidate('c', '2')] }],
    });
    await typed('王子涵');
    paste.choose('王子涵', 'c');
    expect([paste.ids.value, paste.leftOut.value, paste.marks.value.size]).toEqual([['c'], [], 0]);
    paste.choose('王子涵', paste.BOTH);
    expect(paste.ids.value).toEqual(['b', 'c']);
  });

  it('keeps a choice while other lines are mended', async () => {
    answer({
      matched: [],
      missing: [],
      ambiguous: [{ at: 0, candidates: [candidate('b', '1'), candidate('c', '2')] }],
    });
    await typed('王子涵');
    paste.choose('王子涵', 'b');
    answer({
      matched: [{ at: 0, id: 'a' }],
      missing: [],
      ambiguous: [{ at: 1, candidates: [candidate('b', '1'), candidate('c', '2')] }],
    });
    await typed('20230104\n王子涵');
    expect(paste.ids.value).toEqual(['a', 'b']);
  });

  it('asks nothing of more lines than the server takes', async () => {
    await typed(Array.from({ length: 2001 }, (_, i) => String(10_000 + i)).join('\n'));
    expect(paste.tooMany.value).toBe(true);
    expect(lookUpSources).not.toHaveBeenCalled();
  });

  it('tells a failure from nothing found', async () => {
    vi.mocked(lookUpSources).mockRejectedValue(new TypeError('offline'));
    await typed('20230104');
    expect(paste.problem.value).not.toBeNull();
    expect(paste.missing.value).toEqual([]);
  });
});

describe('what was left out', () => {
  it('is a file in which nothing acts', async () => {
    const text = await leftOutFile([{ line: 3, text: '=1+"1"', why: '没找到' }]).text();
    expect(text).toContain('3,"\t=1+""1""",没找到');
  });
});
