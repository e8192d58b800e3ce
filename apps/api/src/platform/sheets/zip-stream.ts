import { once } from 'node:events';
import { constants, crc32, createDeflateRaw, deflateRawSync } from 'node:zlib';

/** 1980-01-01: the same rows give the same bytes. */
const DOS_DATE = 0x21;
const VERSION = 20;
const DEFLATE = 8;
/** Names are UTF-8; sizes follow the content. */
const UTF8 = 0x0800;
const SIZES_FOLLOW = 0x0008;
const MOST_BYTES = 0xffff_ffff;
/** Sheets are repetitive: pressing harder doubles the time and saves a fifth. */
const LEVEL = 1;

interface Entry {
  path: Buffer;
  flags: number;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

/** A ZIP archive written from beginning to end, without looking back: what comes is pressed and gone. */
export class ZipStream {
  private readonly entries: Entry[] = [];
  private offset = 0;

  constructor(private readonly write: (bytes: Uint8Array) => Promise<void>) {}

  private async put(bytes: Uint8Array): Promise<void> {
    this.offset += bytes.length;
    if (this.offset > MOST_BYTES) throw new Error('the archive grows beyond 4 GB');
    await this.write(bytes);
  }

  /** A short part, known as a whole. */
  async whole(path: string, text: string): Promise<void> {
    const content = Buffer.from(text, 'utf8');
    const packed = deflateRawSync(content);
    const entry = this.begin(path, UTF8, { crc: crc32(content), packed: packed.length, size: content.length });
    await this.put(header(entry));
    await this.put(packed);
  }

  /** A part of any length; its source is asked for more only when there is room. */
  async streamed(path: string, texts: AsyncIterable<string>): Promise<void> {
    const entry = this.begin(path, UTF8 | SIZES_FOLLOW, { crc: 0, packed: 0, size: 0 });
    await this.put(header(entry));
    const press = createDeflateRaw({ level: LEVEL, memLevel: constants.Z_MAX_MEMLEVEL });
    const out = (async () => {
      for await (const chunk of press as AsyncIterable<Buffer>) {
        entry.packed += chunk.length;
        await this.put(chunk);
      }
    })();
    out.catch(() => {});
    try {
      for await (const text of texts) {
        const bytes = Buffer.from(text, 'utf8');
        entry.crc = crc32(bytes, entry.crc);
        entry.size += bytes.length;
        if (entry.size > MOST_BYTES) throw new Error('the sheet grows beyond 4 GB');
        if (!press.write(bytes)) await Promise.race([once(press, 'drain'), out]);
      }
    } catch (error) {
      press.destroy();
      throw error;
    }
    press.end();
    await out;
    await this.put(descriptor(entry));
  }

  async end(): Promise<void> {
    const from = this.offset;
    for (const entry of this.entries) await this.put(directoryEntry(entry));
    const size = this.offset - from;
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.entries.length, 8);
    end.writeUInt16LE(this.entries.length, 10);
    end.writeUInt32LE(size, 12);
    end.writeUInt32LE(from, 16);
    await this.put(end);
  }

  private begin(path: string, flags: number, known: Pick<Entry, 'crc' | 'packed' | 'size'>): Entry {
    const entry = { path: Buffer.from(path, 'utf8'), flags, ...known, offset: this.offset };
    this.entries.push(entry);
    return entry;
  }
}

function header({ path, flags, crc, packed, size }: Entry): Buffer {
  const bytes = Buffer.alloc(30);
  bytes.writeUInt32LE(0x04034b50, 0);
  bytes.writeUInt16LE(VERSION, 4);
  bytes.writeUInt16LE(flags, 6);
  bytes.writeUInt16LE(DEFLATE, 8);
  bytes.writeUInt16LE(DOS_DATE, 12);
  bytes.writeUInt32LE(crc, 14);
  bytes.writeUInt32LE(packed, 18);
  bytes.writeUInt32LE(size, 22);
  bytes.writeUInt16LE(path.length, 26);
  return Buffer.concat([bytes, path]);
}

function descriptor({ crc, packed, size }: Entry): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(crc, 4);
  bytes.writeUInt32LE(packed, 8);
  bytes.writeUInt32LE(size, 12);
  return bytes;
}

function directoryEntry({ path, flags, crc, packed, size, offset }: Entry): Buffer {
  const bytes = Buffer.alloc(46);
  bytes.writeUInt32LE(0x02014b50, 0);
  bytes.writeUInt16LE(VERSION, 4);
  bytes.writeUInt16LE(VERSION, 6);
  bytes.writeUInt16LE(flags, 8);
  bytes.writeUInt16LE(DEFLATE, 10);
  bytes.writeUInt16LE(DOS_DATE, 14);
  bytes.writeUInt32LE(crc, 16);
  bytes.writeUInt32LE(packed, 20);
  bytes.writeUInt32LE(size, 24);
  bytes.writeUInt16LE(path.length, 28);
  bytes.writeUInt32LE(offset, 42);
  return Buffer.concat([bytes, path]);
}
