import { Global, Module } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { AppConfig } from '../config/index.js';
import { createRateLimiter, RateLimiter } from './rate-limiter.js';

@Global()
@Module({
  providers: [{ provide: RateLimiter, inject: [AppConfig, Clock], useFactory: createRateLimiter }],
  exports: [RateLimiter],
})
export class HttpModule {}
