import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  name: string;
  data: Buffer | string;
  /** Bit 0 says encrypted. */
  flags?: number;
  method?: number;
  /** Lies about the unpacked size in the directory. */
  claimedSize?: number;
  crc?: number;
}

/** A zip by hand, so that it can be wrong in any way. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, flags = 0, method = 8, claimedSize, crc } of parts) {
    const plain = Buffer.from(data);
    const packed = method === 0 ? plain : deflateRawSync(plain);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags | 0x800, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc ?? crc32(plain), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claimedSize ?? plain.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed]);
    const made = Buffer.from([20, 0]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), made, fields, place, Buffer.from(name)]));
    bodies.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, listing, Buffer.from('PK\x05\x06'), end]);
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

export interface WorkbookParts {
  /** The inside of `sheetData`. */
  rows: string;
  /** The inside of `sst`. */
  strings?: string;
  /** Formats of the styles 0, 1, 2 …: a built-in number, or a code. */
  formats?: readonly (number | string)[];
  workbookPr?: string;
  contentTypes?: string;
  extra?: readonly ZipPart[];
}

export function workbookParts(given: WorkbookParts): ZipPart[] {
  const formats = (given.formats ?? [0]).map((format, i) => (typeof format === 'number' ? format : 164 + i));
  const codes = (given.formats ?? []).flatMap((format, i) =>
    typeof format === 'string'
      ? [`<numFmt numFmtId="${164 + i}" formatCode="${format.replaceAll('"', '&quot;')}"/>`]
      : [],
  );
  const xfs = formats.map((id) => `<xf numFmtId="${id}"/>`).join('');
  const related = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATION}/${type}" Target="${target}"/>`;
  const relations = (inside: string) => `<Relationships xmlns="${PACKAGE}/relationships">${inside}</Relationships>`;
  return [
    {
      name: '[Content_Types].xml',
      data: `<Types xmlns="${PACKAGE}/content-types">${given.contentTypes ?? ''}</Types>`,
    },
    { name: '_rels/.rels', data: relations(related('r1', 'officeDocument', 'xl/workbook.xml')) },
    {
      name: 'xl/workbook.xml',
      data: `<workbook xmlns="${MAIN}" xmlns:r="${RELATION}">${given.workbookPr ?? ''}<sheets><sheet name="名单" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: relations(
        related('r1', 'worksheet', 'worksheets/sheet1.xml') +
          related('r2', 'styles', '/xl/styles.xml') +
          related('r3', 'sharedStrings', 'sharedStrings.xml'),
      ),
    },
    {
      name: 'xl/styles.xml',
      data: `<styleSheet xmlns="${MAIN}"><numFmts>${codes.join('')}</numFmts><cellXfs>${xfs}</cellXfs></styleSheet>`,
    },
    { name: 'xl/sharedStrings.xml', data: `<sst xmlns="${MAIN}">${given.strings ?? ''}</sst>` },
    {
      name: 'xl/worksheets/sheet1.xml',
      data: `<worksheet xmlns="${MAIN}"><sheetData>${given.rows}</sheetData></worksheet>`,
    },
    ...(given.extra ?? []),
  ];
}

export function workbookOf(given: WorkbookParts): Buffer {
  return zipOf(workbookParts(given));
}

/** A row of inline texts. */
export function textRow(row: number, texts: readonly string[]): string {
  return `<row r="${row}">${texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`;
}
