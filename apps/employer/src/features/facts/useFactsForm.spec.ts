import { ApiProblem } from '@qiancheng/web-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope, type EffectScope } from 'vue';
import { emptyFacts, useFactsForm, type FactsForm, type FactsSource } from './useFactsForm.js';

let scope: EffectScope;
beforeEach(() => {
  vi.useFakeTimers();
  scope = effectScope();
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
});

const source = (version: number, change: Partial<FactsSource['data']> = {}): FactsSource => ({
  version,
  data: { ...emptyFacts(), name: '湘江精密制造股份有限公司', address: '星沙 1 号', postcode: '410100', ...change },
});
function form(
  save: (version: number, data: FactsSource['data']) => Promise<FactsSource>,
  stored?: FactsSource,
): FactsForm {
  return scope.run(() =>
    useFactsForm(source(1), { save, read: () => Promise.resolve(stored ?? source(1)) }),
  ) as FactsForm;
}
const stale = new ApiProblem({ status: 409, code: 'STALE_VERSION', detail: '改过了' });

it('saves what was typed, with the version that it knows', async () => {
  const save = vi.fn((version: number, data: FactsSource['data']) => Promise.resolve({ version: version + 1, data }));
  const facts = form(save);
  facts.set('address', '星沙 2 号');
  await vi.runAllTimersAsync();
  expect(save).toHaveBeenCalledWith(1, expect.objectContaining({ address: '星沙 2 号' }));
  facts.set('address', '星沙 3 号');
  await vi.runAllTimersAsync();
  expect(save.mock.calls[1]?.[0]).toBe(2);
});

it('asks about what both have changed, and keeps the rest of both', async () => {
  const stored = source(5, { address: '岳麓 9 号', landline: '0731-80001200' });
  const save = vi
    .fn((version: number, data: FactsSource['data']) => Promise.resolve({ version: version + 1, data }))
    .mockRejectedValueOnce(stale);
  const facts = form(save, stored);
  facts.set('address', '星沙 2 号');
  facts.set('postcode', '410101');
  await vi.runAllTimersAsync();
  expect(facts.conflicts.value).toEqual([{ field: 'address', mine: '星沙 2 号', theirs: '岳麓 9 号' }]);
  facts.resolve({ address: 'theirs' });
  await vi.runAllTimersAsync();
  expect(facts.values).toMatchObject({ address: '岳麓 9 号', landline: '0731-80001200', postcode: '410101' });
  expect(save.mock.calls.at(-1)?.[0]).toBe(5);
  expect(facts.conflicts.value).toBeNull();
});

it('says what is wrong of fields that were left, and of all once handing in was tried', () => {
  const facts = form((version, data) => Promise.resolve({ version, data }));
  expect(facts.errors.value).toEqual({});
  facts.leave('landline');
  expect(Object.keys(facts.errors.value)).toEqual(['landline']);
  facts.showAll();
  expect(Object.keys(facts.errors.value).length).toBeGreaterThan(3);
});
