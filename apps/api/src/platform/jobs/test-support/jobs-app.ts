import { type INestApplicationContext, Injectable, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Clock, FakeClock } from '../../clock/index.js';
import { type AppConfig, ConfigModule } from '../../config/index.js';
import { DatabaseModule } from '../../database/index.js';
import { createLogger, NestLogger, ObservabilityModule } from '../../observability/index.js';
import { JobsModule, type JobsRole } from '../jobs.module.js';

/** An application of nothing but jobs, with the handlers and sweeps of a test. */
export async function jobsApp(
  config: AppConfig,
  role: JobsRole,
  providers: Type<unknown>[],
  clock: Clock = new FakeClock(),
): Promise<INestApplicationContext> {
  @Injectable()
  class Nothing {}

  @Module({
    imports: [ConfigModule.forRoot(config, clock), DatabaseModule, ObservabilityModule, JobsModule.register(role)],
    providers: [Nothing, ...providers],
  })
  class TestModule {}

  return NestFactory.createApplicationContext(TestModule, { logger: new NestLogger(createLogger(config.logLevel)) });
}

/** Asks again until it is so, up to the given time. */
export async function eventually(check: () => Promise<boolean>, withinMs = 15_000): Promise<void> {
  const until = Date.now() + withinMs;
  while (!(await check())) {
    if (Date.now() > until) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
