import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FakeClock } from '../../../platform/clock/index.js';
import { ConfigModule, type Env } from '../../../platform/config/index.js';
import { publicContext, type RequestContext } from '../../../platform/context/index.js';
import { CryptoModule } from '../../../platform/crypto/index.js';
import { DatabaseModule, Db } from '../../../platform/database/index.js';
import { JobsModule } from '../../../platform/jobs/index.js';
import { createLogger, NestLogger, ObservabilityModule } from '../../../platform/observability/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../../platform/testing/index.js';
import { MessagingModule, MessagingWorkerModule } from '../messaging.module.js';
import { type Message, Messenger } from '../messenger.js';
import type { TemplateName } from '../templates.js';

/** Messages on a database of their own, sent when the test says so. */
export class MessagingBench {
  readonly ctx: RequestContext = publicContext('test-request', '127.0.0.1');
  readonly messenger: Messenger;

  private constructor(
    readonly database: TestDatabase,
    readonly app: INestApplicationContext,
    readonly clock: FakeClock,
  ) {
    this.messenger = app.get(Messenger);
  }

  static async open(env: Env): Promise<MessagingBench> {
    const database = await createTestDatabase();
    const config = testConfig(database.url, env);
    const clock = new FakeClock();
    @Module({
      imports: [
        ConfigModule.forRoot(config, clock),
        DatabaseModule,
        ObservabilityModule,
        CryptoModule,
        JobsModule.register('inline'),
        MessagingModule,
        MessagingWorkerModule,
      ],
    })
    class TestModule {}
    const app = await NestFactory.createApplicationContext(TestModule, {
      logger: new NestLogger(createLogger(config.logLevel)),
      abortOnError: false,
    });
    return new MessagingBench(database, app, clock);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }

  send<T extends TemplateName>(message: Message<T>): Promise<string> {
    return this.app.get(Db).system((tx) => this.messenger.send(tx, this.ctx, message));
  }

  async row(id: string): Promise<Record<string, unknown>> {
    const { rows } = await this.database.owner.query<Record<string, unknown>>('select * from delivery where id = $1', [
      id,
    ]);
    return rows[0] ?? {};
  }
}
