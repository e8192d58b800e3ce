import { PDF } from '@libpdf/core';
import sharp from 'sharp';
import type { AppError } from '../http/index.js';
import { sha256Of } from '../storage/index.js';
import * as corpus from './testing/corpus.js';
import { type AcceptedFile, UploadInspector, type UploadPolicy } from './upload-inspector.js';
import { NoScanner } from './virus-scanner.js';

const inspector = new UploadInspector(new NoScanner());
const both: UploadPolicy = { kinds: ['image', 'pdf'] };
const accept = (bytes: Buffer, name = '文件', policy = both): Promise<AcceptedFile> =>
  inspector.accept({ name, bytes }, policy);
const refused = async (bytes: Buffer, policy = both): Promise<AppError> =>
  accept(bytes, '文件', policy).then(
    () => Promise.reject(new Error('accepted')),
    (error: AppError) => error,
  );

describe('an image', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('of type %s comes in as the picture alone', async (format) => {
    const bytes = await corpus.picture(40, 30).toFormat(format).toBuffer();
    const file = await accept(Buffer.concat([bytes, corpus.PHP, corpus.HTML]), '执照.php');
    expect(file).toMatchObject({ kind: 'image', mime: `image/${format}`, width: 40, height: 30 });
    expect(file.name).toBe(`执照.php.${file.extension}`);
    expect(file.sha256).toBe(sha256Of(file.bytes));
    expect(file.bytes.includes('<?php')).toBe(false);
    expect(file.bytes.includes('script')).toBe(false);
    expect((await sharp(file.bytes).metadata()).format).toBe(format);
  });

  it('loses where it was taken, and is turned as the camera said', async () => {
    const taken = await corpus
      .picture(40, 20)
      .withExif({ IFD3: { GPSLatitude: '39/1 54/1 0/1', GPSLatitudeRef: 'N' }, IFD0: { Make: 'SECRETPHONE' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(taken).metadata()).exif?.includes('SECRETPHONE')).toBe(true);
    const file = await accept(taken);
    const found = await sharp(file.bytes).metadata();
    expect([found.exif, found.orientation]).toEqual([undefined, undefined]);
    expect(file).toMatchObject({ width: 20, height: 40 });
    const top = await sharp(file.bytes).extract({ left: 10, top: 2, width: 1, height: 1 }).raw().toBuffer();
    expect(top[0]).toBeGreaterThan(200);
  });

  it('is made no larger than needed, and kept as small as it is', async () => {
    expect(await accept(await corpus.jpeg(5000, 1000))).toMatchObject({ width: 4000, height: 800 });
    expect(await accept(await corpus.jpeg(1, 1))).toMatchObject({ width: 1, height: 1 });
  });

  it('that would fill the memory is refused by its header', async () => {
    const error = await refused(corpus.pngBomb(60_000, 60_000));
    expect(error).toMatchObject({ code: 'IMAGE_TOO_LARGE', status: 422 });
    expect(error.detail).toContain('5000 万像素');
    const policy = { ...both, maxPixels: 1000 };
    expect(await refused(await corpus.jpeg(40, 30), policy)).toMatchObject({ code: 'IMAGE_TOO_LARGE' });
  });

  it('that ends in the middle, or is nothing but a beginning, is damaged', async () => {
    const whole = await corpus.jpeg(400, 300);
    expect(await refused(whole.subarray(0, whole.length / 2))).toMatchObject({ code: 'FILE_DAMAGED' });
    const still = await corpus.png(400, 300);
    expect(await refused(still.subarray(0, still.length - 200))).toMatchObject({ code: 'FILE_DAMAGED' });
    const start = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), corpus.HTML]);
    expect(await refused(start)).toMatchObject({ code: 'FILE_DAMAGED' });
  });

  it('that moves is refused', async () => {
    const frames = [await corpus.png(), await corpus.picture(40, 30).negate().png().toBuffer()];
    const webp = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    const apng = corpus.animatedPng(await corpus.png());
    for (const bytes of [webp, apng]) expect(await refused(bytes)).toMatchObject({ code: 'FILE_TYPE_REFUSED' });
  });
});

