import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditService } from '../../../platform/audit/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { AppError, type SentFile, type SentStream } from '../../../platform/http/index.js';
import type { SealedFileView } from '../http/student-accounts.dto.js';
import { KEPT_MS, type NewSealedFile, type SealedKind } from './sealed-kind.js';
import { SealedParts } from './sealed-parts.js';

const TABLE = 'sealed_file';
const COLUMN = 'content_enc';

interface Row extends Record<string, unknown> {
  id: string;
  kind: SealedKind;
  fileName: string;
  mediaType: string;
  size: number;
  once: boolean;
  content: Buffer | null;
  /** null: `content` is all of it */
  parts: number | null;
  expiresAt: Date;
  takenAt: Date | null;
}

const COLUMNS = `id, kind, file_name as "fileName", media_type as "mediaType", size, once, parts, expires_at as "expiresAt", taken_at as "takenAt"`;

/**
 * Files with secrets in them. Sealed in the database, so that neither the file store nor its backups ever hold them; given to
 * their maker only; gone after 24 hours, or with the first download.
 */
@Injectable()
export class SealedFiles {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
    private readonly audit: AuditService,
    private readonly parts: SealedParts,
  ) {}

  async store(tx: Tx, ctx: RequestContext, file: NewSealedFile): Promise<string> {
    const id = randomUUID();
    const now = this.clock.now();
    await tx.exec(
      `insert into sealed_file (school_id, id, account_id, kind, file_name, media_type, size, once, content_enc, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        tx.schoolId,
        id,
        ctx.actor.accountId,
        file.kind,
        file.fileName,
        file.mediaType,
        file.bytes.length,
        file.once,
        this.cipher.seal(TABLE, COLUMN, id, file.bytes.toString('base64')),
        now,
        new Date(now.getTime() + KEPT_MS),
      ],
    );
    return id;
  }

  take(ctx: RequestContext, id: string, kind: SealedKind): Promise<SentFile> {
    return this.db.tx(ctx, async (tx) => {
      const row = await this.fetch(tx, ctx, id, kind);
      if (row.content === null) throw gone(row);
      const bytes = Buffer.from(this.cipher.open(TABLE, COLUMN, id, row.content), 'base64');
      return { bytes, name: row.fileName, mime: row.mediaType };
    });
  }

  /** As `take`, for a file that was written piece by piece; it is read the same way, after the record of it stands. */
  async stream(ctx: RequestContext, id: string, kind: SealedKind): Promise<SentStream> {
    const row = await this.db.tx(ctx, (tx) => this.fetch(tx, ctx, id, kind));
    const stream = this.parts.read(ctx, id, row.parts ?? 0);
    return { stream, size: row.size, name: row.fileName, mime: row.mediaType };
  }

  /** The row is locked: of two downloads at once, one gets a file that may be fetched once. */
  private async fetch(tx: Tx, ctx: RequestContext, id: string, kind: SealedKind): Promise<Row> {
    const row = await tx.maybeOne<Row>(
      `select ${COLUMNS}, content_enc as content from sealed_file
        where school_id = $1 and id = $2 and account_id = $3 and kind = $4 for update`,
      [tx.schoolId, id, ctx.actor.accountId, kind],
    );
    if (!row) throw new AppError('NOT_FOUND');
    const now = this.clock.now();
    if (row.expiresAt <= now || (row.content === null && !row.parts)) throw gone(row);
    await tx.exec(
      `update sealed_file set taken_at = coalesce(taken_at, $3), content_enc = case when once then null else content_enc end
        where school_id = $1 and id = $2`,
      [tx.schoolId, id, now],
    );
    await this.audit.append(tx, ctx, {
      schoolId: tx.schoolId,
      aggregateType: 'sealed_file',
      aggregateId: id,
      action: 'sealed_file.download',
      after: { kind, fileName: row.fileName, once: row.once },
    });
    return row;
  }

  async views(tx: Tx, ids: readonly string[]): Promise<Map<string, SealedFileView>> {
    if (ids.length === 0) return new Map();
    const now = this.clock.now();
    const rows = await tx.query<Row & { held: boolean }>(
      `select ${COLUMNS}, (content_enc is not null or coalesce(parts, 0) > 0) as held from sealed_file where school_id = $1 and id = any($2::uuid[])`,
      [tx.schoolId, ids],
    );
    return new Map(
      rows.map((row) => [
        row.id,
        {
          id: row.id,
          fileName: row.fileName,
          size: row.size,
          available: row.held && row.expiresAt > now,
          expiresAt: row.expiresAt.toISOString(),
          once: row.once,
          takenAt: row.takenAt?.toISOString() ?? null,
        },
      ]),
    );
  }
}

function gone({ once, takenAt }: Row): AppError {
  return new AppError('NOT_FOUND', {
    detail:
      once && takenAt
        ? '这个文件只能下载一次，已经下载过了。需要的话请重置密码，再给新的。'
        : '这个文件已经过了 24 小时，清掉了。需要的话请再做一次。',
  });
}
