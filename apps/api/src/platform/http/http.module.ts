import { Global, Module } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { AppConfig } from '../config/index.js';
import { MemoryRateLimiter, RateLimiter } from './rate-limiter.js';
import { RedisRateLimiter } from './redis-rate-limiter.js';

/** What HTTP-facing services inject. The server itself is made by `createHttpApp`. */
@Global()
@Module({
  providers: [
    {
      provide: RateLimiter,
      inject: [AppConfig, Clock],
      useFactory: (config: AppConfig, clock: Clock): RateLimiter => {
        const memory = new MemoryRateLimiter(clock);
        return config.redisUrl ? new RedisRateLimiter(config.redisUrl, memory) : memory;
      },
    },
  ],
  exports: [RateLimiter],
})
export class HttpModule {}
