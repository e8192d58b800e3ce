import { PassThrough, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import {
  checkRow,
  defineSheet,
  type ExportRow,
  issueOf,
  SheetReporter,
  writeReport,
  writeRows,
  writeTemplate,
} from './index.js';
import { readRoster, roster, type RosterKey } from './test-support/roster.js';

async function opened(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
  return book;
}

async function exported(rows: Iterable<ExportRow<RosterKey>>): Promise<Buffer> {
  const stream = new PassThrough();
  const [bytes] = await Promise.all([buffer(stream), writeRows(roster, rows, stream)]);
  return bytes;
}

describe('the template', () => {
  it('has marked titles, text format throughout, a drop-down and an explaining sheet', async () => {
    const book = await opened(await writeTemplate(roster));
    const [sheet, notes] = book.worksheets;
    expect(sheet?.getRow(1).values).toEqual([undefined, '编号*', '姓名*', '证件号码', '日期', '人数', '性别']);
    expect(sheet?.getColumn(1).numFmt).toBe('@');
    expect(sheet?.getCell('B1').note).toBe('按证件填写');
    expect(sheet?.getCell('F2').dataValidation).toMatchObject({ type: 'list', formulae: ['"男,女"'] });
    expect(sheet?.getCell('F20001').dataValidation).toMatchObject({ type: 'list' });
    expect(notes?.name).toBe('填写说明');
    expect(notes?.getSheetValues().flat()).toEqual(expect.arrayContaining(['每人一行。', '00123', '按证件填写']));
  });

  it('puts long lists on a hidden sheet', async () => {
    const options = Array.from({ length: 80 }, (_, i) => `第 ${i} 个选项`);
    const columns = [
      { key: 'a', header: '甲', options },
      { key: 'b', header: '乙', options: ['a,b', 'c'] },
    ];
    const book = await opened(await writeTemplate(defineSheet({ name: '表', columns })));
    expect(book.getWorksheet('选项')?.state).toBe('hidden');
    expect(book.getWorksheet('选项')?.getCell('A80').value).toBe('第 79 个选项');
    expect(book.worksheets[0]?.getCell('A2').dataValidation.formulae).toEqual(['选项!$A$1:$A$80']);
    expect(book.worksheets[0]?.getCell('B2').dataValidation.formulae).toEqual(['选项!$B$1:$B$2']);
  });

  it('is understood when it comes back', async () => {
    const { reading, rows } = await readRoster(await writeTemplate(roster));
    expect(reading).toMatchObject({ sheet: '名单', columns: roster.columns.map(({ key }) => key), unknownColumns: [] });
    expect(rows).toEqual([]);
  });
});

describe('an export', () => {
  const odd = [
    '=1+1',
    '+8613800138000',
    '-1',
    '@SUM(A1)',
    "=cmd|'/c calc'!A0",
    '00123',
    '110101199003070011',
    'a&lt;b<>"\'',
    '_x0041_',
    '甲\n乙',
    '𠮷',
  ];

  it('round-trips every text, and none is a formula or a number', async () => {
    const bytes = await exported(odd.map((name, i) => ({ no: String(i), name })));
    const { rows } = await readRoster(bytes);
    expect(rows.map(({ values }) => values.name)).toEqual(odd);
    const sheet = (await opened(bytes)).worksheets[0];
    odd.forEach((_, i) => {
      const cell = sheet?.getCell(i + 2, 2);
      expect(cell?.type).toBe(ExcelJS.ValueType.String);
      expect(cell?.numFmt).toBe('@');
    });
  });

  it('drops what a workbook cannot hold, also before a sign that would act', async () => {
    const { rows } = await readRoster(
      await exported([
        { no: '1', name: '\t=1+1' },
        { no: '2', name: '\r@a\u0000b\ud800' },
      ]),
    );
    expect(rows.map(({ values }) => values.name)).toEqual(['=1+1', '@ab\ufffd']);
  });

  it('goes no faster than its reader', async () => {
    let made = 0;
    async function* source() {
      for (; made < 40_000; made++) yield { no: String(made), name: Math.random().toString(36).repeat(8) };
    }
    let release: (() => void) | undefined;
    const slow = new Writable({ highWaterMark: 16_384, write: (_chunk, _encoding, done) => void (release = done) });
    const writing = writeRows(roster, source(), slow);
    while (!slow.writableNeedDrain) await new Promise((resolve) => setImmediate(resolve));
    for (let i = 0; i < 500; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(made).toBeLessThan(10_000);
    slow.destroy();
    release?.();
    await expect(writing).rejects.toThrow('Premature close');
  });

  it('that fails at its source ends the stream with the reason', async () => {
    const stream = new PassThrough();
    async function* source() {
      yield { no: '1' };
      throw new Error('no more');
    }
    const read = buffer(stream);
    await expect(Promise.all([read, writeRows(roster, source(), stream)])).rejects.toThrow('no more');
    expect(stream.destroyed).toBe(true);
  });
});

describe('a report', () => {
  it('counts, marks and explains, and can be uploaded again', async () => {
    const bytes = await exported([
      { no: '1', name: '张三' },
      { no: '', name: '李四' },
      { no: '3', name: '王五' },
    ]);
    const { rows } = await readRoster(bytes);
    const reporter = new SheetReporter<RosterKey>();
    const fine = rows.map((row) => {
      const warning = row.values.name === '王五' ? [issueOf(roster, row, 'name', '和第 9 行同名', 'warning')] : [];
      return reporter.add([...checkRow(roster, row), ...warning]);
    });
    expect(fine).toEqual([true, false, true]);
    const report = reporter.report();
    expect(report).toEqual({
      total: 3,
      valid: 2,
      issues: [
        { row: 3, key: 'no', header: '编号', value: '', reason: '不能为空', severity: 'error' },
        { row: 4, key: 'name', header: '姓名', value: '王五', reason: '和第 9 行同名', severity: 'warning' },
      ],
    });
    const marked = await writeReport(roster, rows, report.issues);
    const sheet = (await opened(marked)).worksheets[0];
    expect(sheet?.getCell('A3')).toMatchObject({ fill: { fgColor: { argb: 'FFFFC7CE' } } });
    expect(sheet?.getCell('A3').note).toBe('不能为空');
    expect(sheet?.getCell('G3').value).toBe('编号：不能为空');
    expect(sheet?.getCell('G2').value).toBeNull();
    const again = await readRoster(marked);
    expect(again.reading.unknownColumns).toEqual([]);
    expect(again.rows.map(({ values }) => values)).toEqual(rows.map(({ values }) => values));
  });

  it('has one reason for each wrong cell', () => {
    const values = { no: '', name: '张三', idNo: '1E+17', day: '下周', count: '1.5', sex: '不明' };
    const lost = issueOf(roster, { row: 2, values }, 'idNo', '丢失');
    const reasons = checkRow(roster, { row: 2, values, issues: [lost] }).map(({ key, reason }) => `${key} ${reason}`);
    expect(reasons).toEqual([
      'idNo 丢失',
      'no 不能为空',
      'day 要填日期，例如 2026-07-01',
      'count 要填整数',
      'sex 只能填：男、女',
    ]);
  });
});
