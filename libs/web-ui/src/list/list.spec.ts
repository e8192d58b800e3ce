import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { h, nextTick, ref } from 'vue';
import { defaultLayout, shownColumns, type ColumnDef } from './columns.js';
import QcColumnSettings from './QcColumnSettings.vue';
import QcDataTable from './QcDataTable.vue';
import QcFilterBar from './QcFilterBar.vue';
import QcFilterChip from './QcFilterChip.vue';
import QcPager from './QcPager.vue';
import QcSelectionBar from './QcSelectionBar.vue';
import type { FilterField } from './filters.js';
import { useSelection } from './useSelection.js';

interface Row {
  id: string;
  name: string;
  no: number;
}
const COLUMNS: ColumnDef<'name' | 'no', Row>[] = [
  { key: 'name', label: '姓名', width: 100, locked: true, text: (row) => row.name },
  { key: 'no', label: '学号', width: 100, sortable: true, text: (row) => row.no },
];
const ROWS: Row[] = [
  { id: '1', name: '欧阳䶮', no: 20230017 },
  { id: '2', name: '阿卜杜热合曼·麦麦提图尔荪', no: 20230050 },
];

function table(slots: Record<string, unknown> = {}) {
  const rows = ref(ROWS);
  const selection = useSelection({ rows: () => rows.value, id: (row) => row.id, total: () => 2, filterKey: () => '' });
  const wrapper = mount(QcDataTable<'name' | 'no', Row>, {
    props: {
      columns: shownColumns(COLUMNS, defaultLayout(COLUMNS)),
      rows: ROWS,
      rowId: (row: Row) => row.id,
      rowName: (row: Row) => row.name,
      caption: '名单',
      sort: '-no',
      selection,
    },
    slots: slots as never,
  });
  return { wrapper, selection };
}

describe('QcDataTable', () => {
  it('is a table with row headers, sort state and titles for what is cut', () => {
    const { wrapper } = table();
    expect(wrapper.find('caption').text()).toBe('名单');
    expect(wrapper.findAll('tbody th[scope=row]').map((cell) => cell.text())).toEqual(ROWS.map((row) => row.name));
    expect(wrapper.find('th[aria-sort]').attributes('aria-sort')).toBe('descending');
    expect(wrapper.findAll('tbody th')[0]?.attributes('title')).toBeUndefined();
    expect(wrapper.findAll('tbody th')[1]?.attributes('title')).toBe('阿卜杜热合曼·麦麦提图尔荪');
  });

  it('sorts by a header and lets a slot draw a cell', async () => {
    const { wrapper } = table({ 'cell-no': ({ row }: { row: Row }) => h('em', `№${row.no}`) });
    expect(wrapper.find('em').text()).toBe('№20230017');
    await wrapper.find('thead button').trigger('click');
    expect(wrapper.emitted('sort')).toEqual([['']]);
  });

  it('selects by the box and redraws that row only', async () => {
    const drawn = vi.fn(({ row }: { row: Row }) => h('i', row.name));
    const { wrapper, selection } = table({ 'cell-name': drawn });
    drawn.mockClear();
    await wrapper.findAll('tbody input')[1]?.trigger('click');
    await nextTick();
    expect([...selection.ids]).toEqual(['2']);
    expect(drawn).toHaveBeenCalledTimes(1);
    expect(wrapper.findAll('tbody tr')[1]?.classes()).toContain('qc-tinted');
    expect(wrapper.find('tbody input').attributes('aria-label')).toBe('选择 欧阳䶮');
  });
});

