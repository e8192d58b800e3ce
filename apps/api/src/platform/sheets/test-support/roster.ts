import { readSheet, type ReadSheetOptions, type SheetReading } from '../read-sheet.js';
import { defineSheet, type SheetRow } from '../spec.js';

export const roster = defineSheet({
  name: '名单',
  notes: ['每人一行。'],
  columns: [
    { key: 'no', header: '编号', required: true, example: '00123' },
    { key: 'name', header: '姓名', aliases: ['名字', '学生姓名'], required: true, note: '按证件填写' },
    { key: 'idNo', header: '证件号码' },
    { key: 'day', header: '日期', kind: 'date' },
    { key: 'count', header: '人数', kind: 'integer' },
    { key: 'sex', header: '性别', options: ['男', '女'] },
  ],
});

export type RosterKey = (typeof roster)['columns'][number]['key'];

export interface WholeSheet {
  reading: SheetReading<RosterKey>;
  rows: SheetRow<RosterKey>[];
}

export async function readRoster(bytes: Uint8Array, options: ReadSheetOptions = {}): Promise<WholeSheet> {
  const reading = await readSheet(bytes, roster, options);
  const rows: SheetRow<RosterKey>[] = [];
  for await (const row of reading.rows()) rows.push(row);
  return { reading, rows };
}
