import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { checkName, SHA256_NAME, Storage } from './storage.js';

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Files below one folder, spread over 256 others. A file appears whole, or not at all. */
export class DiskStorage extends Storage {
  constructor(private readonly root: string) {
    super();
  }

  async *names(): AsyncIterable<string> {
    for (const folder of await readdir(this.root).catch(() => [])) {
      for (const name of await readdir(path.join(this.root, folder))) if (SHA256_NAME.test(name)) yield name;
    }
  }

  async remove(sha256: string): Promise<void> {
    await rm(this.pathOf(sha256), { force: true });
  }

  protected async write(sha256: string, bytes: Uint8Array): Promise<void> {
    const target = this.pathOf(sha256);
    const folder = path.dirname(target);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const temporary = `${target}.${randomUUID()}.part`;
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
    await syncFolder(folder);
  }

  protected async read(sha256: string): Promise<Buffer | null> {
    try {
      return await readFile(this.pathOf(sha256));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  private pathOf(sha256: string): string {
    checkName(sha256);
    return path.join(this.root, sha256.slice(0, 2), sha256);
  }
}

/** The new name is durable only when its folder is. Windows cannot open folders, and needs no such step. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