describe('QcDataTable on a phone', () => {
  const phone = { matches: true, addEventListener: vi.fn(), removeEventListener: vi.fn() };
  beforeEach(() => vi.stubGlobal('matchMedia', () => phone));
  afterEach(() => vi.unstubAllGlobals());

  it('lays each row out as a card whose fields have their names, and is still a table to listen to', () => {
    const { wrapper } = table();
    expect(wrapper.find('thead').exists()).toBe(false);
    expect(wrapper.findAll('[role="table"] [role="row"]')).toHaveLength(2);
    expect(wrapper.find('[role="rowheader"]').text()).toBe('欧阳䶮');
    expect(wrapper.find('td[data-label="学号"]').text()).toBe('20230017');
    expect(wrapper.find('table').attributes('style')).toBeUndefined();
  });

  it('sorts and selects the page by what stands in the place of its head', async () => {
    const { wrapper, selection } = table();
    const order = wrapper.get<HTMLSelectElement>('select[aria-label="排序"]');
    expect(order.element.value).toBe('-no');
    await order.setValue('no');
    expect(wrapper.emitted('sort')).toEqual([['no']]);
    await wrapper.get('.qc-cards-bar input').trigger('click');
    expect([...selection.ids]).toEqual(['1', '2']);
  });

  it('shows seven fields of many, and all on request', async () => {
    const many = Array.from({ length: 12 }, (_, n) => ({
      key: `k${n}`,
      label: `列${n}`,
      width: 80,
      text: () => `值${n}`,
    }));
    const columns = shownColumns<string, Row>(many, defaultLayout(many));
    const props = {
      columns,
      rows: ROWS,
      rowId: (row: Row) => row.id,
      rowName: (row: Row) => row.name,
      caption: '名单',
    };
    const wrapper = mount(QcDataTable<string, Row>, { props });
    expect(wrapper.findAll('tbody tr:first-child td')).toHaveLength(7);
    await wrapper.get('.qc-cards-bar button').trigger('click');
    expect(wrapper.findAll('tbody tr:first-child td')).toHaveLength(12);
  });
});

describe('QcFilterBar', () => {
  const FIELDS: FilterField[] = [
    {
      key: 'college',
      label: '学院',
      kind: 'many',
      shown: true,
      options: [
        { value: 'a', label: '文学院' },
        { value: 'b', label: '理学院' },
      ],
    },
    { key: 'state', label: '状态', kind: 'one', options: [{ value: 'SIGNED', label: '已签约' }] },
  ];
  const bar = (filters: Record<string, string> = {}) =>
    mount(QcFilterBar, {
      props: { fields: FIELDS, filters, chosen: null, searchLabel: '姓名或学号', label: '筛选', today: '2027-04-26' },
      attachTo: document.body,
    });

  it('does not search while an input method composes, nor on the Enter that ends it', async () => {
    vi.useFakeTimers();
    const wrapper = bar();
    const input = wrapper.find('input[type=search]');
    await input.trigger('compositionstart');
    (input.element as HTMLInputElement).value = 'ouyang';
    await input.trigger('input');
    await input.trigger('keydown', { key: 'Enter', isComposing: true });
    await input.trigger('keydown', { key: 'Enter', keyCode: 229 });
    vi.advanceTimersByTime(2000);
    expect(wrapper.emitted('change')).toBeUndefined();
    (input.element as HTMLInputElement).value = '欧阳';
    await input.trigger('compositionend');
    await input.trigger('keydown', { key: 'Enter' });
    expect(wrapper.emitted('change')).toEqual([[{ q: '欧阳' }, { replace: false }]]);
    vi.advanceTimersByTime(2000);
    expect(wrapper.emitted('change')).toHaveLength(1);
    vi.useRealTimers();
    wrapper.unmount();
  });

  it('shows the product’s fields and every condition in force; a cross takes one away', async () => {
    const wrapper = bar({ state: 'SIGNED', college: 'a,b' });
    expect(wrapper.findAll('.qc-chip').map((chip) => chip.text())).toEqual(['学院文学院等 2 个', '状态已签约']);
    await wrapper.find('.qc-chip-x').trigger('click');
    expect(wrapper.emitted('change')).toEqual([[{ college: '' }, { replace: false }]]);
    wrapper.unmount();
  });

  it('shows a search that does not stand among the conditions, and does not say it twice', async () => {
    const wrapper = bar();
    await wrapper.setProps({ searched: '138 0000 0021' });
    const input = wrapper.find('input[type=search]');
    expect((input.element as HTMLInputElement).value).toBe('138 0000 0021');
    await input.trigger('blur');
    expect(wrapper.emitted('change')).toBeUndefined();
    await wrapper.setProps({ searched: null });
    expect((input.element as HTMLInputElement).value).toBe('');
    wrapper.unmount();
  });

  it('takes months as the registry writes them', async () => {
    const month: FilterField = { key: 'graduation', label: '毕业时间', kind: 'months', shown: true };
    const wrapper = mount(QcFilterChip, {
      props: { field: month, value: '2027-01..', today: '2027-04-26' },
      attachTo: document.body,
    });
    expect(wrapper.text()).toContain('2027-01 起');
    await wrapper.find('.qc-chip-b').trigger('click');
    await wrapper.findAll('form input')[1]?.setValue('202706');
    await wrapper.find('form').trigger('submit');
    expect(wrapper.emitted('change')).toEqual([['2027-01..2027-06']]);
    await wrapper.find('.qc-chip-b').trigger('click');
    await wrapper.findAll('form input')[1]?.setValue('202713');
    await wrapper.find('form').trigger('submit');
    expect(wrapper.find('[role=alert]').text()).toBe('月份写成 2027-06 这样');
    expect(wrapper.emitted('change')).toHaveLength(1);
    wrapper.unmount();
  });

  it('opens a chip, takes a value, closes on Escape and gives the focus back', async () => {
    const wrapper = bar();
    const button = wrapper.find('.qc-chip-b');
    await button.trigger('click');
    await nextTick();
    await wrapper.findAll('.qc-option input')[1]?.setValue(true);
    expect(wrapper.emitted('change')).toEqual([[{ college: 'b' }, { replace: false }]]);
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await nextTick();
    expect(wrapper.find('.qc-pop').exists()).toBe(false);
    expect(document.activeElement).toBe(button.element);
    wrapper.unmount();
  });
});

