import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AppError } from '../http/index.js';
import { openArchive } from './archive.js';
import { sniffFormat, type SheetFormat } from './format.js';
import { DEFAULT_LIMITS, type SheetLimits } from './limits.js';
import type { FromChild, SheetHead, ToChild } from './reader/protocol.js';
import { SheetRefusal } from './refusal.js';
import type { SheetRow, SheetSpec } from './spec.js';

export interface ReadSheetOptions extends Partial<SheetLimits> {
  /** As uploaded; its extension must fit the content. */
  fileName?: string;
}

export interface SheetReading<K extends string> {
  format: SheetFormat;
  sheet: string;
  headerRow: number;
  /** Keys whose column is in the file; the others are empty in every row. */
  columns: K[];
  unknownColumns: string[];
  /** Rows in the order of the file, a few hundred at a time. May be gone through once; then the child has ended. */
  chunks(): AsyncGenerator<SheetRow<K>[]>;
  rows(): AsyncGenerator<SheetRow<K>>;
  /** Ends the child when the rows are not wanted. */
  close(): void;
}

/** From the TypeScript sources the child runs as it is: Node takes the types off, this finds the files. */
const FROM_SOURCES = import.meta.url.endsWith('.ts');
const RESOLVE_SOURCES =
  "data:text/javascript,import{registerHooks}from'node:module';registerHooks({resolve:(name,from,next)=>" +
  "next(from.parentURL?.endsWith('.ts')&&name.startsWith('.')?name.replace(/\\.js$/,'.ts'):name,from)})";
const CHILD = fileURLToPath(new URL(`./reader/child.${FROM_SOURCES ? 'ts' : 'js'}`, import.meta.url));

/** Refuses what need not be unpacked to be refused; cheap, so an upload can be answered at once. */
export async function checkSheetFile(bytes: Uint8Array, options: ReadSheetOptions = {}): Promise<SheetFormat> {
  const limits = { ...DEFAULT_LIMITS, ...options };
  try {
    if (bytes.length > limits.maxFileBytes) {
      const most = Math.floor(limits.maxFileBytes / 1024 / 1024);
      throw new SheetRefusal('SHEET_TOO_LARGE', `文件超过 ${most} MB。请删去图片和格式，或分成几个文件再上传。`);
    }
    const format = sniffFormat(bytes, options.fileName);
    if (format === 'xlsx') (await openArchive(asBuffer(bytes), limits)).zip.close();
    return format;
  } catch (error) {
    throw asAppError(error);
  }
}

/** Reads an uploaded sheet in a child process with bounded time and memory. */
export async function readSheet<K extends string>(
  bytes: Uint8Array,
  spec: SheetSpec<K>,
  options: ReadSheetOptions = {},
): Promise<SheetReading<K>> {
  const format = await checkSheetFile(bytes, options);
  const { fileName: _, ...given } = options;
  const limits = { ...DEFAULT_LIMITS, ...given };
  const child = new ReaderChild(limits);
  child.start(asBuffer(bytes), { type: 'read', spec, format, limits });
  const head = await child.head();
  const chunks = () => child.chunks() as AsyncGenerator<SheetRow<K>[]>;
  return {
    format,
    sheet: head.sheet,
    headerRow: head.headerRow,
    columns: head.columns as K[],
    unknownColumns: head.unknownColumns,
    chunks,
    async *rows() {
      for await (const rows of chunks()) yield* rows;
    },
    close: () => child.end(),
  };
}

/** The child, asked for one chunk while the consumer has the one before; it reads one more meanwhile, and is never further ahead. */
class ReaderChild {
  private readonly process: ChildProcess;
  private readonly limits: SheetLimits;
  private timeLeft: number;
  private ended = false;
  private resolve: ((message: FromChild) => void) | undefined;
  private reject: ((error: unknown) => void) | undefined;

  constructor(limits: SheetLimits) {
    this.limits = limits;
    this.timeLeft = limits.timeoutMs;
    // reading only: no files written, no further processes, none of our environment
    const rights = ['--permission', '--allow-fs-read=*'];
    const sources = FROM_SOURCES ? ['--import', RESOLVE_SOURCES] : [];
    this.process = fork(CHILD, [], {
      execArgv: [`--max-old-space-size=${limits.memoryMb}`, ...rights, ...sources],
      env: {},
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    });
    this.process.on('message', (message: FromChild) => this.resolve?.(message));
    this.process.on('error', (cause) => this.reject?.(new Error('the sheet reader did not start', { cause })));
    this.process.on('exit', (code, signal) => this.reject?.(exitError(code, signal)));
  }

  start(bytes: Buffer, job: ToChild): void {
    // a child that dies early breaks the pipe; its exit is what gets reported
    this.process.stdin?.on('error', () => {});
    this.process.stdin?.end(bytes);
    this.process.send(job, () => {});
  }

  async head(): Promise<SheetHead> {
    const message = await this.next();
    if (message.type !== 'head') throw new Error(`the sheet reader began with ${message.type}`);
    return message.head;
  }

  async *chunks(): AsyncGenerator<SheetRow[]> {
    try {
      for (let message = await this.next({ type: 'next' }); message.type === 'rows';) {
        const following = this.next({ type: 'next' });
        // awaited below; until then a child that fails, or is ended, must not end the process
        following.catch(() => {});
        yield message.rows;
        message = await following;
      }
    } finally {
      this.end();
    }
  }

  end(): void {
    this.ended = true;
    this.process.kill('SIGKILL');
  }

  private async next(ask?: ToChild): Promise<FromChild> {
    if (this.ended) throw new Error('a sheet is read once');
    const from = performance.now();
    let timer: NodeJS.Timeout | undefined;
    try {
      const message = await new Promise<FromChild>((resolve, reject) => {
        this.resolve = resolve;
        this.reject = reject;
        timer = setTimeout(() => reject(new SheetRefusal('SHEET_TOO_LARGE', TOO_SLOW)), this.timeLeft);
        if (this.process.exitCode !== null || this.process.signalCode !== null) {
          reject(exitError(this.process.exitCode, this.process.signalCode));
        } else if (ask) this.process.send(ask, () => {});
      });
      if (message.type === 'refused') throw new SheetRefusal(message.code, message.detail);
      if (message.type === 'broken') throw new Error(`the sheet reader broke: ${message.message}`);
      return message;
    } catch (error) {
      this.end();
      throw asAppError(error);
    } finally {
      clearTimeout(timer);
      this.timeLeft = Math.max(1, this.timeLeft - (performance.now() - from));
    }
  }
}

const TOO_SLOW = '表格太复杂，没有读完。请删去公式、格式和空白行，或分成几个文件再上传。';

/** Out of memory ends a process by a signal, or by the code that stands for one. */
function exitError(code: number | null, signal: NodeJS.Signals | null): Error {
  if (signal !== null || code === null || code > 128) return new SheetRefusal('SHEET_TOO_LARGE', TOO_SLOW);
  return new Error(`the sheet reader ended with ${code}`);
}

function asAppError(error: unknown): unknown {
  if (!(error instanceof SheetRefusal)) return error;
  return new AppError(error.code, { detail: error.detail, cause: error.cause });
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
