import path from 'node:path';
import type { AppConfig } from '../config/index.js';
import { DiskStorage } from './disk-storage.js';
import type { Storage } from './storage.js';

/** Where this installation keeps its files. */
export async function openStorage(config: AppConfig): Promise<Storage> {
  if (!config.s3) return new DiskStorage(path.join(config.dataDir, 'files'));
  // the client weighs 80 MB in memory: only for those who use it
  const { S3Storage } = await import('./s3-storage.js');
  return new S3Storage(config.s3);
}
