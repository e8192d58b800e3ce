import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import type { RequestContext } from '../context/index.js';
import { Db, type Tx } from '../database/index.js';
import { AppError } from '../http/index.js';
import { Storage, StorageCheck } from '../storage/index.js';
import type { AcceptedFile } from './upload-inspector.js';

/** What is known of a stored file. */
export interface UploadedFileRow {
  id: string;
  purpose: string;
  sha256: string;
  mime: string;
  size: number;
  width: number | null;
  height: number | null;
  pages: number | null;
  name: string;
  createdAt: Date;
}

/** What an inspector has accepted, or what we made ourselves. */
export type StorableFile = Pick<AcceptedFile, 'name' | 'mime' | 'bytes' | 'sha256'> &
  Partial<Pick<AcceptedFile, 'width' | 'height' | 'pages'>>;

/** With its bytes, fit for `sendFile`. */
export interface StoredUpload extends UploadedFileRow {
  bytes: Buffer;
}

const COLUMNS = `id, purpose, sha256, mime, size, width, height, pages, original_name as name, created_at as "createdAt"`;

/**
 * Keeps inspected files. There is no scope here and no list: a file is reached through a business row that names it, and
 * the module that owns that row has checked who asks.
 */
@Injectable()
export class UploadedFiles {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly storage: Storage,
    private readonly check: StorageCheck,
  ) {}

  /** Bytes first, then the row: in the caller's transaction, or without one in its own. */
  async store(tx: Tx | null, ctx: RequestContext, purpose: string, file: StorableFile): Promise<UploadedFileRow> {
    const write = async (within: Tx): Promise<UploadedFileRow> => {
      // whoever is about to take these bytes away waits until they are named again
      await within.query(`select pg_advisory_xact_lock_shared(${LOCK_OF})`, [file.sha256]);
      await this.storage.put(file.bytes);
      return this.insert(within, ctx, purpose, file);
    };
    return tx ? write(tx) : this.db.tx(ctx, write);
  }

  /**
   * The row of a file that this very account uploaded for this purpose; 404 otherwise. For commands whose body names a
   * file that was uploaded a moment ago: without this, anybody could attach anybody's file and then read it.
   */
  async own(tx: Tx, ctx: RequestContext, purpose: string, id: string): Promise<UploadedFileRow> {
    const row = await tx.maybeOne<Row>(
      `select ${COLUMNS} from uploaded_file where id = $1 and purpose = $2 and account_id = $3`,
      [id, purpose, ctx.actor.accountId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return row;
  }

  /** The stored bytes. The caller has found `id` on a row of its own that the person may see. */
  async open(id: string): Promise<StoredUpload> {
    const [row] = await this.db.statement<Row>(OPEN, [id]);
    if (!row) throw new AppError('NOT_FOUND');
    return { ...row, bytes: await this.storage.get(row.sha256) };
  }

  /** Takes bytes away whose rows are gone, unless somebody else's row or document names the same. */
  async discard(digests: readonly string[]): Promise<number> {
    if (digests.length === 0) return 0;
    const named = await this.check.named();
    const unnamed = [...new Set(digests)].filter((sha256) => !named.has(sha256));
    for (const sha256 of unnamed) {
      await this.db.system(async (tx) => {
        await tx.query(`select pg_advisory_xact_lock(${LOCK_OF})`, [sha256]);
        const again = await tx.maybeOne('select id from uploaded_file where sha256 = $1 limit 1', [sha256]);
        if (!again) await this.storage.remove(sha256);
      });
    }
    return unnamed.length;
  }

  private insert(tx: Tx, ctx: RequestContext, purpose: string, file: StorableFile): Promise<Row> {
    return tx.one<Row>(
      `insert into uploaded_file
         (school_id, account_id, purpose, sha256, mime, size, width, height, pages, original_name, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ${COLUMNS}`,
      [
        ctx.schoolId,
        ctx.actor.accountId,
        purpose,
        file.sha256,
        file.mime,
        file.bytes.length,
        file.width ?? null,
        file.height ?? null,
        file.pages ?? null,
        file.name,
        this.clock.now(),
      ],
    );
  }
}

type Row = UploadedFileRow & Record<string, unknown>;

const LOCK_OF = 'hashtextextended($1, 19)';
const OPEN = { name: 'uploaded-file-open', text: `select ${COLUMNS} from uploaded_file where id = $1` };
