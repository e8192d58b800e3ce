import { randomBytes } from 'node:crypto';
import { checkSheetFile, type ReadSheetOptions } from './read-sheet.js';
import { readRoster } from './test-support/roster.js';
import { textRow, workbookOf, workbookParts, zipOf, type ZipPart } from './test-support/zip.js';

const MB = 1024 * 1024;
const DIRECTORY = Buffer.from('PK\x01\x02');
const rows = textRow(1, ['编号', '姓名']) + textRow(2, ['1', '张三']);
const good = workbookOf({ rows });
const withPart = (name: string, more: Partial<ZipPart> = {}) =>
  workbookOf({ rows, extra: [{ name, data: 'x', ...more }] });
/** The workbook with the text of one part changed. */
const changed = (name: string, change: (data: string) => string) =>
  zipOf(
    workbookParts({ rows }).map((part) => (part.name === name ? { ...part, data: change(String(part.data)) } : part)),
  );
const doctype = (inside: string) => (data: string) => `<?xml version="1.0"?><!DOCTYPE x [${inside}]>${data}`;
const billion = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');

type Case = [what: string, bytes: () => Buffer, code: string, options?: ReadSheetOptions];

/** Refused by the directory, without a child. */
const byDirectory: Case[] = [
  ['an empty file', () => Buffer.alloc(0), 'SHEET_UNREADABLE'],
  ['noise', () => Buffer.concat([Buffer.from([1, 0, 2]), randomBytes(5000)]), 'SHEET_UNREADABLE'],
  ['a PDF', () => Buffer.from('%PDF-1.7\n%âãÏÓ\n'), 'SHEET_UNREADABLE'],
  ['a page that calls itself .xls', () => Buffer.from('\ufeff <html><table></table></html>'), 'SHEET_UNREADABLE'],
  ['an old .xls or a workbook with a password', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'SHEET_UNREADABLE'],
  ['a zip that is no workbook', () => zipOf([{ name: 'a.txt', data: 'a' }]), 'SHEET_UNREADABLE'],
  ['a truncated workbook', () => good.subarray(0, good.length - 40), 'SHEET_UNREADABLE'],
  ['an encrypted part', () => withPart('xl/x.xml', { flags: 1 }), 'SHEET_UNREADABLE'],
  ['an unknown compression', lzma, 'SHEET_UNREADABLE'],
  ['a workbook named .csv', () => good, 'SHEET_UNREADABLE', { fileName: 'a.csv' }],
  ['a text named .xlsx', () => Buffer.from('编号,姓名\n1,张三'), 'SHEET_UNREADABLE', { fileName: 'a.xlsx' }],
  ['a file without an extension', () => good, 'SHEET_UNREADABLE', { fileName: 'a' }],
  ['a name that ends in .xlsm', () => good, 'SHEET_HOSTILE', { fileName: '名单.XLSM' }],
  ['a program', () => withPart('xl/vbaProject.bin'), 'SHEET_HOSTILE'],
  ['an old macro sheet', () => withPart('xl/macrosheets/sheet1.xml'), 'SHEET_HOSTILE'],
  ['a link to another workbook', () => withPart('xl/externalLinks/externalLink1.xml'), 'SHEET_HOSTILE'],
  ['a connection to foreign data', () => withPart('xl/connections.xml'), 'SHEET_HOSTILE'],
  ['an embedded object', () => withPart('xl/embeddings/oleObject1.bin'), 'SHEET_HOSTILE'],
  ['a name that climbs', () => withPart('../../etc/passwd'), 'SHEET_HOSTILE'],
  ['an absolute name', () => withPart('/etc/passwd'), 'SHEET_HOSTILE'],
  ['a name with a line break', () => withPart('xl/a\nb.xml'), 'SHEET_HOSTILE'],
  ['a name given twice', () => withPart('xl/Workbook.xml'), 'SHEET_HOSTILE'],
  [
    'thousands of parts',
    () => zipOf(Array.from({ length: 3000 }, (_, i) => ({ name: `${i}`, data: '' }))),
    'SHEET_HOSTILE',
  ],
  ['a bomb of zeros', () => withPart('xl/media/a.bin', { data: Buffer.alloc(20 * MB) }), 'SHEET_HOSTILE'],
  [
    'more than is unpacked',
    () => withPart('xl/x.bin', { data: Buffer.alloc(60 * MB, randomBytes(4000)) }),
    'SHEET_HOSTILE',
  ],
  ['parts on top of one another', overlapping, 'SHEET_HOSTILE'],
  ['too many bytes', () => Buffer.concat([good, Buffer.alloc(5 * MB)]), 'SHEET_TOO_LARGE'],
  ['too much unpacked, honestly packed', () => good, 'SHEET_TOO_LARGE', { maxUnpackedBytes: 1000 }],
];

