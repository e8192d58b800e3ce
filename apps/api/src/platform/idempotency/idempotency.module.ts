import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IdempotencyStore } from './idempotency-store.js';
import { PurgeIdempotency } from './purge-idempotency.sweep.js';

/** Puts the interceptor before every route. A worker imports `IdempotencyWorkerModule` for the clearing away. */
@Module({ providers: [IdempotencyStore, { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor }] })
export class IdempotencyModule {}

@Module({ providers: [IdempotencyStore, PurgeIdempotency] })
export class IdempotencyWorkerModule {}