describe('a file of another type', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'FILE_EMPTY'],
    ['GIF', corpus.GIF, 'FILE_TYPE_REFUSED'],
    ['SVG with a script', corpus.SVG, 'FILE_TYPE_REFUSED'],
    ['HTML named .jpg', corpus.HTML, 'FILE_TYPE_REFUSED'],
    ['a ZIP named .pdf', corpus.ZIP, 'FILE_TYPE_REFUSED'],
    ['a PDF behind a page of HTML', Buffer.concat([corpus.HTML, corpus.pdf()]), 'FILE_TYPE_REFUSED'],
  ])('%s is refused, whatever its name', async (_what, bytes, code) => {
    expect(await refused(bytes)).toMatchObject({ code, status: 422 });
  });

  it('is told what would be accepted', async () => {
    expect((await refused(corpus.GIF)).detail).toBe(
      '不接受 GIF 图片。这里接受 JPEG、PNG、WebP 图片或 PDF 文件，不超过 10 MB。',
    );
    const images: UploadPolicy = { kinds: ['image'], maxBytes: 300 * 1024 };
    expect((await refused(corpus.pdf(), images)).detail).toBe(
      '不接受这种文件。这里接受 JPEG、PNG、WebP 图片，不超过 300 KB。',
    );
    const large = await refused(Buffer.alloc(301 * 1024), images);
    expect(large).toMatchObject({ code: 'TOO_LARGE', status: 413 });
    expect(large.detail).toContain('300 KB');
  });
});

describe('a file of two types', () => {
  it('that begins as a picture comes in as the picture', async () => {
    const picture = await corpus.jpeg();
    const comment = corpus.pdf({ catalog: '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>' });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(comment.length + 2);
    const both = Buffer.concat([
      picture.subarray(0, 2),
      Buffer.from([0xff, 0xfe]),
      length,
      comment,
      picture.subarray(2),
    ]);
    await PDF.load(both);
    const file = await accept(both, '简历.pdf');
    expect(file).toMatchObject({ mime: 'image/jpeg', name: '简历.pdf.jpg' });
    expect(file.bytes.includes('%PDF')).toBe(false);
  });

  it('that begins as a PDF has nothing behind its end', async () => {
    const tail = await corpus.jpeg();
    for (const behind of [tail, corpus.ZIP, corpus.HTML]) {
      expect(await refused(Buffer.concat([corpus.pdf(), behind]))).toMatchObject({ code: 'FILE_DAMAGED' });
    }
  });
});

