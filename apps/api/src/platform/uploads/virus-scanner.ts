import { connect } from 'node:net';
import { Logger } from '@nestjs/common';
import type { ClamavConfig } from '../config/index.js';
import { AppError } from '../http/index.js';

/** An abstract class, so that it is its own injection token. */
export abstract class VirusScanner {
  /** @throws AppError FILE_INFECTED, or SCAN_UNAVAILABLE when nobody could tell */
  abstract scan(bytes: Buffer): Promise<void>;
}

export class NoScanner extends VirusScanner {
  async scan(): Promise<void> {
    // no daemon is configured; the other inspections stand by themselves
  }
}

const PATIENCE_MS = 30_000;
const CHUNK = 64 * 1024;
const MAX_ANSWER = 4096;

/** Shows a file to `clamd` over TCP by its INSTREAM command. Whatever is not a clear "OK" is not clean. */
export class ClamavScanner extends VirusScanner {
  private readonly log = new Logger('Clamav');

  constructor(private readonly daemon: ClamavConfig) {
    super();
  }

  async scan(bytes: Buffer): Promise<void> {
    const answer = await this.ask(bytes).catch((cause: unknown) => this.unavailable(cause));
    if (answer === 'stream: OK') return;
    if (!answer.endsWith(' FOUND')) this.unavailable(new Error(`unexpected answer: ${answer}`));
    this.log.warn({ answer }, 'upload refused by the virus scanner');
    throw new AppError('FILE_INFECTED');
  }

  private unavailable(cause: unknown): never {
    this.log.error({ err: cause }, 'the virus scanner does not answer');
    throw new AppError('SCAN_UNAVAILABLE', { extra: { retryAfter: 60 }, cause });
  }

  private ask(bytes: Buffer): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect({ ...this.daemon, timeout: PATIENCE_MS });
      const deadline = setTimeout(() => socket.destroy(new Error('no answer in time')), PATIENCE_MS);
      let answer = '';
      socket.setEncoding('latin1');
      socket.on('timeout', () => socket.destroy(new Error('no answer in time')));
      socket.on('data', (text: string) => {
        answer += text;
        if (answer.length > MAX_ANSWER) socket.destroy(new Error('answer too long'));
        const end = answer.indexOf('\0');
        if (end < 0) return;
        resolve(answer.slice(0, end).trim());
        socket.destroy();
      });
      socket.on('error', reject);
      socket.on('close', () => {
        clearTimeout(deadline);
        reject(new Error('closed without an answer'));
      });
      socket.write(instream(bytes));
    });
  }
}

/** The command, the bytes in counted pieces, a piece of no length. */
function instream(bytes: Buffer): Buffer {
  const parts: Uint8Array[] = [Buffer.from('zINSTREAM\0')];
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const piece = bytes.subarray(at, at + CHUNK);
    parts.push(counted(piece.length), piece);
  }
  return Buffer.concat([...parts, counted(0)]);
}

function counted(length: number): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(length);
  return head;
}
