import { Injectable } from '@nestjs/common';
import { AppError, type Upload, withExtension } from '../http/index.js';
import { checkSheetFile, type SheetLimits } from '../sheets/index.js';
import { sha256Of } from '../storage/index.js';
import type { StorableFile } from './uploaded-files.js';
import { VirusScanner } from './virus-scanner.js';

const MIMES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
} as const;

/** Decides whether a sheet may be kept until a job reads it: its directory is looked at, nothing is unpacked. */
@Injectable()
export class SheetInspector {
  constructor(private readonly scanner: VirusScanner) {}

  /** @throws AppError FILE_EMPTY, SHEET_UNREADABLE, SHEET_TOO_LARGE, SHEET_HOSTILE, FILE_INFECTED */
  async accept({ name, bytes }: Upload, limits: Partial<SheetLimits> = {}): Promise<StorableFile> {
    if (bytes.length === 0) throw new AppError('FILE_EMPTY');
    const format = await checkSheetFile(bytes, { ...limits, fileName: name });
    await this.scanner.scan(bytes);
    return { name: withExtension(name, format), mime: MIMES[format], bytes, sha256: sha256Of(bytes) };
  }
}

/** A sheet that we wrote ourselves: a report to be kept. */
export function ownSheet(name: string, bytes: Buffer): StorableFile {
  return { name, mime: MIMES.xlsx, bytes, sha256: sha256Of(bytes) };
}
