import { randomUUID } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { KEPT_MS, type NewSealedFile } from './sealed-kind.js';

const TABLE = 'sealed_file_part';
const COLUMN = 'content_enc';
/** Large enough that a file of 30 MB is a hundred statements, small enough that nobody notices one in memory. */
const PART_BYTES = 256 * 1024;

/** Counts what was written, for `finish`. */
export interface PartsWritten {
  parts: number;
  size: number;
}

/** Sealed files that are written and read piece by piece: in memory there is one piece, however large the file. */
@Injectable()
export class SealedParts {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
  ) {}

  /** A file without content yet; nobody can fetch it before `finish`. */
  async begin(tx: Tx, ctx: RequestContext, file: Omit<NewSealedFile, 'bytes'>): Promise<string> {
    const id = randomUUID();
    const now = this.clock.now();
    await tx.exec(
      `insert into sealed_file (school_id, id, account_id, kind, file_name, media_type, size, once, parts, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, 0, $7, 0, $8, $9)`,
      [
        tx.schoolId,
        id,
        ctx.actor.accountId,
        file.kind,
        file.fileName,
        file.mediaType,
        file.once,
        now,
        new Date(now.getTime() + KEPT_MS),
      ],
    );
    return id;
  }

  /** Takes bytes as they come and stores every full piece in a transaction of its own. */
  writer(ctx: RequestContext, fileId: string): { stream: Writable; written: PartsWritten } {
    const written: PartsWritten = { parts: 0, size: 0 };
    let held: Buffer[] = [];
    let heldBytes = 0;
    const store = async (): Promise<void> => {
      if (heldBytes === 0) return;
      const bytes = Buffer.concat(held, heldBytes);
      held = [];
      heldBytes = 0;
      await this.store(ctx, fileId, written.parts, bytes);
      written.parts += 1;
      written.size += bytes.length;
    };
    const stream = new Writable({
      highWaterMark: PART_BYTES,
      write: (chunk: Buffer, _encoding, done) => {
        // the zip writer uses its buffers again
        held.push(Buffer.from(chunk));
        heldBytes += chunk.length;
        if (heldBytes < PART_BYTES) done();
        else store().then(() => done(), done);
      },
      final: (done) => void store().then(() => done(), done),
    });
    return { stream, written };
  }

  private async store(ctx: RequestContext, fileId: string, no: number, bytes: Buffer): Promise<void> {
    const sealed = this.cipher.seal(TABLE, COLUMN, `${fileId}/${no}`, bytes);
    await this.db.tx(ctx, (tx) =>
      tx.exec(`insert into ${TABLE} (school_id, file_id, no, content_enc) values ($1, $2, $3, $4)`, [
        tx.schoolId,
        fileId,
        no,
        sealed,
      ]),
    );
  }

  /** From here on it can be fetched, for its time. */
  async finish(tx: Tx, fileId: string, fileName: string, { parts, size }: PartsWritten): Promise<void> {
    await tx.exec(
      `update sealed_file set parts = $3, size = $4, file_name = $5, expires_at = $6 where school_id = $1 and id = $2`,
      [tx.schoolId, fileId, parts, size, fileName, new Date(this.clock.now().getTime() + KEPT_MS)],
    );
  }

  /** What an attempt left behind that did not come to its end. */
  async drop(tx: Tx, fileId: string): Promise<void> {
    await tx.exec(`delete from ${TABLE} where school_id = $1 and file_id = $2`, [tx.schoolId, fileId]);
  }

  /** The pieces in order. One that is missing ends the stream with an error: a file is whole or not at all. */
  read(ctx: RequestContext, fileId: string, parts: number): Readable {
    return Readable.from(this.pieces(ctx, fileId, parts), { objectMode: false });
  }

  private async *pieces(ctx: RequestContext, fileId: string, parts: number): AsyncGenerator<Buffer> {
    for (let no = 0; no < parts; no += 1) {
      const { sealed } = await this.db.read(ctx, (tx) =>
        tx.one<{ sealed: Buffer }>(
          `select content_enc as sealed from ${TABLE} where school_id = $1 and file_id = $2 and no = $3`,
          [tx.schoolId, fileId, no],
        ),
      );
      yield this.cipher.openBytes(TABLE, COLUMN, `${fileId}/${no}`, sealed);
    }
  }
}
