import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { inertText, sheetName, widthOf } from './text.js';
import { ZipStream } from './zip-stream.js';

export interface TextColumn {
  title: string;
  width?: number | undefined;
}

/** Pressed and handed on at once: small enough to stay out of sight in memory, large enough not to be many. */
const CHUNK_CHARS = 32 * 1024;
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A letter or two for each column, as Excel counts: A … Z, AA … */
export function columnName(index: number): string {
  let name = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

/** Whatever needs a second look; nearly no text does. */
const SPECIAL = /[&<>"_\ufffe\uffff]|\p{Cc}|\p{Surrogate}/u;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

function cellText(text: string): string {
  if (text.length < 32_768 && !SPECIAL.test(text)) return text;
  return escaped(inertText(text));
}

function cell(place: string, text: string, style: number): string {
  const content = cellText(text);
  const space = /^\s|\s$|\n/.test(content) ? ' xml:space="preserve"' : '';
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t${space}>${content}</t></is></c>`;
}

function row(number: number, letters: readonly string[], texts: readonly string[], style: number): string {
  let xml = `<row r="${number}">`;
  for (let i = 0; i < texts.length; i += 1) {
    const text = texts[i];
    if (text) xml += cell(`${letters[i] ?? ''}${number}`, text, style);
  }
  return `${xml}</row>`;
}

/** Style 1 is text (format 49, @), style 2 a title: also text, and bold. */
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`;

const parts = (name: string): readonly (readonly [string, string])[] => [
  [
    '[Content_Types].xml',
    `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets><sheet name="${escaped(sheetName(name))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${DOCUMENT}/styles" Target="styles.xml"/></Relationships>`,
  ],
  ['xl/styles.xml', STYLES],
];

function top(columns: readonly TextColumn[]): string {
  const cols = columns.map(
    ({ title, width }, i) =>
      `<col min="${i + 1}" max="${i + 1}" width="${width ?? widthOf(title)}" style="1" customWidth="1"/>`,
  );
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${cols.join('')}</cols><sheetData>`;
}

async function* sheetXml(
  columns: readonly TextColumn[],
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
): AsyncGenerator<string> {
  const letters = columns.map((_, i) => columnName(i));
  let number = 1;
  let xml =
    top(columns) +
    row(
      number,
      letters,
      columns.map(({ title }) => title),
      2,
    );
  for await (const texts of rows) {
    number += 1;
    xml += row(number, letters, texts, 1);
    if (xml.length < CHUNK_CHARS) continue;
    yield xml;
    xml = '';
    // others of this process get their turn
    await setImmediate();
  }
  yield `${xml}</sheetData></worksheet>`;
}

/**
 * A worksheet of texts and nothing else, written by hand: an object for every cell, as libraries make them, costs five times
 * the time and all the memory. No faster than the stream takes it.
 */
export async function writeTextSheet(
  target: Writable,
  name: string,
  columns: readonly TextColumn[],
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
): Promise<void> {
  const done = finished(target);
  // awaited below; until then a reader who leaves must not end the process
  done.catch(() => {});
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (target.destroyed) await done;
    if (!target.write(bytes)) await Promise.race([once(target, 'drain'), done]);
  };
  try {
    const zip = new ZipStream(write);
    for (const [path, text] of parts(name)) await zip.whole(path, text);
    await zip.streamed('xl/worksheets/sheet1.xml', sheetXml(columns, rows));
    await zip.end();
  } catch (error) {
    target.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
  target.end();
  await done;
}