describe('a PDF', () => {
  const script = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>';

  it('that is only read comes in as it is', async () => {
    for (const bytes of [
      corpus.pdf(),
      corpus.packedPdf('<< /Type /Outlines /Count 0 >>'),
      await corpus.pdfOfPages(3),
    ]) {
      const file = await accept(bytes, '营业执照.PDF');
      expect(file.bytes.equals(bytes)).toBe(true);
      expect(file).toMatchObject({ kind: 'pdf', mime: 'application/pdf', extension: 'pdf', name: '营业执照.PDF' });
    }
    expect(await accept(await corpus.pdfOfPages(3))).toMatchObject({ pages: 3 });
  });

  it.each([
    ['opens at a page, as office programs write it', { catalog: '/OpenAction [3 0 R /XYZ null null 0]' }],
    ['goes to a page', { catalog: '/OpenAction << /S /GoTo /D [3 0 R /Fit] >>' }],
    [
      'links to an address',
      { page: '/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://a.cn) >> >>]' },
    ],
    [
      'has fonts with odd names',
      {
        page: '/Resources << /Font << /AA 5 0 R /EF 5 0 R /JS 5 0 R >> >>',
        objects: ['<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'],
      },
    ],
  ] as [string, corpus.PdfParts][])('that %s is accepted', async (_what, parts) => {
    expect(await accept(corpus.pdf(parts))).toMatchObject({ pages: 1 });
  });

  it.each([
    ['runs a script when opened', 'FILE_HAS_SCRIPT', { catalog: `/OpenAction ${script}` }],
    ['runs a script by reference', 'FILE_HAS_SCRIPT', { catalog: '/OpenAction 5 0 R', objects: [script] }],
    [
      'writes its names in another way',
      'FILE_HAS_SCRIPT',
      { catalog: '/Open#41ction << /#53 /J#61vaScript /JS (x) >>' },
    ],
    ['names scripts', 'FILE_HAS_SCRIPT', { catalog: `/Names << /JavaScript << /Names [(a) ${script}] >> >>` }],
    ['runs a script of a page', 'FILE_HAS_SCRIPT', { page: `/AA << /O ${script} >>` }],
    ['opens an address by itself', 'FILE_HAS_SCRIPT', { catalog: '/OpenAction << /S /URI /URI (http://a.cn) >>' }],
    [
      'opens an address of a page by itself',
      'FILE_HAS_SCRIPT',
      { page: '/AA << /O << /S /URI /URI (http://a.cn) >> >>' },
    ],
    [
      'starts a program',
      'FILE_HAS_SCRIPT',
      { page: '/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (cmd.exe) >> >>]' },
    ],
    [
      'starts a program after another step',
      'FILE_HAS_SCRIPT',
      {
        page: '/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (x) /Next 5 0 R >> >>]',
        objects: ['<< /S /Launch /F (cmd.exe) >>'],
      },
    ],
    ['sends a form', 'FILE_HAS_SCRIPT', { objects: ['<< /S /SubmitForm /F (http://a.cn) >>'] }],
    [
      'is a form of XML',
      'FILE_HAS_SCRIPT',
      { catalog: '/AcroForm << /Fields [] /XFA 5 0 R >>', objects: [corpus.stream('', '<xdp/>')] },
    ],
    [
      'carries a file',
      'FILE_HAS_ATTACHMENT',
      {
        catalog: '/Names << /EmbeddedFiles << /Names [(a.exe) 5 0 R] >> >>',
        objects: ['<< /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>', corpus.stream('/Type /EmbeddedFile', 'MZ')],
      },
    ],
    [
      'carries a file that nobody names',
      'FILE_HAS_ATTACHMENT',
      { objects: [corpus.stream('/Type /EmbeddedFile', 'MZ')] },
    ],
    [
      'has a file pinned to a page',
      'FILE_HAS_ATTACHMENT',
      {
        page: '/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS << /F (a) /EF << /F 5 0 R >> >> >>]',
        objects: [corpus.stream('', 'MZ')],
      },
    ],
    ['claims many pages', 'FILE_TOO_MANY_PAGES', { count: 1_000_000 }],
    ['is locked in a way nobody knows', 'FILE_ENCRYPTED', { trailer: '/Encrypt << /Filter /Strange /V 9 >>' }],
  ] as [string, string, corpus.PdfParts][])('that %s is refused', async (_what, code, parts) => {
    const error = await refused(corpus.pdf(parts));
    expect([error.code, error.status]).toEqual([code, 422]);
    expect(error.detail).toContain('这里接受');
  });

  it('that hides a script in a packed stream is refused', async () => {
    expect(await refused(corpus.packedPdf(script))).toMatchObject({ code: 'FILE_HAS_SCRIPT' });
  });

  it('whose packed stream would fill the memory is refused', async () => {
    const roomy = corpus.packedPdf('<< /Type /Outlines >>', 10 * 1024 * 1024);
    expect(await accept(roomy)).toMatchObject({ pages: 1 });
    const bomb = corpus.packedPdf('<< /Type /Outlines >>', 80 * 1024 * 1024);
    expect(bomb.length).toBeLessThan(200_000);
    expect(await refused(bomb)).toMatchObject({ code: 'FILE_DAMAGED' });
  });

  it('that asks for a password is refused', async () => {
    expect(await refused(await corpus.pdfOfPages(1, 'geheim'))).toMatchObject({ code: 'FILE_ENCRYPTED' });
  });

  it('of a thousand pages is refused, with the number', async () => {
    const error = await refused(await corpus.pdfOfPages(1000));
    expect(error.code).toBe('FILE_TOO_MANY_PAGES');
    expect(error.detail).toContain('文件有 1000 页，超过了 50 页');
  });

  it('that does not parse is damaged', async () => {
    const whole = corpus.pdf().toString('latin1');
    const broken = [
      '%PDF-1.7\n%%EOF',
      whole.slice(0, 300),
      whole.replace(/startxref\n\d+/, 'startxref\n7'),
      whole.replace('/Root 1 0 R', ''),
      whole.replace('/Type /Pages', '/Type /Leaves').replace('/Count 1', ''),
      whole.replace('<< /Type /Catalog', `${'['.repeat(200_000)} << /Type /Catalog`),
    ];
    for (const text of broken) {
      expect([text.slice(0, 80), (await refused(Buffer.from(text, 'latin1'))).code]).toEqual([
        text.slice(0, 80),
        'FILE_DAMAGED',
      ]);
    }
  });
});
