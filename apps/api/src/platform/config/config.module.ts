import { type DynamicModule, Module } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { AppConfig } from './config.js';

/** Configuration and clock for the whole process. */
@Module({})
export class ConfigModule {
  static forRoot(config: AppConfig, clock: Clock = new Clock()): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: AppConfig, useValue: config },
        { provide: Clock, useValue: clock },
      ],
      exports: [AppConfig, Clock],
    };
  }
}
