import { Global, Module } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import { openStorage } from './open-storage.js';
import { Storage } from './storage.js';
import { StorageCheck } from './storage-check.js';
import { StorageCheckSweep } from './storage-check.sweep.js';

@Global()
@Module({
  providers: [{ provide: Storage, inject: [AppConfig], useFactory: openStorage }, StorageCheck],
  exports: [Storage, StorageCheck],
})
export class StorageModule {}

/** The nightly check; in the worker only. */
@Module({ providers: [StorageCheckSweep] })
export class StorageWorkerModule {}
