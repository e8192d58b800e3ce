import { describe, expect, it } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { useSelection } from './useSelection.js';

function setup() {
  const rows = ref([{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }]);
  const filterKey = ref('1');
  const scope = effectScope();
  const selection = scope.run(() =>
    useSelection({
      rows: () => rows.value,
      id: (row) => row.id,
      total: () => 1284,
      filterKey: () => filterKey.value,
      max: 500,
    }),
  );
  if (!selection) throw new Error('no scope');
  return { rows, filterKey, selection };
}

describe('useSelection', () => {
  it('takes single rows and ranges', () => {
    const { selection } = setup();
    selection.toggle('b');
    expect(selection.page).toBe('some');
    selection.toggle('d', true);
    expect([...selection.ids]).toEqual(['b', 'c', 'd']);
    selection.toggle('c');
    expect(selection.count).toBe(2);
  });

  it('survives paging and conditions when it is single rows', async () => {
    const { selection, rows, filterKey } = setup();
    selection.togglePage();
    expect(selection.page).toBe('all');
    rows.value = [{ id: 'x' }];
    filterKey.value = '2';
    await nextTick();
    expect(selection.count).toBe(4);
    expect(selection.page).toBe('none');
    expect(selection.has('a')).toBe(true);
  });

  it('“everything that matches” ends with the conditions it was said for', async () => {
    const { selection, filterKey } = setup();
    selection.selectAll();
    expect(selection.all).toBe(true);
    expect(selection.count).toBe(1284);
    expect(selection.tooMany).toBe(true);
    expect(selection.has('anything')).toBe(true);
    filterKey.value = '2';
    await nextTick();
    expect(selection.count).toBe(0);
  });

  it('taking one row out of everything leaves this page without it', () => {
    const { selection } = setup();
    selection.selectAll();
    selection.toggle('b');
    expect(selection.all).toBe(false);
    expect([...selection.ids]).toEqual(['a', 'c', 'd']);
  });
});
