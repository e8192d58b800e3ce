import path from 'node:path';
import { Global, Module } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import { DiskStorage } from './disk-storage.js';
import { S3Storage } from './s3-storage.js';
import { Storage } from './storage.js';
import { StorageCheck } from './storage-check.js';
import { StorageCheckSweep } from './storage-check.sweep.js';

const useFactory = (config: AppConfig): Storage =>
  config.s3 ? new S3Storage(config.s3) : new DiskStorage(path.join(config.dataDir, 'files'));

@Global()
@Module({
  providers: [{ provide: Storage, inject: [AppConfig], useFactory }, StorageCheck],
  exports: [Storage, StorageCheck],
})
export class StorageModule {}

/** The nightly check; in the worker only. */
@Module({ providers: [StorageCheckSweep] })
export class StorageWorkerModule {}
