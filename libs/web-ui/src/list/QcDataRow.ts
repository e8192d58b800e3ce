import { defineComponent, h, type PropType, type Slots, type VNode } from 'vue';
import type { ShownColumn } from './columns.js';

/** Roughly what a text takes at 13 px, to know which cells are cut and need their title. */
function wider(text: string, width: number): boolean {
  let px = 20;
  for (let i = 0; i < text.length; i += 1) px += text.charCodeAt(i) > 0x2e7f ? 13 : 7.6;
  return px > width;
}

/**
 * One row. A component of its own, so that a tick or a changed record draws one row again and not two hundred; a render
 * function, because 28 plain cells are made four times faster than by a template loop with slots.
 */
export const QcDataRow = defineComponent({
  name: 'QcDataRow',
  props: {
    row: { type: Object as PropType<unknown>, required: true },
    columns: { type: Array as PropType<ShownColumn<string, unknown>[]>, required: true },
    cells: { type: Object as PropType<Slots>, required: true },
    name: { type: String, required: true },
    selectable: { type: Boolean, required: true },
    selected: { type: Boolean, required: true },
    tinted: { type: Boolean, required: true },
    marked: { type: Boolean, required: true },
    /** one below the other: what is no table to look at says that it is one */
    cards: { type: Boolean, default: false },
  },
  emits: { toggle: (range: boolean) => typeof range === 'boolean' },
  setup(props, { emit }) {
    const onToggle = (event: MouseEvent): void => {
      const onBox = event.target instanceof HTMLInputElement;
      // The box is drawn from the selection, never from its own state.
      if (onBox) setTimeout(() => ((event.target as HTMLInputElement).checked = props.selected));
      emit('toggle', event.shiftKey);
    };

    function cell(column: ShownColumn<string, unknown>, index: number): VNode {
      const value = column.text?.(props.row);
      const text = value === null || value === undefined ? '' : String(value);
      const slot = props.cells[`cell-${column.key}`];
      const attributes: Record<string, unknown> = {};
      if (props.cards) return cardCell(column, text, slot);
      if (column.isPinned) {
        attributes['class'] = column.locked ? 'qc-pin qc-lock' : 'qc-pin';
        attributes['style'] = `left:var(--qc-pin-${index})`;
      } else if (column.align === 'right') attributes['class'] = 'qc-r';
      if (text && wider(text, column.width)) attributes['title'] = text;
      if (column.locked) attributes['scope'] = 'row';
      return h(column.locked ? 'th' : 'td', attributes, slot ? slot({ row: props.row, text }) : text);
    }

    function cardCell(column: ShownColumn<string, unknown>, text: string, slot: Slots[string]): VNode {
      const content = h('span', { class: 'qc-v' }, slot ? slot({ row: props.row, text }) : text);
      return column.locked
        ? h('th', { scope: 'row', role: 'rowheader', class: 'qc-lock' }, [content])
        : h('td', { role: 'cell', 'data-label': column.label }, [content]);
    }

    return () => {
      const cells = props.columns.map(cell);
      if (props.selectable) {
        cells.unshift(
          h('td', { class: 'qc-pin qc-sel', onClick: onToggle, ...(props.cards ? { role: 'cell' } : {}) }, [
            h('input', { type: 'checkbox', checked: props.selected, 'aria-label': `选择 ${props.name}` }),
          ]),
        );
      }
      const role = props.cards ? { role: 'row' } : {};
      return h('tr', { class: { 'qc-tinted': props.tinted, 'qc-marked': props.marked }, ...role }, cells);
    };
  },
});
