import { createHash } from 'node:crypto';

export interface StoredFile {
  sha256: string;
  size: number;
}

export class StorageError extends Error {
  constructor(
    readonly reason: 'missing' | 'altered' | 'bad_name',
    readonly sha256: string,
  ) {
    super(`stored file ${sha256} is ${reason}`);
    this.name = 'StorageError';
  }
}

/**
 * Private files, named by their SHA-256: the same bytes are kept once, and every read is checked against the name.
 * An abstract class, so that it is its own injection token.
 */
export abstract class Storage {
  /** Durable when it answers. Storing the same bytes again is harmless. */
  async put(bytes: Uint8Array): Promise<StoredFile> {
    const sha256 = sha256Of(bytes);
    await this.write(sha256, bytes);
    return { sha256, size: bytes.byteLength };
  }

  /** The bytes, or a StorageError: missing, or altered since they were stored. */
  async get(sha256: string): Promise<Buffer> {
    checkName(sha256);
    const bytes = await this.read(sha256);
    if (!bytes) throw new StorageError('missing', sha256);
    if (sha256Of(bytes) !== sha256) throw new StorageError('altered', sha256);
    return bytes;
  }

  /** Every stored name, for the nightly check. */
  abstract names(): AsyncIterable<string>;
  abstract remove(sha256: string): Promise<void>;

  protected abstract write(sha256: string, bytes: Uint8Array): Promise<void>;
  protected abstract read(sha256: string): Promise<Buffer | null>;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export const SHA256_NAME = /^[0-9a-f]{64}$/;

/** Names become paths: nothing but a digest may. */
export function checkName(sha256: string): void {
  if (!SHA256_NAME.test(sha256)) throw new StorageError('bad_name', sha256);
}
