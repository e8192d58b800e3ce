import { NestFactory } from '@nestjs/core';
import { WholeModule } from '../app.module.js';
import { FirstOperator } from '../modules/people/index.js';
import type { AppConfig } from '../platform/config/index.js';

/** @returns the code for the first log-in, shown this once */
export async function openOperator(
  config: AppConfig,
  profile: { login: string; name: string; phone: string | null },
): Promise<{ initial: string; expiresAt: Date }> {
  const app = await NestFactory.createApplicationContext(WholeModule.forRoot(config), { logger: ['error'] });
  try {
    return await app.get(FirstOperator, { strict: false }).open(profile);
  } finally {
    await app.close();
  }
}
