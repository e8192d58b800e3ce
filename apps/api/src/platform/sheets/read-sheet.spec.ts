import { setTimeout } from 'node:timers/promises';
import { AppError } from '../http/index.js';
import { readSheet } from './read-sheet.js';
import { defineSheet } from './spec.js';
import { readRoster, roster } from './test-support/roster.js';
import { textRow, workbookOf } from './test-support/zip.js';

const titles = textRow(1, ['编号', '姓名', '证件号码', '日期', '人数', '性别']);
/** One row whose third to fifth cells are given as XML. */
const oneRow = (cells: string) =>
  `${titles}<row r="2"><c r="A2" t="str"><v>1</v></c><c r="B2" t="str"><v>张三</v></c>${cells}</row>`;

async function only(cells: string, formats: readonly (number | string)[] = [0], workbookPr = '') {
  const { rows } = await readRoster(workbookOf({ rows: oneRow(cells), formats, workbookPr }));
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

describe('titles', () => {
  it('are found below a banner, in any width, with stars, blanks and old names', async () => {
    const rows =
      textRow(1, ['2026 届毕业生名单']) +
      textRow(3, [' ＊编 号', '学生姓名*', '备注', '性别']) +
      textRow(4, ['007', '张三', '好', '男']);
    const { reading, rows: read } = await readRoster(workbookOf({ rows }));
    expect(reading).toMatchObject({ format: 'xlsx', sheet: '名单', headerRow: 3, unknownColumns: ['备注'] });
    expect(reading.columns).toEqual(['no', 'name', 'sex']);
    expect(read).toEqual([
      { row: 4, values: { no: '007', name: '张三', idNo: '', day: '', count: '', sex: '男' }, issues: [] },
    ]);
  });

  it('that are required and absent are named', async () => {
    const reading = readRoster(workbookOf({ rows: textRow(1, ['姓名', '性别']) + textRow(2, ['张三', '男']) }));
    await expect(reading).rejects.toMatchObject({
      code: 'SHEET_COLUMNS_MISSING',
      detail: '表格缺少这些列：编号。请下载模板对照表头。',
    });
  });

  it('proper go before other names, and a second column of one meaning is reported', async () => {
    const { reading, rows } = await readRoster(
      workbookOf({ rows: textRow(1, ['名字', '姓名', '编号']) + textRow(2, ['三儿', '张三', '1']) }),
    );
    expect(rows[0]?.values.name).toBe('张三');
    expect(reading.unknownColumns).toEqual(['名字']);
  });
});

describe('cells', () => {
  it('with an 18-digit number are an error, since its digits are lost', async () => {
    for (const stored of ['1.1010119900307E+17', '110101199003070000']) {
      const row = await only(`<c r="C2"><v>${stored}</v></c>`);
      expect(row.values.idNo).toBe('110101199003070000');
      expect(row.issues).toEqual([
        {
          row: 2,
          key: 'idNo',
          header: '证件号码',
          value: '110101199003070000',
          reason: expect.stringContaining('已经丢失'),
          severity: 'error',
        },
      ]);
    }
  });

  it('with 18 digits as text are as written, and without their last digits an error in a CSV too', async () => {
    expect((await only('<c r="C2" t="str"><v>11010119900307001X</v></c>')).values.idNo).toBe('11010119900307001X');
    const { rows } = await readRoster(Buffer.from('编号,姓名,证件号码\n1,张三,1.10101E+17\n'));
    expect(rows[0]?.issues[0]?.reason).toContain('已经丢失');
  });

  it.each([
    ['13800138000', 0, '13800138000'],
    ['1.3800138E10', 0, '13800138000'],
    ['123456789012345', 0, '123456789012345'],
    ['0.30000000000000004', 0, '0.3'],
    ['1E-7', 0, '0.0000001'],
    ['-2.5', 0, '-2.5'],
    ['12345', '000000', '012345'],
    ['45292', 31, '2024-01-01'],
    ['45292', 58, '2024-01-01'],
    ['45292.75', 'yyyy/m/d h:mm', '2024-01-01 18:00'],
    ['0.75', 20, '18:00'],
    ['45292', 'yyyy"年"m"月"d"日";@', '2024-01-01'],
    ['45292', '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', '2024-01-01'],
    ['59', 14, '1900-02-28'],
    ['61', 14, '1900-03-01'],
    ['45292', '#,##0_ ;[Red]\\-#,##0\\ ', '45292'],
  ])('%s in the format %s reads %s', async (stored, format, text) => {
    const row = await only(`<c r="C2" s="1"><v>${stored}</v></c>`, [0, format]);
    expect(row).toMatchObject({ values: { idNo: text }, issues: [] });
  });

  it.each([
    ['<c r="D2"><v>46023</v></c>', '2026-01-01'],
    ['<c r="D2"><v>20260101</v></c>', '2026-01-01'],
    ['<c r="D2" t="str"><v>２０２６年１月1日</v></c>', '2026-01-01'],
    ['<c r="D2" t="str"><v>2026.1.1</v></c>', '2026-01-01'],
    ['<c r="D2" t="d"><v>2026-01-01T00:00:00</v></c>', '2026-01-01'],
    ['<c r="D2" t="str"><v>2026-02-30</v></c>', '2026-02-30'],
    ['<c r="D2" t="str"><v>下周</v></c>', '下周'],
  ])('%s in a column of dates reads %s', async (cell, text) => {
    expect((await only(cell)).values.day).toBe(text);
  });

  it('count days from 1904 where the workbook does', async () => {
    expect((await only('<c r="D2"><v>44561</v></c>', [0], '<workbookPr date1904="1"/>')).values.day).toBe('2026-01-01');
  });

  it('with formulas have their stored result, of any type', async () => {
    const formula = (rest: string, attributes = '') =>
      only(`<c r="C2" ${attributes}><f>A1&amp;"x"</f>${rest}</c>`, [0, 14]);
    expect((await formula('<v>结果</v>', 't="str"')).values.idNo).toBe('结果');
    expect((await formula('<v>45292</v>', 's="1"')).values.idNo).toBe('2024-01-01');
    expect((await formula('<v>1</v>', 't="b"')).values.idNo).toBe('TRUE');
    expect((await formula('<v>#N/A</v>', 't="e"')).issues[0]?.reason).toBe('公式出错：#N/A');
    expect((await formula('')).issues[0]?.reason).toContain('没有算出结果');
  });

  it('with rich text, reading aids and escapes are one plain text', async () => {
    const strings =
      '<si><r><t>张</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 三</t></r><rPh sb="0" eb="1"><t>zhang</t></rPh></si>';
    const rows =
      titles +
      '<row r="2"><c r="A2" t="str"><v> _x0041_&amp;lt;\u200b\u3000</v></c><c r="B2" t="s"><v>0</v></c>' +
      '<c r="C2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>';
    const { rows: read } = await readRoster(workbookOf({ rows, strings }));
    expect(read[0]?.values).toMatchObject({ no: 'A&lt;', name: '张 三', idNo: 'ab' });
  });

  it('of any type hold no control character', async () => {
    for (const type of ['str', 'e', 'd', 'n']) {
      const row = await only(`<c r="C2" t="${type}"><v>1_x001F_x</v></c>`);
      expect([type, row.values.idNo]).toEqual([type, '1x']);
    }
  });

  it('too long are cut and reported', async () => {
    const { rows } = await readRoster(workbookOf({ rows: oneRow(`<c r="C2" t="str"><v>${'字'.repeat(30)}</v></c>`) }), {
      maxCellChars: 20,
    });
    expect(rows[0]?.values.idNo).toBe('字'.repeat(20));
    expect(rows[0]?.issues[0]?.reason).toBe('内容超过 20 个字');
  });

  it('keep their Chinese characters whatever the size of the file', async () => {
    const rows =
      titles + Array.from({ length: 3000 }, (_, i) => textRow(i + 2, [`${i}`, `欧阳𠮷${'龘'.repeat(20)}`])).join('');
    const { rows: read } = await readRoster(workbookOf({ rows }));
    expect(new Set(read.map(({ values }) => values.name))).toEqual(new Set([`欧阳𠮷${'龘'.repeat(20)}`]));
    expect(read).toHaveLength(3000);
  });
});

describe('rows', () => {
  it('that are empty are skipped, numbers are those of the file', async () => {
    const rows = titles + textRow(2, [' ', '']) + textRow(5, ['1', '张三']) + '<row r="9"><c r="A9" s="0"/></row>';
    const { rows: read } = await readRoster(workbookOf({ rows }));
    expect(read.map(({ row }) => row)).toEqual([5]);
  });

  it('above the limit are refused', async () => {
    const rows = titles + textRow(2, ['1', '张三']) + textRow(3, ['2', '李四']);
    expect((await readRoster(workbookOf({ rows }), { maxRows: 2 })).rows).toHaveLength(2);
    await expect(readRoster(workbookOf({ rows }), { maxRows: 1 })).rejects.toMatchObject({
      code: 'SHEET_TOO_LARGE',
      detail: expect.stringContaining('最多 1 行'),
    });
  });

  it('above the limit are refused also to a reader that takes its time', async () => {
    const rows = titles + Array.from({ length: 900 }, (_, i) => textRow(i + 2, [`${i}`, '张三'])).join('');
    const reading = await readSheet(workbookOf({ rows }), roster, { maxRows: 850, timeoutMs: 5000 });
    const chunks = reading.chunks();
    for (let i = 0; i < 2; i++) {
      expect((await chunks.next()).value).toHaveLength(400);
      await setTimeout(200);
    }
    await expect(chunks.next()).rejects.toMatchObject({ detail: expect.stringContaining('最多 850 行') });
  });

  it('5,000 by 12 are read within a small heap, and the reader may leave early', async () => {
    const keys = Array.from({ length: 12 }, (_, i) => `k${i}`);
    const spec = defineSheet({ name: '名单', columns: keys.map((key) => ({ key, header: `列${key}` })) });
    const cells = (row: number) => keys.map((key) => `${key} 第${row}行的内容`);
    const rows =
      textRow(
        1,
        keys.map((key) => `列${key}`),
      ) + Array.from({ length: 5000 }, (_, i) => textRow(i + 2, cells(i + 2))).join('');
    const file = workbookOf({ rows });
    const reading = await readSheet(file, spec, { memoryMb: 48 });
    let count = 0;
    for await (const row of reading.rows()) {
      count++;
      if (row.row === 5001) expect(Object.values(row.values)).toEqual(cells(5001));
    }
    expect(count).toBe(5000);
    const again = await readSheet(file, spec, { memoryMb: 48 });
    for await (const chunk of again.chunks()) {
      expect(chunk.length).toBeLessThanOrEqual(400);
      break;
    }
    await expect(again.rows().next()).rejects.toThrow('read once');
  });
});

describe('CSV', () => {
  const text = '编号,姓名,日期\r\n"00,7","张""三\n",2026/7/1\r\n\r\n="008",李四,\r\n';
  const expected = [
    { row: 2, no: '00,7', name: '张"三', day: '2026-07-01' },
    { row: 4, no: '008', name: '李四', day: '' },
  ];
  /** 编号,姓名 / 1,张三 as Chinese Excel saves it. */
  const gb18030 = Buffer.from('b1e0bac52cd0d5c3fb0d0a312cd5c5c8fd0d0a', 'hex');

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ])('in %s', async (_, bytes) => {
    const { reading, rows } = await readRoster(bytes, { fileName: '名单.CSV' });
    expect(reading.format).toBe('csv');
    expect(rows.map(({ row, values: { no, name, day } }) => ({ row, no, name, day }))).toEqual(expected);
  });

  it('in GB18030', async () => {
    const { rows } = await readRoster(gb18030);
    expect(rows.map(({ values }) => values)).toMatchObject([{ no: '1', name: '张三' }]);
  });

  it('with a quotation that does not end is refused', async () => {
    await expect(readRoster(Buffer.from('编号,姓名\n1,"张三\n'))).rejects.toBeInstanceOf(AppError);
  });
});
