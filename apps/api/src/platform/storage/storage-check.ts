import { Injectable } from '@nestjs/common';
import { Db } from '../database/index.js';
import { Storage, StorageError } from './storage.js';

export interface StorageReport {
  ok: boolean;
  checked: number;
  missing: string[];
  altered: string[];
  /** Kept, but no row names them: left by a transaction that was rolled back. */
  orphaned: string[];
}

/** Compares what documents and uploads name with what is stored, byte for byte. */
@Injectable()
export class StorageCheck {
  constructor(
    private readonly db: Db,
    private readonly storage: Storage,
  ) {}

  async run(): Promise<StorageReport> {
    const report: StorageReport = { ok: true, checked: 0, missing: [], altered: [], orphaned: [] };
    const named = await this.named();
    for (const sha256 of named) {
      report.checked += 1;
      const problem = await this.storage.get(sha256).then(
        () => undefined,
        (error: unknown) => {
          if (error instanceof StorageError) return error.reason;
          throw error;
        },
      );
      if (problem === 'missing') report.missing.push(sha256);
      else if (problem) report.altered.push(sha256);
    }
    report.ok = report.missing.length + report.altered.length === 0;
    for await (const name of this.storage.names()) if (!named.has(name)) report.orphaned.push(name);
    return report;
  }

  /** Digests that a document or an upload of any school names. */
  async named(): Promise<Set<string>> {
    const [schools, uploads] = await this.db.system(async (tx) => [
      await tx.query<{ id: number }>('select id from school order by id'),
      await tx.query<{ sha256: string }>('select distinct sha256 from uploaded_file'),
    ]);
    const names = new Set(uploads.map(({ sha256 }) => sha256));
    for (const { id } of schools) {
      const rows = await this.db.read({ schoolId: id }, (tx) =>
        tx.query<{ sha256: string }>('select distinct sha256 from document'),
      );
      for (const { sha256 } of rows) names.add(sha256);
    }
    return names;
  }
}
