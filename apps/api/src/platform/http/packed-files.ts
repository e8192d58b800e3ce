import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};

export interface PackedFile {
  bytes: Buffer;
  encoding: 'br' | 'gzip';
  type: string;
  etag: string;
}

interface Entry {
  changed: number;
  file: Promise<PackedFile>;
}

/** Text files of a built application, compressed well at their first request and kept: a few megabytes in all. */
export class PackedFiles {
  private readonly cache = new Map<string, Entry>();

  constructor(private readonly root: string) {}

  /** Undefined where compression does not apply: other kinds of file, or a client that does not want it. */
  async find(name: string, accepted: string | string[] | undefined): Promise<PackedFile | undefined> {
    const type = TYPES[path.extname(name)];
    const encoding = encodingOf(String(accepted ?? ''));
    if (type === undefined || encoding === undefined) return undefined;
    const file = path.join(this.root, name);
    const changed = (await stat(file)).mtimeMs;
    const key = `${encoding} ${name}`;
    const known = this.cache.get(key);
    // a build while the server runs replaces index.html under the same name
    if (known?.changed === changed) return known.file;
    const packed = pack(file, encoding, type);
    this.cache.set(key, { changed, file: packed });
    packed.catch(() => this.cache.delete(key));
    return packed;
  }
}

function encodingOf(accepted: string): PackedFile['encoding'] | undefined {
  const names = accepted.split(',').map((part) => part.trim());
  const wants = (name: string): boolean =>
    names.some((part) => part.split(';')[0] === name && !/;\s*q=0(\.0*)?$/.test(part));
  if (wants('br')) return 'br';
  return wants('gzip') ? 'gzip' : undefined;
}

async function pack(file: string, encoding: PackedFile['encoding'], type: string): Promise<PackedFile> {
  const plain = await readFile(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  const bytes = encoding === 'br' ? await brotli(plain, { params }) : await deflate(plain, { level: 9 });
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}-${encoding}"`;
  return { bytes, encoding, type, etag };
}
