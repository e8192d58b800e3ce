import { deflateSync } from 'node:zlib';
import { PDF } from '@libpdf/core';
import sharp, { type Sharp } from 'sharp';

export const png = (width = 40, height = 30): Promise<Buffer> => picture(width, height).png().toBuffer();
export const jpeg = (width = 40, height = 30): Promise<Buffer> => picture(width, height).jpeg().toBuffer();

/** Left half red, right half blue, so that a turn shows. */
export function picture(width: number, height: number): Sharp {
  const half = { create: { width: Math.ceil(width / 2), height, channels: 3 as const, background: 'blue' } };
  return sharp({ create: { width, height, channels: 3, background: 'red' } }).composite([
    { input: half, gravity: 'east' },
  ]);
}

/** A PNG that says it is as large as this, and holds next to nothing. */
export function pngBomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The same picture, said to be the first of several. */
export function animatedPng(still: Buffer): Buffer {
  const at = still.indexOf('IDAT') - 4;
  const control = chunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]));
  return Buffer.concat([still.subarray(0, at), control, still.subarray(at)]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, sum]);
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

export interface PdfParts {
  /** Members of the catalogue, of the page and of the trailer; objects from number 5 on. */
  catalog?: string;
  page?: string;
  trailer?: string;
  objects?: string[];
  count?: number;
}

/** A PDF written by hand, right in every offset: what is wrong with it is what the test put in. */
export function pdf({ catalog = '', page = '', trailer = '', objects = [], count = 1 }: PdfParts = {}): Buffer {
  const bodies = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    `<< /Type /Pages /Kids [3 0 R] /Count ${count} >>`,
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R ${page} >>`,
    stream('', '0 0 10 10 re f'),
    ...objects,
  ];
  let text = '%PDF-1.7\n';
  const offsets = bodies.map((body, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  const size = bodies.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`;
  text += `trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

export function stream(members: string, data: string): string {
  return `<< /Length ${data.length} ${members} >>\nstream\n${data}\nendstream`;
}

/** Objects hidden in a packed stream, as writers of today put them, behind a packed table. */
export function packedPdf(hidden: string, padding = 0): Buffer {
  const inner = `5 0 ${hidden}${' '.repeat(padding)}`;
  const packed = deflateSync(Buffer.from(inner, 'latin1'), { level: 9 }).toString('latin1');
  const bodies = [
    '<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>',
    stream('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', packed),
  ];
  let text = '%PDF-1.7\n';
  const rows = bodies.map((body, index) => {
    const row = [1, ...offset(text.length), 0];
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return row;
  });
  const start = text.length;
  const table = [[0, 0, 0, 0, 255], ...rows, [2, 0, 0, 4, 0], [1, ...offset(start), 0]].flat();
  const data = deflateSync(Buffer.from(table)).toString('latin1');
  const members = '/Type /XRef /Size 7 /W [1 3 1] /Root 1 0 R /Filter /FlateDecode';
  text += `6 0 obj\n${stream(members, data)}\nendobj\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

const offset = (at: number): number[] => [at >> 16, (at >> 8) & 255, at & 255];

export async function pdfOfPages(pages: number, password?: string): Promise<Buffer> {
  const made = PDF.create();
  for (let page = 0; page < pages; page += 1) made.addPage({ size: 'a4' });
  if (password) made.setProtection({ userPassword: password, ownerPassword: `${password}!` });
  return Buffer.from(await made.save());
}

export const ZIP = Buffer.from('504b0304140000000800', 'hex');
export const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
export const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
export const HTML = Buffer.from('<!doctype html><script>alert(document.domain)</script>');
export const PHP = Buffer.from('<?php system($_GET["c"]); ?>');
