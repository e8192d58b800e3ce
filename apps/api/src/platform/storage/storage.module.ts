import path from 'node:path';
import { Global, Module } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import { DiskStorage } from './disk-storage.js';
import { Storage } from './storage.js';
import { StorageCheck } from './storage-check.js';
import { StorageCheckSweep } from './storage-check.sweep.js';

async function useFactory(config: AppConfig): Promise<Storage> {
  if (!config.s3) return new DiskStorage(path.join(config.dataDir, 'files'));
  // the client weighs 80 MB in memory: only for those who use it
  const { S3Storage } = await import('./s3-storage.js');
  return new S3Storage(config.s3);
}

@Global()
@Module({
  providers: [{ provide: Storage, inject: [AppConfig], useFactory }, StorageCheck],
  exports: [Storage, StorageCheck],
})
export class StorageModule {}

/** The nightly check; in the worker only. */
@Module({ providers: [StorageCheckSweep] })
export class StorageWorkerModule {}
