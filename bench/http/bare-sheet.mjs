// The floor of exports: the streaming writer of the library alone, given the same kind of texts from memory. `text`: every
// cell in text format, as an export must have them; otherwise cells without any format.
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import Excel from 'exceljs';
import pg from 'pg';

const { rows, columns, text, databaseUrl } = JSON.parse(process.env.BARE);
const client = new pg.Client({ connectionString: databaseUrl });
await client.connect();
const { rows: samples } = await client.query(
  `select name, student_no, id_no_masked, phone_masked, email, police_station_before, archive_unit_before, exam_no, gender_code,
          ethnic_code, birth_date::text, origin_code, graduation_month, pinyin, home_postcode from student limit 1000`,
);
await client.end();
const texts = samples.map((row) => {
  const values = Object.values(row).map(String);
  return Array.from({ length: columns }, (_, i) => values[i % values.length]);
});

const from = performance.now();
const target = new Writable({ write: (_chunk, _encoding, done) => done() });
const book = new Excel.stream.xlsx.WorkbookWriter({ stream: target, useStyles: text, useSharedStrings: false });
const sheet = book.addWorksheet('生源信息');
if (text) sheet.columns = Array.from({ length: columns }, () => ({ width: 14, style: { numFmt: '@' } }));
sheet.addRow(Array.from({ length: columns }, (_, i) => `列 ${i}`)).commit();
for (let i = 0; i < rows; i += 1) {
  sheet.addRow(texts[i % texts.length]).commit();
  if (i % 100 === 0) await turn();
}
await book.commit();
target.end();
await finished(target);
process.send({ ms: performance.now() - from });
process.disconnect();
