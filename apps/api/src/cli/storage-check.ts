import { NestFactory } from '@nestjs/core';
import { WholeModule } from '../app.module.js';
import type { AppConfig } from '../platform/config/index.js';
import { StorageCheck, type StorageReport } from '../platform/storage/index.js';

/** Compares every stored file with what the documents name. */
export async function checkStorage(config: AppConfig): Promise<StorageReport> {
  const app = await NestFactory.createApplicationContext(WholeModule.forRoot(config), { logger: ['error'] });
  try {
    return await app.get(StorageCheck).run();
  } finally {
    await app.close();
  }
}