/** Refused by what stands inside: the child's work. */
const byContent: Case[] = [
  [
    'a program by another name',
    () =>
      workbookOf({
        rows,
        contentTypes: '<Override PartName="/xl/a.bin" ContentType="application/vnd.ms-office.vbaProject"/>',
      }),
    'SHEET_HOSTILE',
  ],
  [
    'a link to another file in the relations',
    () =>
      changed('xl/_rels/workbook.xml.rels', (data) =>
        data.replace('Target="sharedStrings.xml"', 'Target="file:///etc/passwd" TargetMode="External"'),
      ),
    'SHEET_HOSTILE',
  ],
  [
    'entities that multiply',
    () => changed('xl/sharedStrings.xml', doctype(`<!ENTITY l0 "ha">${billion}`)),
    'SHEET_HOSTILE',
  ],
  [
    'an entity that reads a file',
    () => changed('xl/worksheets/sheet1.xml', doctype('<!ENTITY a SYSTEM "file:///etc/passwd">')),
    'SHEET_HOSTILE',
  ],
  [
    'an entity that nobody declared',
    () => changed('xl/worksheets/sheet1.xml', (data) => data.replace('张三', '&a;')),
    'SHEET_UNREADABLE',
  ],
  [
    'a part that ends in the middle',
    () => changed('xl/worksheets/sheet1.xml', (data) => data.slice(0, -20)),
    'SHEET_UNREADABLE',
  ],
  ['a part that is larger than the directory says', () => lying({ claimedSize: 100 }), 'SHEET_UNREADABLE'],
  ['a part that was altered', () => lying({ crc: 1 }), 'SHEET_UNREADABLE'],
  [
    'a column beyond the last',
    () => workbookOf({ rows: '<row r="1"><c r="ZZZ1" t="str"><v>编号</v></c></row>' }),
    'SHEET_UNREADABLE',
  ],
  [
    'a row beyond the last',
    () => workbookOf({ rows: '<row r="99999999"><c r="A1"><v>1</v></c></row>' }),
    'SHEET_UNREADABLE',
  ],
  [
    'a workbook without its parts',
    () => zipOf([{ name: '[Content_Types].xml', data: '<Types/>' }]),
    'SHEET_UNREADABLE',
  ],
  ['a heap of texts', () => workbookOf({ rows, strings: manyTexts() }), 'SHEET_TOO_LARGE', { memoryMb: 32 }],
  ['a sheet that takes longer than allowed', () => good, 'SHEET_TOO_LARGE', { timeoutMs: 1 }],
];

function lzma(): Buffer {
  const file = withPart('xl/x.xml');
  const directory = file.lastIndexOf(DIRECTORY);
  file.writeUInt16LE(14, directory + 10);
  return file;
}

/** All parts in the directory point at the first one, and claim more bytes than the file has. */
function overlapping(): Buffer {
  const file = zipOf([...workbookParts({ rows }), { name: 'a', data: randomBytes(10_000) }]);
  const marks: number[] = [];
  for (let at = file.indexOf(DIRECTORY); at >= 0; at = file.indexOf(DIRECTORY, at + 4)) marks.push(at);
  const size = file.readUInt32LE(marks.at(-1)! + 20);
  for (const mark of marks) {
    file.writeUInt32LE(size, mark + 20);
    file.writeUInt32LE(0, mark + 42);
  }
  return file;
}

function lying(lie: Partial<ZipPart>): Buffer {
  const parts = workbookParts({ rows: rows + textRow(3, ['2', '李四'.repeat(200)]) });
  return zipOf(parts.map((part) => (part.name === 'xl/worksheets/sheet1.xml' ? { ...part, ...lie } : part)));
}

/** Some 30 MB of short texts that do not pack too well to be honest. */
function manyTexts(): string {
  const noise = randomBytes(1_200_000).toString('hex');
  return Array.from(
    { length: 600_000 },
    (_, i) => `<si><t>${noise.slice(i * 4, i * 4 + 4)} 一段文字，一段文字</t></si>`,
  ).join('');
}

/** What this thread holds, in bytes. Resident memory is the process's: other tests run in it, too. */
function memoryOfThisThread(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe.each([
  ['the directory, without a child', byDirectory, checkSheetFile],
  ['the content', byContent, readRoster],
])('refused by %s', (_where, cases, act) => {
  it.each(cases)('%s', async (_what, bytes, code, options = {}) => {
    const file = bytes();
    const before = memoryOfThisThread();
    await expect(act(file, options)).rejects.toMatchObject({
      name: 'AppError',
      code,
      detail: expect.stringMatching(/。$/),
    });
    expect(memoryOfThisThread() - before).toBeLessThan(30 * MB);
  });
});

it('readSheet looks at the directory first', async () => {
  await expect(readRoster(withPart('xl/vbaProject.bin'))).rejects.toMatchObject({ code: 'SHEET_HOSTILE' });
});

it('the file that the others are made of is read', async () => {
  expect((await readRoster(good, { fileName: '名单.xlsx' })).rows.map(({ values }) => values.name)).toEqual(['张三']);
  expect(await checkSheetFile(good)).toBe('xlsx');
});
