import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/index.js';
import { connect } from './data-source.js';
import { Db } from './db.js';

/** The connection pool and `Db`. The DataSource itself is not exported: whoever injected it would work outside the transaction. */
@Global()
@Module({
  providers: [{ provide: DataSource, inject: [AppConfig], useFactory: connect }, Db],
  exports: [Db],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }
}