describe('QcColumnSettings', () => {
  it('changes visibility, pin, width and order, the last by keys', async () => {
    const columns: ColumnDef[] = [...COLUMNS, { key: 'college', label: '学院', width: 120 }] as ColumnDef[];
    const wrapper = mount(QcColumnSettings, {
      props: { columns, layout: defaultLayout(columns) },
      attachTo: document.body,
    });
    await wrapper.find('button').trigger('click');
    const college = wrapper.findAll('li').find((item) => item.text() === '学院');
    await college?.find('.qc-grab').trigger('keydown', { key: 'ArrowUp' });
    await college?.find('input[type=checkbox]').setValue(false);
    await college?.find('.qc-pinb').trigger('click');
    await college?.find('.qc-width').setValue('200');
    expect(wrapper.emitted('move')).toEqual([['college', -1]]);
    expect(wrapper.emitted('visible')).toEqual([['college', false]]);
    expect(wrapper.emitted('pinned')).toEqual([['college', true]]);
    expect(wrapper.emitted('width')?.[0]).toEqual(['college', 200]);
    expect(wrapper.find('li input[type=checkbox]').attributes('disabled')).toBeDefined();
    wrapper.unmount();
  });
});

describe('QcPager and QcSelectionBar', () => {
  it('names the pages around the present one and jumps, full-width digits included', async () => {
    const wrapper = mount(QcPager, { props: { page: 10, pageSize: 50, total: 1284, unit: '件' } });
    expect(wrapper.find('p').text()).toBe('第 451–500 件，共 1,284 件');
    expect(
      wrapper
        .findAll('.qc-page')
        .map((page) => page.text())
        .filter(Boolean),
    ).toEqual(['1', '8', '9', '10', '11', '12', '26']);
    await wrapper.find('.qc-jump input').setValue('２６');
    await wrapper.find('.qc-jump').trigger('submit');
    expect(wrapper.emitted('page')).toEqual([[26]]);
  });

  it('offers all that match once the page is taken, and goes back to the page', async () => {
    const selection = useSelection({ rows: () => ROWS, id: (row) => row.id, total: () => 1284, filterKey: () => '' });
    const wrapper = mount(QcSelectionBar, {
      props: { selection, total: 1284, pageCount: 26, sizeOfPage: 2, unit: '件' },
    });
    expect(wrapper.find('.qc-bulk').exists()).toBe(false);
    selection.togglePage();
    await nextTick();
    await wrapper.find('.qc-bulk-sub button').trigger('click');
    expect(wrapper.find('b').text()).toBe('已选全部符合条件的 1,284 件');
    await wrapper.find('.qc-bulk-sub button').trigger('click');
    expect(selection.count).toBe(2);
    await wrapper.find('.qc-bulk-close').trigger('click');
    expect(selection.count).toBe(0);
  });
});
